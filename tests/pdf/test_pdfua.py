"""Every PDF passes a validator of PDF/UA-1 (ISO 14289-1), and one with a fault does not."""

# ruff: noqa: RUF001 (signs of mathematics are among what is printed)

import ctypes
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import guides
import page as validator
import pikepdf
import pypdfium2.raw as pdfium
import pytest
from workshop import Workshop, with_lessons

SHEET = """---
title: All that print has
subtitle: A sheet
author: [Ada, Alan]
description: What is on it.
date: 2026-11-16
cover: true
draft: true
links: footnote
student-fields: [Name, First name, Group, Table]
---

# Signs {points=2}

The signs 𝔼, ⋈, v⃗ and 🐳, [a link](https://example.org/) in a text[^1], [**bold** `code`](#wide), U+13000.

[^1]: A note with [a link](https://example.org/note).

<details>

Details without a title.

</details>

- [x] Done
- [ ] To do

# Wide {points=3}

| Name | Description | Command | Options | Default | Example | Remark | Since | Until | Author |
|------|-------------|---------|---------|---------|---------|--------|-------|-------|--------|
| a_name_that_is_long | Words of it | `systemctl` | `--long-option-name` | nothing-at-all | `systemctl --now` | rather_long_word | version-1.0.0 | version-2.0.0 | Somebody-Nobody |

: A table that is wider than the page

Term
:   Its definition.

    ```python {title="x.py" highlight="2" .numberLines}
    print("x")
    print("y")
    ```

> A quotation

::: {.exercise title="1. The first" points=1}
Do it.
:::

::: {.correction grid="3cm"}
Done.
:::

::: {.hint title="A hint"}
Look.
:::

$x \\le y$ and $\\mathbb{E}[X]$.
"""  # noqa: E501 (a line of a table)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The example course, the lesson that has all there is, the pages of a guide, and a sheet."""
    workshop = with_lessons(tmp_path_factory.mktemp("validated"))
    workshop.write("course/sheet.md", SHEET)
    shutil.copytree(guides.FOLDER / "fr" / "reference", workshop.folder / "course" / "reference")
    assert workshop.run("--all", "--to", "pdf", "--quiet").code == 0
    return workshop


def failures(pdf: Path | bytes) -> list[str]:
    """What the validator says against a file."""
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    report = validator.validate_pdf_bytes(content, profile=validator.ValidationProfile.PDF_UA_1)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def test_every_pdf_is_valid(workshop: Workshop) -> None:
    """Of both editions."""
    files = sorted((workshop.folder / "build").rglob("*.pdf"))
    assert len(files) == 2 * len(list((workshop.folder / "course").rglob("*.md")))
    assert {path: failures(path) for path in files if failures(path)} == {}


