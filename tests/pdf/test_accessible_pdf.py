"""The tags of PDFs for screen readers (PDF/UA-1, ISO 14289-1), in each lesson and edition."""

import ctypes
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw
import pytest
from pypdf.generic import ArrayObject, DictionaryObject
from workshop import EVERY_PAGE, LESSONS, with_lessons

every_file = pytest.mark.parametrize("name", EVERY_PAGE)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lessons in both formats, with the same content, so that they can be compared."""
    workshop = with_lessons(tmp_path_factory.mktemp("pdf"))
    for path in (workshop.folder / "course").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('format="html"', 'format="pdf"'), encoding="utf-8")
    done = workshop.run("--all", "--quiet")
    assert (done.code, done.err) == (0, "")
    return workshop.folder / "build"


@pytest.fixture
def pdf(built: Path, name: str) -> Any:
    return pypdf.PdfReader(built / f"{name}.pdf")


def tags(element: Any) -> Iterator[Any]:
    """A structure element and those below it, in reading order."""
    element = element.get_object()
    if isinstance(element, ArrayObject):
        for kid in element:
            yield from tags(kid)
    elif isinstance(element, DictionaryObject):
        if "/S" in element:
            yield element
        if "/K" in element:
            yield from tags(element["/K"])


def tagged(pdf: Any, *names: str) -> list[Any]:
    return [tag for tag in tags(pdf.root_object["/StructTreeRoot"]) if tag["/S"] in names]


def attributes(tag: Any) -> dict[str, Any]:
    own = tag.get("/A", DictionaryObject()).get_object()
    merged: dict[str, Any] = {}
    for each in own if isinstance(own, ArrayObject) else [own]:
        merged |= each.get_object()
    return merged


@every_file
def test_the_file_says_what_it_is(pdf: Any, name: str) -> None:
    """The file is tagged, and has its PDF/UA-1 identifier, language and window title (5, 7.1, 7.2)."""
    root = pdf.root_object
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == LESSONS[name.partition("/")[2]]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title
    assert [page["/Tabs"] for page in pdf.pages] == ["/S"] * len(pdf.pages)


@every_file
def test_headings_follow_on_one_another(pdf: Any, name: str) -> None:
    """There is one H1, the title, and no level is skipped (7.4.2)."""
    levels = [int(tag["/S"][2:]) for tag in tagged(pdf, *(f"/H{n}" for n in range(1, 7)))]
    assert (levels[0], levels.count(1)) == (1, 1), name
    assert [n for n, level in enumerate(levels[1:]) if level > levels[n] + 1] == []


@every_file
def test_each_figure_is_described(pdf: Any, built: Path, name: str) -> None:
    """The figures have the same texts as the HTML page's images and formulas, in the same order (7.3)."""
    page = (built / f"{name}.html").read_text(encoding="utf-8").partition("<main")[2]
    images = re.findall('<img[^>]*>|<svg [^>]*role="img"[^>]*>', page)
    shown = [re.search(r'(?:alt|aria-label)="([^"]*)"', image) for image in images]
    expected = [unescape(found[1]) if found else "" for found in shown]
    described = [tag.get("/Alt") for tag in tagged(pdf, "/Figure")]
    assert all(described)
    assert described == expected


@every_file
def test_each_cell_has_its_headers(pdf: Any, name: str) -> None:
    """Header cells have a scope, or each cell names its headers (7.5)."""
    for table in tagged(pdf, "/Table"):
        cells = [tag for tag in tags(table) if tag["/S"] in ("/TH", "/TD")]
        heads = [tag for tag in cells if tag["/S"] == "/TH"]
        named = {tag.get("/ID") for tag in heads}
        assert heads, name
        assert all("/Scope" in attributes(cell) for cell in heads) or all(
            attributes(cell).get("/Headers") and set(attributes(cell)["/Headers"]) <= named
            for cell in cells
            if cell["/S"] == "/TD"
        )


@every_file
def test_each_list_item_is_in_a_list(pdf: Any, name: str) -> None:
    """The parents of lists' and tables' tags are those of ISO 32000-1, 14.8.4.3."""
    within = {
        "/LI": {"/L"},
        "/LBody": {"/LI"},
        "/Lbl": {"/LI", "/Note"},
        "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
        "/TH": {"/TR"},
        "/TD": {"/TR"},
        "/THead": {"/Table"},
        "/TBody": {"/Table"},
    }
    parents = [(tag["/S"], tag["/P"].get_object().get("/S")) for tag in tagged(pdf, *within)]
    assert parents, name
    assert [(tag, parent) for tag, parent in parents if parent not in within[tag]] == []


