"""The content of PDFs, read back with pdfium."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import ROOT, Workshop, page_texts, structure_tags

from coursebuild.runtime import optimizations

Build = Callable[..., Workshop]
FILLER = "\n\n".join(["Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 5] * 40)
FRONT = """---
title: Réseaux
subtitle: Premiers pas
author: [Ada Lovelace, Alan Turing]
date: 2026-11-16
lang: fr
keywords: [réseau, IP]
---
"""


def test_metadata(build: Build) -> None:
    """The PDF's metadata are those of the title block."""
    document = build(f"{FRONT}\nTexte.\n", "--to", "pdf").pdf()
    metadata = document.get_metadata_dict()
    assert metadata["Title"] == "Réseaux"
    assert metadata["Author"] == "Ada Lovelace, Alan Turing"
    assert metadata["Keywords"] == "réseau, IP"
    assert metadata["CreationDate"].startswith("D:20261116")
    assert document.is_tagged()


def test_pdf_ua(build: Build) -> None:
    """The file has its PDF/UA-1 identifier, language and title (ISO 14289-1, 5 and 7.1)."""
    root = build(f"{FRONT}\nTexte.\n", "--to", "pdf").structure().root_object
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_outline(build: Build) -> None:
    """The bookmarks are the document's headings, nested in the same way, without the title."""
    text = "---\ntitle: T\n---\n\n# One\n\n## One A\n\n# Two\n"
    document = build(text, "--to", "pdf").pdf()
    assert [(b.level, b.get_title()) for b in document.get_toc()] == [(0, "One"), (1, "One A"), (0, "Two")]


def test_page_and_running_header(build: Build) -> None:
    """A4; page numbers `Page n sur N`; the title in the header of each page except the first."""
    document = build(f"{FRONT}\n{FILLER}\n", "--to", "pdf").pdf()
    texts = page_texts(document)
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    assert all(f"Page {n} sur {len(texts)}" in text for n, text in enumerate(texts, 1))
    assert [text.count("Réseaux") for text in texts] == [1] * len(texts)


def test_page_breaks(build: Build) -> None:
    """What follows a page break begins a page."""
    div = "<div style='page-break-after: always'></div>"
    text = f"---\ntitle: T\n---\n\nOne.\n\n\\newpage{{}}\n\n# Two\n\nAfter two.\n\n{div}\n\nThree.\n"
    texts = page_texts(build(text, "--to", "pdf").pdf())
    assert [("One." in t, "After two." in t, "Three." in t) for t in texts] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_a_heading_is_never_last_on_a_page(build: Build) -> None:
    """A heading is on the same page as what follows it, wherever the text before it ends."""
    for lines in range(36, 50):
        body = "\n\n".join(["Line."] * lines)
        texts = page_texts(
            build(f"---\ntitle: T\n---\n\n{body}\n\n## Heading\n\nAfter.\n", "--to", "pdf").pdf()
        )
        assert [t for t in texts if "Heading" in t] == [t for t in texts if "After." in t]


def test_a_short_code_block_is_kept_whole_and_a_long_one_is_not(build: Build) -> None:
    """Fifteen lines move to the next page together; a hundred lines break over pages."""
    for lines in (30, 34, 38):
        body = "\n\n".join(["Line."] * lines)
        code = "\n".join(f"code {n}" for n in range(15))
        texts = page_texts(build(f"---\ntitle: T\n---\n\n{body}\n\n```\n{code}\n```\n", "--to", "pdf").pdf())
        assert len([t for t in texts if "code " in t]) == 1
    code = "\n".join(f"code {n}" for n in range(100))
    texts = page_texts(build(f"---\ntitle: T\n---\n\n```\n{code}\n```\n", "--to", "pdf").pdf())
    assert "code 0" in texts[0]
    assert len(texts) > 1


def test_long_code_lines_wrap(build: Build) -> None:
    """Nothing runs off the page."""
    word = "x" * 300
    document = build(f"---\ntitle: T\n---\n\n```\n{word}\n```\n", "--to", "pdf").pdf()
    page = document[0]
    text = page.get_textpage()
    right = max(text.get_charbox(n)[2] for n in range(text.count_chars()))
    assert right < page.get_width() - 40
    assert text.get_text_range().count("x") == len(word)


def test_lists_keep_their_numbers(build: Build) -> None:
    """An interrupted list continues with the source's numbers, also in extracted text."""
    text = "---\ntitle: T\n---\n\n1. One\n\nBetween.\n\n2. Two\n3. Three\n\nBetween.\n\niv) Four\n"
    text_of_page = page_texts(build(text, "--to", "pdf").pdf())[0]
    assert re.findall(r"(\w+)[.)]\s(One|Two|Three|Four)", text_of_page) == [
        ("1", "One"),
        ("2", "Two"),
        ("3", "Three"),
        ("iv", "Four"),
    ]


def test_footnotes_stand_at_the_foot_of_their_page(build: Build) -> None:
    """A note is on the same page as its call."""
    text = f"---\ntitle: T\n---\n\nCalled here.[^n]\n\n{FILLER}\n\n[^n]: The note's *text*.\n"
    texts = page_texts(build(text, "--to", "pdf").pdf())
    assert "The note\u2019s text." in texts[0]
    assert len(texts) > 1


