"""Files that other programs made, with anything in any place: each is examined, and none stops the report."""

import io
import json
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from workshop import Workshop

from coursebuild.accessibility import Outcome, html, pdf
from coursebuild.accessibility.outcome import Result

NOT_UTF_8 = String(b"\xef\xbb\xbf\xff")  # marked as UTF-8 (ISO 32000-2, 7.9.2.2)
DEEP = 40  # parts that have the next one twice: as a tree, more than anybody could read


def _file(change: Callable[[pikepdf.Pdf], object] = lambda _: None) -> bytes:
    """A PDF of one page with a heading, a table, a link and an outline, and what is changed in it."""
    file = pikepdf.new()
    page = file.add_blank_page().obj
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Contents=String("The guide"),
        A=Dictionary(URI=String("https://a.org")),
    )
    page.Annots = Array([link])
    page.Tabs = Name.S
    cells = [
        Dictionary(S=Name.TH, Pg=page, ID=String("a")),
        Dictionary(S=Name.TD, Pg=page, A=Dictionary(O=Name.Table, Headers=Array([String("a")]))),
    ]
    table = Dictionary(S=Name.Table, K=Array([Dictionary(S=Name.TR, K=Array(cells))]))
    kids = [Dictionary(S=Name.H1, Pg=page), Dictionary(S=Name.H2, Pg=page), table]
    root = file.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = file.make_indirect(
        Dictionary(S=Name.Document, K=Array([file.make_indirect(kid) for kid in kids]))
    )
    file.Root.StructTreeRoot = root
    file.Root.MarkInfo = Dictionary(Marked=True)
    file.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    file.Root.Lang = String("en")
    file.Root.Outlines = file.make_indirect(Dictionary())
    file.Root.Outlines.First = file.make_indirect(Dictionary(Title=String("One")))
    change(file)
    content = io.BytesIO()
    file.save(content, fix_metadata_version=False)
    return content.getvalue()


def _elements(file: pikepdf.Pdf) -> Any:
    return file.Root.StructTreeRoot.K.K


def _table(file: pikepdf.Pdf) -> Any:
    return _elements(file)[2]


