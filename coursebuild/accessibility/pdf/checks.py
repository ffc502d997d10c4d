"""The table of checks of PDFs that need no other program. The sentences are in words.toml."""

import re
from collections.abc import Iterator
from typing import Any

from coursebuild.accessibility.outcome import Check, Fault
from coursebuild.accessibility.patterns import IMAGE_FILE, LANGUAGE, says_nothing
from coursebuild.accessibility.pdf.document import Document
from coursebuild.accessibility.pdf.objects import below, dictionary, items, text

_HEADINGS = tuple(f"/H{level}" for level in range(1, 7))


def identifier(pdf: Document) -> Iterator[Fault | None]:
    is_said = re.search(rb"pdfuaid:part(?:=[\"']|>)\s*1", pdf.metadata)
    yield None if is_said else Fault("pdfuaid:part")


def tagged(pdf: Document) -> Iterator[Fault | None]:
    is_marked = dictionary(pdf.root.get("/MarkInfo")).get("/Marked") is True
    yield None if is_marked and pdf.elements else Fault("/MarkInfo, /StructTreeRoot")


def title(pdf: Document) -> Iterator[Fault | None]:
    """It has a title, which viewers show in place of the file's name."""
    found = re.search(rb"<dc:title>.*?<rdf:li[^>]*>\s*[^<\s]", pdf.metadata, re.DOTALL)
    yield None if found else Fault("dc:title")
    is_shown = dictionary(pdf.root.get("/ViewerPreferences")).get("/DisplayDocTitle") is True
    yield None if is_shown else Fault("/DisplayDocTitle")


def language(pdf: Document) -> Iterator[Fault | None]:
    found = text(pdf.root.get("/Lang"))
    yield None if LANGUAGE.fullmatch(found) else Fault(f"/Lang ({found})")


def language_of_parts(pdf: Document) -> Iterator[Fault | None]:
    for element in pdf.elements:
        if "/Lang" in element:
            found = text(element["/Lang"])
            yield None if LANGUAGE.fullmatch(found) else pdf.fault(element, found)


def figures(pdf: Document) -> Iterator[Fault | None]:
    for element in pdf.tagged("/Figure", "/Formula"):
        is_described = bool(text(element.get("/Alt")) or text(element.get("/ActualText")))
        yield None if is_described else pdf.fault(element)


def file_names(pdf: Document) -> Iterator[Fault | None]:
    for element in pdf.tagged("/Figure"):
        if described := text(element.get("/Alt")):
            yield pdf.fault(element, described) if IMAGE_FILE.fullmatch(described) else None


def headings(pdf: Document) -> Iterator[Fault | None]:
    before = 0
    for element in pdf.tagged(*_HEADINGS):
        level = int(text(element["/S"])[2:])
        yield pdf.fault(element, f"H{before} → H{level}") if level > before + 1 else None
        before = level


def header_cells(pdf: Document) -> Iterator[Fault | None]:
    """Each table has header cells, which have a scope or which other cells name."""
    cells = pdf.tagged("/TH", "/TD")
    named = {text(each) for cell in cells for each in items(_attribute(cell, "/Headers"))} - {""}
    for cell in cells:
        if text(cell["/S"]) == "/TH":
            is_tied = text(_attribute(cell, "/Scope")) or text(cell.get("/ID")) in named
            yield None if is_tied else pdf.fault(cell)
    for table in pdf.tagged("/Table"):
        kinds = {text(each.get("/S")) for each in below(table.get("/K"), "/K")}
        yield None if "/TH" in kinds else pdf.fault(table)


def encryption(pdf: Document) -> Iterator[Fault | None]:
    """If it is encrypted, assistive technology may read it."""
    if pdf.is_encrypted:
        yield None if pdf.lets_assist else Fault("/Encrypt, /P")


def link_descriptions(pdf: Document) -> Iterator[Fault | None]:
    for number, link in pdf.annotations("/Link"):
        address = text(dictionary(link.get("/A")).get("/URI")) or "/Link"
        yield None if text(link.get("/Contents")) else Fault(address, page=number)


def link_purposes(pdf: Document) -> Iterator[Fault | None]:
    for number, link in pdf.annotations("/Link"):
        purpose = text(link.get("/Contents"))
        yield Fault(purpose, page=number) if says_nothing(purpose) else None


def outline(pdf: Document) -> Iterator[Fault | None]:
    """Where it has sections, it has an outline."""
    if pdf.tagged(*_HEADINGS[1:]):
        yield None if pdf.outline else Fault("/Outlines")


def tab_order(pdf: Document) -> Iterator[Fault | None]:
    for number, page in enumerate(pdf.pages, 1):
        if items(page.get("/Annots")):
            yield None if page.get("/Tabs") == "/S" else Fault("/Tabs", page=number)


def _attribute(element: Any, key: str) -> Any:
    """An attribute of a structure element, of whichever owner."""
    own = element.get("/A")
    for each in map(dictionary, items(own) or (own,)):
        if key in each:
            return each[key]
    return None


CHECKS: tuple[Check[Document], ...] = (
    Check("pdf-identifier", ("PDF/UA-1 5",), identifier),
    Check("pdf-tagged", ("PDF/UA-1 7.1", "1.3.1", "1.3.2"), tagged),
    Check("pdf-title", ("PDF/UA-1 7.1", "2.4.2"), title),
    Check("language", ("PDF/UA-1 7.2", "3.1.1"), language),
    Check("language-of-parts", ("PDF/UA-1 7.2", "3.1.2"), language_of_parts),
    Check("pdf-figures", ("PDF/UA-1 7.3", "1.1.1"), figures),
    Check("alternatives-no-file-names", ("1.1.1",), file_names),
    Check("heading-levels", ("PDF/UA-1 7.4.2", "1.3.1"), headings),
    Check("table-headers", ("PDF/UA-1 7.5", "1.3.1"), header_cells),
    Check("pdf-encryption", ("PDF/UA-1 7.16",), encryption),
    Check("outline", ("PDF/UA-1 7.17", "2.4.5"), outline),
    Check("pdf-tab-order", ("PDF/UA-1 7.18.3", "2.4.3"), tab_order),
    Check("link-names", ("PDF/UA-1 7.18.5", "2.4.4"), link_descriptions),
    Check("link-purposes", ("2.4.4",), link_purposes, is_certain=False),
)