def elements(pdf: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/S") == kind and "/P" in found:
            yield found


def _without_scope(pdf: pikepdf.Pdf) -> None:
    for cell in (*elements(pdf, "/TH"), *elements(pdf, "/TD")):
        del cell["/A"]


def _without_description(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "/Figure"):
        del figure["/Alt"]


def _without_artifacts(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        marks: list[bool] = []
        kept = []
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BMC", "BDC"):
                marks.append(instruction.operands[0] == "/Artifact")
            if marks[-1:] != [True] or operator not in ("BMC", "BDC", "EMC"):
                kept.append(instruction)
            if operator == "EMC":
                marks.pop()
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def _without_identifier(pdf: pikepdf.Pdf) -> None:
    metadata = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(metadata.replace(b"pdfuaid:part", b"pdfuaid:prat"))


def _with_a_heading_too_low(pdf: pikepdf.Pdf) -> None:
    next(elements(pdf, "/H2"))["/S"] = pikepdf.Name("/H5")


FAULTS: list[Callable[[pikepdf.Pdf], None]] = [
    *(_without_scope, _without_description, _without_artifacts),
    *(_without_language, _without_identifier, _with_a_heading_too_low),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.strip("_"))
def test_a_fault_is_found(workshop: Workshop, tmp_path: Path, fault: Callable[[pikepdf.Pdf], None]) -> None:
    """So the validator looks at it."""
    with pikepdf.open(workshop.folder / "build" / "instructor" / "riche.pdf") as pdf:
        pdf.save(tmp_path / "same.pdf")
        fault(pdf)
        pdf.save(tmp_path / "faulty.pdf")
    assert failures(tmp_path / "same.pdf") == []
    assert failures(tmp_path / "faulty.pdf") != []


def texts_and_marks(page: Any) -> Iterator[tuple[str, str]]:
    """Each piece of text of a page, and what it is marked as, read with pdfium."""
    text = page.get_textpage()
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        content, mark, size = (ctypes.create_string_buffer(2000) for _ in range(3))
        length = pdfium.FPDFTextObj_GetText(
            drawn, text, ctypes.cast(content, ctypes.POINTER(ctypes.c_ushort)), 1000
        )
        names = []
        for number in range(pdfium.FPDFPageObj_CountMarks(drawn)):
            pdfium.FPDFPageObjMark_GetName(
                pdfium.FPDFPageObj_GetMark(drawn, number),
                ctypes.cast(mark, ctypes.POINTER(ctypes.c_ushort)),
                1000,
                ctypes.cast(size, ctypes.POINTER(ctypes.c_ulong)),
            )
            names.append(mark.raw.decode("utf-16-le").partition("\0")[0])
        yield content.raw[: 2 * length].decode("utf-16-le").rstrip("\0"), " ".join(names)


def test_what_every_page_repeats_is_an_artifact(workshop: Workshop) -> None:
    """The running header, the page's number, the label of a box that goes on; and no other text is."""
    pdf = workshop.pdf("reference/corrections")
    assert len(pdf) > 1
    for number, page in enumerate(pdf, 1):
        pieces = list(texts_and_marks(page))
        artifacts = "".join(text for text, marks in pieces if "Artifact" in marks)
        assert artifacts.replace(" ", "").endswith(f"Page{number}sur{len(pdf)}")
        if number > 1:
            assert "corrigés" in artifacts
        assert len(artifacts) < 200
        assert all(marks for text, marks in pieces if text.strip())
        assert sum(len(text) for text, marks in pieces if "Artifact" not in marks) > len(artifacts)


def test_no_level_of_headings_is_skipped(workshop: Workshop) -> None:
    """Whatever levels the author typed: each is one below the heading whose section it is in."""
    workshop.write(
        "course/levels.md", "# One\n\n### Three\n\n##### Five\n\n## Two\n\n#### Four\n\n# One\n\nx\n"
    )
    assert workshop.run("--to", "pdf", "--quiet", "course/levels.md").code == 0
    path = workshop.folder / "build" / "student" / "levels.pdf"
    with pikepdf.open(path) as pdf:
        levels = [str(found["/S"]) for found in pdf.objects if _is_heading(found)]
    assert levels == ["/H1", "/H2", "/H3", "/H4", "/H3", "/H4", "/H2"]
    assert failures(path) == []


def _is_heading(found: Any) -> bool:
    return isinstance(found, pikepdf.Dictionary) and str(found.get("/S", "")) in {
        f"/H{n}" for n in range(1, 7)
    }


def test_each_glyph_is_mapped_to_a_character(workshop: Workshop) -> None:
    """Also the second one of a character that is drawn with two, and the words can be found."""
    workshop.write("course/script.md", "---\ntitle: T\n---\n\nनमस्ते दुनिया\n")
    assert workshop.run("--to", "pdf", "--quiet", "course/script.md").code == 0
    assert failures(workshop.folder / "build" / "student" / "script.pdf") == []


def test_header_cells_have_a_scope(workshop: Workshop) -> None:
    """Of columns, and of rows in the table of the exercises."""
    with pikepdf.open(workshop.folder / "build" / "instructor" / "sheet.pdf") as pdf:
        cells = list(elements(pdf, "/TH"))
        scopes = [str(cell["/A"]["/Scope"]) for cell in cells]
    assert len(cells) > 10
    assert set(scopes) == {"/Column", "/Row"}