def test_every_font_is_embedded_and_from_the_packages(build: Build) -> None:
    """The system's fonts are not used, whatever characters a lesson has."""
    text = "À → ✓ ⇒ **bold** *italic* `code ├── x` 🐳 ★ ∈ שלום"
    workshop = build(f"---\ntitle: T\n---\n\n{text}\n", "--to", "pdf")
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for font in workshop.structure().pages[0]["/Resources"]["/Font"].values()
    ]
    names = [font["/FontName"] for font in fonts]
    assert len(names) > 8
    assert all(re.match(r"/[A-Z]{6}\+(Fira-|IBM-Plex-Mono|Inter|Noto-|Source-)", name) for name in names), (
        names
    )
    assert all("/FontFile2" in font for font in fonts)


def test_links_and_figures(build: Build, workshop: Workshop) -> None:
    """Links lead to their targets, also to other lessons' PDFs; figures have alternative texts."""
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
    text = f"---\ntitle: T\n---\n\n[next](next.md#a) [web](https://example.org)\n\n![A dot]({dot})\n"
    workshop.write("course/next.md", "---\ntitle: Next\n---\n\n# A\n")
    build(text)
    pdf = workshop.structure()
    links = [note.get_object()["/A"]["/URI"] for note in pdf.pages[0]["/Annots"]]
    figures = [tag for tag in structure_tags(pdf) if tag.get("/S") == "/Figure"]
    assert links == ["next.pdf#a", "https://example.org"]
    assert [figure["/Alt"] for figure in figures] == ["A dot"]
    assert 'href="next.html#a"' in workshop.main()


IN_LINKS = {
    "code": "[see `a` and *b*](https://example.org)",
    "an image": "[![A dot](data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAUwAOw==){width=2cm}](https://example.org)",
    "several lines": f"[{'see `some code` and *b* ' * 20}](https://example.org)",
    "a note": "Text^[A note with [a `link`](https://example.org).].",
    "an address": "<https://example.org>",
}


@pytest.mark.parametrize("text", IN_LINKS.values(), ids=IN_LINKS)
def test_each_annotation_is_in_a_link(build: Build, text: str) -> None:
    """Its element in the structure tree is a Link (ISO 14289-1, 7.18.5), and it has the flag Print."""
    pdf = build(f"---\ntitle: T\ntoc: true\n---\n\n## A `b` *c*\n\n{text}\n\n## D\n\nText.\n").structure()
    notes = [note.get_object() for page in pdf.pages for note in page.get("/Annots", ())]
    numbers = pdf.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert len(notes) > 2
    assert {note["/F"] for note in notes} == {4}
    assert {parents[note["/StructParent"]].get_object()["/S"] for note in notes} == {"/Link"}


@pytest.mark.parametrize("name", ["conteneurs", "en/first-container"])
def test_the_example_course(workshop: Workshop, name: str) -> None:
    """The example course is built in both editions without warnings, and each shows what it should."""
    done = subprocess.run(
        [
            str(ROOT / ".venv/bin/coursebuild"),
            str(ROOT / "course"),
            "--all",
            "-o",
            workshop.folder / "build",
            "--strict",
            "-q",
        ],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    student, instructor = workshop.pdf(name), workshop.pdf(name, "instructor")
    of_students, of_instructors = "".join(page_texts(student)), "".join(page_texts(instructor))
    assert len(of_instructors) > len(of_students)
    assert not re.search("Correction|Corrigé|:::|\\.if", of_students)
    assert re.search("Correction|Corrigé", of_instructors)


@pytest.mark.skipif(not optimizations.enabled("cffi_tables"), reason="nothing is compiled beforehand")
def test_compiled_declarations_print_the_same(tmp_path: Path) -> None:
    """The bytes are equal with WeasyPrint's declarations compiled to tables, and without."""
    program = """
import os, sys
if sys.argv[1] == "in-line":
    os.environ["COURSEBUILD_WITHOUT"] = "cffi_tables"
from coursebuild.pdf import weasy
sys.stdout.buffer.write(weasy.load().HTML(string=sys.argv[2]).write_pdf(**weasy.OPTIONS))
print(type(weasy.load().text.ffi.ffi.new).__name__, file=sys.stderr)
"""
    page = "<html lang=en><title>Lab</title><h1>Lab</h1><p style='hyphens: auto'>Fluffy <b>officials</b> ⅔ 🐳"
    done = {
        mode: subprocess.run(
            [sys.executable, "-c", program, mode, page],
            capture_output=True,
            check=True,
            env={**os.environ, "COURSEBUILD_CACHE": str(tmp_path)},
        )
        for mode in ("in-line", "compiled")
    }
    kinds = {mode: run.stderr.decode().split()[-1] for mode, run in done.items()}
    assert kinds == {"in-line": "method", "compiled": "builtin_function_or_method"}
    assert done["in-line"].stdout == done["compiled"].stdout


def test_french_spaces(build: Build) -> None:
    """There is a narrow space before marks, no line begins with one, and a search finds the words."""
    text = "Pourquoi ? Parce que ! Il dit « oui » ; puis : non. " * 30
    workshop = build(f"---\ntitle: Quoi ? Rien\nlang: fr\n---\n\nPourquoi ? Parce que.\n\n{text}\n")
    assert "<h1>Quoi\u202f? Rien</h1>" in workshop.html()
    assert "Parce que\u202f! Il dit «&nbsp;oui&nbsp;»\u202f; puis&nbsp;: non." in workshop.main()
    lines = "".join(page_texts(workshop.pdf())).split("\n")
    assert any("Pourquoi ? Parce que" in line for line in lines)
    assert [line for line in lines if line.startswith((":", ";", "?", "!", "»")) or line.endswith("«")] == []
