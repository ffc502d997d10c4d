"""Each check passes on a good lesson, and fails on a copy of it with one fault."""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from workshop import Workshop

from coursebuild.accessibility import Outcome, html, pdf
from coursebuild.accessibility.outcome import Result
from coursebuild.accessibility.pdf import validators, verapdf

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z"/></svg>'
LESSON = """---
title: A good lesson
author: Ada
lang: en
---

# A first part

A [guide to networks](https://example.org/guide), a word in [français]{lang=fr}, $x^2 \\le y$, and a note[^1].

![Two machines, and a cable between them](plan.svg){credit="Bob, https://example.org/plan"}

| Command | What it does |
|:--------|:-------------|
| `ls`    | lists        |

: Two commands

- [ ] Done

## A deeper one

<details><summary>More</summary>

It is here.

</details>

```python
print("x")
```

[^1]: The note.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workshop = Workshop(tmp_path_factory.mktemp("good"))
    workshop.write("course/good.md", LESSON)
    workshop.write("course/plan.svg", DRAWING)
    assert workshop.run("--quiet").code == 0
    return workshop.folder / "build" / "student"


@pytest.fixture(scope="module")
def page(built: Path) -> str:
    return (built / "good.html").read_text(encoding="utf-8")


def result(results: Iterable[Result], name: str) -> Result:
    (found,) = (each for each in results if each.name == name)
    return found


def test_a_good_page_has_no_fault(page: str) -> None:
    """And nearly every check found something to look at."""
    results = list(html.examine(page.encode()))
    assert [each for each in results if each.faults] == []
    idle = {each.name for each in results if each.outcome is Outcome.INAPPLICABLE}
    assert idle == {"drawing-names", "media", "radio-groups", "own-colours"}


def _in_main(more: str) -> tuple[str, str]:
    return "</main>", f"{more}</main>"


PAGE_FAULTS = {
    "image-alternatives": _in_main('<img src="data:,">'),
    "drawing-names": _in_main("<svg><path/></svg>"),
    "alternatives-no-file-names": _in_main('<img src="data:," alt="plan_v2.png">'),
    "formulas": _in_main('<span class="math inline">x</span>'),
    "media": _in_main("<video></video>"),
    "main-heading": _in_main("<h1>Another title</h1>"),
    "heading-levels": _in_main("<h5>Deep</h5>"),
    "heading-texts": _in_main("<h2> </h2>"),
    "list-items": _in_main("<div><li>Alone</li></div>"),
    "table-headers": _in_main("<table><tr><td>1</td><td>2</td></tr></table>"),
    "header-texts": _in_main("<table><tr><th>A</th><th></th></tr></table>"),
    "captions": _in_main("<table><tr><th>A</th></tr></table>"),
    "labels": _in_main('<input type="text">'),
    "radio-groups": _in_main('<label>A <input type="radio"></label>'),
    "palette": ("--paper:", "--papier:"),
    "text-contrast": ("--muted: ", "--muted: #ddd; --was: "),
    "code-contrast": ("--code-string: ", "--code-string: #ddd; --was: "),
    "own-colours": _in_main('<p style="color: #ccc">Pale</p>'),
    "zoom": ("initial-scale=1", "initial-scale=1, user-scalable=no"),
    "refreshing": ("<head>", '<head><meta http-equiv="refresh" content="5">'),
    "reduced-motion": ("</head>", "<style>p { transition: color 3s }</style></head>"),
    "landmarks": _in_main('<nav><a href="#">Top</a></nav>'),
    "way-past": ('href="#coursebuild-text"', 'href="#"'),
    "targets-in-page": _in_main('<a href="#nowhere">The end</a>'),
    "title": ("<title>A good lesson</title>", "<title> </title>"),
    "focus-order": _in_main('<p tabindex="3">First</p>'),
    "link-names": _in_main('<a href="x.html"></a>'),
    "link-purposes": _in_main('<a href="x.html">Click here!</a>'),
    "bare-addresses": _in_main('<a href="https://a.example/">https://a.example/</a>'),
    "same-names": _in_main('<a href="x.html">guide to networks</a>'),
    "focus-visible": ("</head>", "<style>a:focus { outline: none }</style></head>"),
    "target-sizes": ("</head>", "<style>.x button { min-height: 12px }</style></head>"),
    "language": ('<html lang="en"', '<html lang="?"'),
    "language-of-parts": ('<span lang="fr">', '<span lang="en français">'),
    "buttons": _in_main("<button></button>"),
    "summaries": _in_main("<details>Without one</details>"),
    "hidden-focus": _in_main('<p aria-hidden="true"><a href="#">Top</a></p>'),
    "roles": _in_main('<p role="paragraf">x</p>'),
    "identifiers": _in_main('<p id="coursebuild-text">x</p>'),
    "references": _in_main('<p aria-describedby="nowhere">x</p>'),
}


def test_there_is_a_fault_for_each_check() -> None:
    assert PAGE_FAULTS.keys() == {check.name for check in html.CHECKS}


@pytest.mark.parametrize("name", PAGE_FAULTS)
def test_a_fault_of_a_page_is_found(page: str, name: str) -> None:
    """With a place, if it has one; what a machine cannot decide is left to a person."""
    before, after = PAGE_FAULTS[name]
    assert before in page
    found = result(html.examine(page.replace(before, after).encode()), name)
    certain = {check.name for check in html.CHECKS if check.is_certain}
    assert found.outcome is (Outcome.FAILED if name in certain else Outcome.CANNOT_TELL)
    assert found.failed >= 1


@pytest.mark.parametrize("role", ["emphasis", "slider", "grid", "combobox", "doc-example", "doc-pullquote"])
def test_roles_of_both_standards_are_known(page: str, role: str) -> None:
    changed = page.replace("</main>", f'<p role="{role}">x</p></main>')
    assert result(html.examine(changed.encode()), "roles").outcome is Outcome.PASSED


def test_the_line_of_a_fault(page: str) -> None:
    """It is that of the tag, whatever stands in scripts and comments."""
    changed = page.replace("</main>", "<!-- <img> -->\n<img src='data:,'>\n</main>")
    (fault,) = result(html.examine(changed.encode()), "image-alternatives").faults
    assert changed.split("\n")[fault.line - 1] == "<img src='data:,'>"


@pytest.mark.parametrize(
    "link",
    [
        '<table><tr><th scope="row">1</th><td><a href="x.html">guide to networks</a></td></tr></table>',
        '<a href="https://example.org/guide">guide to networks</a>',
        '<a href="x.html" aria-label="Another guide">guide to networks</a>',
    ],
)
def test_links_of_one_name_that_can_be_told_apart(page: str, link: str) -> None:
    """By their row's header or their label, or because they lead to the same place."""
    body = page.replace("</main>", f"<table><tr><td>x</td></tr></table>{link}</main>")
    assert result(html.examine(body.encode()), "same-names").outcome is Outcome.PASSED