@every_file
def test_each_link_can_be_reached(pdf: Any, name: str) -> None:
    """Each link annotation belongs to a Link tag, and describes its target (7.18.5)."""
    tree = pdf.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    owners = {tree[n]: tree[n + 1].get_object() for n in range(0, len(tree), 2)}
    notes = [note.get_object() for page in pdf.pages for note in page.get("/Annots", ())]
    links = [note for note in notes if note["/Subtype"] == "/Link"]
    assert links or name.endswith("conteneurs"), "nothing was looked at"
    assert all(owners[note["/StructParent"]]["/S"] == "/Link" for note in links)
    assert all(note.get("/Contents") for note in links)


def font_descriptors(pdf: Any) -> dict[str, Any]:
    """The fonts of all pages, and of the form XObjects in them (ISO 32000-1, 8.10 and 9.8)."""
    found = {}
    waiting = [page["/Resources"].get_object() for page in pdf.pages]
    while waiting:
        resources = waiting.pop()
        for font in (font.get_object() for font in resources.get("/Font", {}).get_object().values()):
            base = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            found[base["/BaseFont"]] = base.get("/FontDescriptor", DictionaryObject()).get_object()
        drawn = [form.get_object() for form in resources.get("/XObject", {}).get_object().values()]
        waiting += [form["/Resources"].get_object() for form in drawn if "/Resources" in form]
    return found


@every_file
def test_every_font_of_every_page_is_embedded(pdf: Any, name: str) -> None:
    """Also in figures (7.21.4.1)."""
    fonts = font_descriptors(pdf)
    assert len(fonts) > 2, name
    assert [
        font for font, told in fonts.items() if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(told)
    ] == []


def marked_text(path: Path) -> dict[tuple[int, int], str]:
    """The text of each marked-content sequence, by page and number, read with pdfium."""
    found: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pypdfium2.PdfDocument(path)):
        text = page.get_textpage()
        for drawn in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            mark = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(drawn)
            size = pypdfium2.raw.FPDFTextObj_GetText(drawn, text, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pypdfium2.raw.FPDFTextObj_GetText(
                drawn, text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
            said = buffer.raw.decode("utf-16-le").rstrip("\0")
            found[number, mark] = found.get((number, mark), "") + said
    return found


def read_aloud(pdf: Any, path: Path) -> str:
    """All text of a PDF, in the order of its tags."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages)}
    texts = marked_text(path)
    said = []

    def read(reference: Any, page: int) -> None:
        kid = reference.get_object()
        if isinstance(kid, ArrayObject):
            for each in kid:
                read(each, page)
        elif isinstance(kid, DictionaryObject):
            own = pages[kid.raw_get("/Pg").idnum] if "/Pg" in kid else page
            if "/MCID" in kid:
                read(kid["/MCID"], own)
            elif "/K" in kid:
                read(kid["/K"], own)
        else:
            said.append(texts.pop((page, kid), ""))

    read(pdf.root_object["/StructTreeRoot"]["/K"], 0)
    return "".join(said)


class Passages(HTMLParser):
    """The texts of a page's main element, in order, without the notes, which a PDF has at their calls."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_hidden = tag == "span" and ("aria-hidden", "true") in attrs  # the copied text of a formula
        is_note = tag == "section" and "footnotes" in (dict(attrs).get("class") or "")
        is_drawing = tag == "svg"  # of which the alternative text is read
        if tag == "main" or is_note or is_hidden or is_drawing:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.inside == ["main"] and len(letters(data)) > 12:
            self.found.append(data)


def letters(text: str) -> str:
    """The letters of a text, which neither hyphenation nor line breaks change."""
    return "".join(filter(str.isalnum, text))


@every_file
def test_tags_are_in_reading_order(pdf: Any, built: Path, name: str) -> None:
    """In the order of its tags, the file has the texts of the HTML page (7.1, 7.2)."""
    passages = Passages()
    passages.feed((built / f"{name}.html").read_text(encoding="utf-8"))
    said = letters(read_aloud(pdf, built / f"{name}.pdf"))
    at = 0
    out_of_order = []
    for passage in passages.found:
        found = said.find(letters(passage), at)
        if found < 0:
            out_of_order.append(passage)
        else:
            at = found + len(letters(passage))
    assert len(passages.found) > 30
    assert out_of_order == []