def _set(owner: Callable[[pikepdf.Pdf], Any], key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        owner(file)[key] = value

    return change


def _a_deleted_annotation(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.Annots.append(None)  # which is null in the file


def _circles(file: pikepdf.Pdf) -> None:
    """A table that is a part of itself, without a page, and an outline that goes on with its beginning."""
    table = _table(file)
    table.K = Array([table, file.Root.StructTreeRoot])
    entry = file.Root.Outlines.First
    entry.Next = entry.First = entry


def _a_deep_lattice(file: pikepdf.Pdf) -> None:
    part = file.make_indirect(Dictionary(S=Name.P))
    for _ in range(DEEP):
        part = file.make_indirect(Dictionary(S=Name.Table, K=Array([part, part])))
    _elements(file).append(part)


def _first_cell(file: pikepdf.Pdf) -> Any:
    return _table(file).K[0].K[0]


def _second_cell(file: pikepdf.Pdf) -> Any:
    return _table(file).K[0].K[1]


def _metadata(file: pikepdf.Pdf) -> None:
    file.Root.Metadata = file.make_stream(b"no zlib", Type=Name.Metadata, Filter=Name.FlateDecode)


PDFS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str, Outcome]] = {
    "an annotation that was deleted": (_a_deleted_annotation, "link-names", Outcome.PASSED),
    "annotations that are a number": (
        _set(lambda file: file.pages[0].obj, "/Annots", 3),
        "link-names",
        Outcome.INAPPLICABLE,
    ),
    "a page that is a number": (
        _set(lambda file: _elements(file)[1], "/Pg", 3),
        "heading-levels",
        Outcome.PASSED,
    ),
    "an outline that is a number": (
        _set(lambda file: file.Root.Outlines, "/First", 3),
        "outline",
        Outcome.FAILED,
    ),
    "headers that are a text": (
        _set(lambda file: _second_cell(file).A, "/Headers", String("a")),
        "table-headers",
        Outcome.FAILED,
    ),
    "attributes that are a name": (_set(_first_cell, "/A", Name.Scope), "table-headers", Outcome.PASSED),
    "marks that are a number": (_set(lambda file: file.Root, "/MarkInfo", 3), "pdf-tagged", Outcome.FAILED),
    "a tag that is a number": (
        _set(lambda file: _elements(file)[0], "/S", 3),
        "heading-levels",
        Outcome.FAILED,
    ),
    "a title that is not UTF-8": (_set(_table, "/T", NOT_UTF_8), "table-headers", Outcome.PASSED),
    "a language that is an array": (
        _set(lambda file: file.Root, "/Lang", Array([1])),
        "language",
        Outcome.FAILED,
    ),
    "an address that is a number": (
        _set(lambda file: file.pages[0].obj.Annots[0], "/A", 3),
        "link-names",
        Outcome.PASSED,
    ),
    "preferences that are an array": (
        _set(lambda file: file.Root, "/ViewerPreferences", Array([])),
        "pdf-title",
        Outcome.FAILED,
    ),
    "metadata that cannot be unpacked": (_metadata, "pdf-identifier", Outcome.FAILED),
    "circles": (_circles, "outline", Outcome.PASSED),
    "a deep lattice": (_a_deep_lattice, "table-headers", Outcome.FAILED),
}
PAGE = '<html lang="en"><head><title>T</title>{head}</head><body><main>{main}</main></body></html>'
PAGES: dict[str, tuple[str, str, Outcome]] = {
    "a limit that is no number": (
        PAGE.format(head='<meta name="viewport" content="maximum-scale=.">', main=""),
        "zoom",
        Outcome.PASSED,
    ),
    "a limit with two dots": (
        PAGE.format(head='<meta name="viewport" content="maximum-scale=1.0.0">', main=""),
        "zoom",
        Outcome.FAILED,
    ),
    "a size that is no number": (
        PAGE.format(head="<style>button { min-height: .px; min-width: 1.5.5px }</style>", main=""),
        "target-sizes",
        Outcome.INAPPLICABLE,
    ),
    "an order with many digits": (
        PAGE.format(head="", main=f'<p tabindex="{"9" * 5000}">x</p>'),
        "focus-order",
        Outcome.FAILED,
    ),
    "a link that is deep": (
        PAGE.format(head="", main=f'<a href="#">{"<span>" * 2000}Here{"</span>" * 2000}</a>'),
        "link-names",
        Outcome.PASSED,
    ),
}


def _outcome(results: list[Result], name: str) -> Outcome:
    (found,) = (each.outcome for each in results if each.name == name)
    return found


def test_the_file_itself_is_examined() -> None:
    passed = {each.name for each in pdf.examine(_file()) if each.outcome is Outcome.PASSED}
    assert passed >= {"pdf-tagged", "language", "heading-levels", "table-headers", "outline", "link-names"}


@pytest.mark.parametrize("name", PDFS)
def test_what_is_of_another_type_in_a_pdf_counts_as_absent(name: str) -> None:
    change, check, outcome = PDFS[name]
    assert _outcome(list(pdf.examine(_file(change))), check) is outcome


@pytest.mark.parametrize("name", PAGES)
def test_what_cannot_be_read_in_a_page_is_no_limit(name: str) -> None:
    page, check, outcome = PAGES[name]
    assert _outcome(list(html.examine(page.encode())), check) is outcome


def test_each_file_is_in_the_report(workshop: Workshop) -> None:
    for number, (change, _, _) in enumerate(PDFS.values()):
        workshop.write(f"build/student/{number}.pdf", _file(change))
    for number, (page, _, _) in enumerate(PAGES.values()):
        workshop.write(f"build/student/{number}.html", page)
    workshop.write("build/student/half.pdf", _file()[:300])
    done = workshop.run("verify", "--accessibility", "--report", "report.json", "build")
    assert done.code == 1, done.err
    reported = json.loads((workshop.folder / "report.json").read_text())["files"]
    assert len(reported) == len(PDFS) + len(PAGES) + 1