def _elements(file: pikepdf.Pdf, kind: str) -> list[Any]:
    return [each for each in file.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind]


def _identifier(file: pikepdf.Pdf) -> None:
    text = file.Root.Metadata.read_bytes()
    file.Root.Metadata.write(text.replace(b"pdfuaid:part", b"pdfuaid:prat"))


def _title(file: pikepdf.Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def _figures(file: pikepdf.Pdf) -> None:
    for figure in _elements(file, "/Figure"):
        del figure["/Alt"]


def _file_names(file: pikepdf.Pdf) -> None:
    _elements(file, "/Figure")[0]["/Alt"] = pikepdf.String("plan_v2.png")


def _headings(file: pikepdf.Pdf) -> None:
    _elements(file, "/H2")[0]["/S"] = pikepdf.Name("/H5")


def _headers(file: pikepdf.Pdf) -> None:
    for cell in _elements(file, "/TH"):
        cell["/S"] = pikepdf.Name("/TD")


def _links(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        for note in (each for page in file.pages for each in page.get("/Annots", [])):
            note["/Contents"] = pikepdf.String(key)

    return change


def _tabs(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        del page["/Tabs"]


def _without(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        del file.Root[key]

    return change


def _part_language(file: pikepdf.Pdf) -> None:
    _elements(file, "/P")[0]["/Lang"] = pikepdf.String("en français")


def _encryption(_: pikepdf.Pdf) -> pikepdf.Encryption:
    """Opened by everybody, and taken from by nobody."""
    return pikepdf.Encryption(
        owner="owner", R=3, allow=pikepdf.Permissions(accessibility=False), aes=False, metadata=False
    )


PDF_FAULTS: dict[str, Callable[[pikepdf.Pdf], pikepdf.Encryption | None]] = {
    "pdf-identifier": _identifier,
    "pdf-tagged": _without("/MarkInfo"),
    "pdf-title": _title,
    "language": _without("/Lang"),
    "language-of-parts": _part_language,
    "pdf-figures": _figures,
    "alternatives-no-file-names": _file_names,
    "heading-levels": _headings,
    "table-headers": _headers,
    "pdf-encryption": _encryption,
    "outline": _without("/Outlines"),
    "pdf-tab-order": _tabs,
    "link-names": _links(""),
    "link-purposes": _links("Click here"),
}


def test_there_is_a_fault_for_each_check_of_pdfs() -> None:
    assert PDF_FAULTS.keys() == {check.name for check in pdf.CHECKS}


@pytest.mark.parametrize("name", PDF_FAULTS)
def test_a_fault_of_a_pdf_is_found(built: Path, tmp_path: Path, name: str) -> None:
    assert result(pdf.examine((built / "good.pdf").read_bytes()), name).faults == ()
    with pikepdf.open(built / "good.pdf") as file:
        encryption = PDF_FAULTS[name](file)
        file.save(tmp_path / "bad.pdf", encryption=encryption or False)
    assert result(pdf.examine((tmp_path / "bad.pdf").read_bytes()), name).failed >= 1


def test_the_validator_names_clauses(built: Path, tmp_path: Path) -> None:
    with pikepdf.open(built / "good.pdf") as file:
        _figures(file)
        file.save(tmp_path / "bad.pdf")
    found = validators.by_package((tmp_path / "bad.pdf").read_bytes())
    assert found.outcome is Outcome.FAILED
    assert re.match(r"7\.3 \(PDFUA1-FIGURE", found.faults[0].quote)


VERAPDF = """#!{python}
import json, sys
assert sys.argv[1:5] == ["--format", "json", "-f", "ua1"] and sys.argv[5].endswith(".pdf")
rule = {{"ruleStatus": "FAILED", "clause": "7.1", "testNumber": 3, "description": "Content is not tagged"}}
details = {{"passedRules": 105, "failedRules": 1, "ruleSummaries": [rule]}}
job = {{"validationResult": [{{"compliant": False, "details": details}}]}}
print(json.dumps({{"report": {{"jobs": [job]}}}}))
sys.exit(1)
"""


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (VERAPDF, (Outcome.FAILED, "", "7.1 (3) Content is not tagged")),
        ("#!/bin/sh\n", (Outcome.UNTESTED, "no-answer")),
        ("#!/bin/sh\necho 'Unknown option' >&2\n", (Outcome.UNTESTED, "no-answer", "Unknown option")),
        ("#!/bin/sh\necho java: not found >&2\n", (Outcome.UNTESTED, "no-java", "java: not found")),
        ("#!/nothing/sh\n", (Outcome.UNTESTED, "no-answer", "No such file or directory")),
    ],
)
def test_verapdf_is_asked_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, expected: tuple[object, ...]
) -> None:
    """A program stands in for it, with the options and the shape of the answer of veraPDF 1.26."""
    (tmp_path / "verapdf").write_text(program.format(python=sys.executable), encoding="utf-8")
    (tmp_path / "verapdf").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = verapdf.examine(b"%PDF-1.7")
    assert found is not None
    assert (found.outcome, found.note, *(fault.quote for fault in found.faults)) == expected
    assert verapdf.version() == ""


def test_the_version_of_verapdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "verapdf").write_text("#!/bin/sh\necho veraPDF 1.26.2\necho Built: 2024\n", encoding="utf-8")
    (tmp_path / "verapdf").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dict(validators.versions())["verapdf"] == "1.26.2"
