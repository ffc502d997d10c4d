"""Complete the structure tree of a PDF, which WeasyPrint 70 leaves short of PDF/UA-1 (ISO 14289-1).

Header cells get a scope (7.5), headings levels of which none is skipped (7.4.2), and what pages repeat in
their margins is marked as an artifact instead of content that is in no tree (7.1, 7.8). Formulas are tagged
as such, and not as figures (7.7).
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from types import ModuleType
from typing import Any

import pydyf

from coursebuild.pdf.fastpath.patching import Patch

_LEVELS = {f"/H{level}": level for level in range(1, 7)}
_REPEATED = {"Type": "/Pagination"}  # of artifacts (ISO 32000-1, 14.8.2.2)


def patches(weasyprint: ModuleType) -> list[Patch]:
    """Replace the function that makes the elements of the tree, which alone knows what each was in HTML."""
    tags = weasyprint.pdf.tags
    return [Patch(tags, "_build_box_tree", _with_formulas(tags._build_box_tree))]  # noqa: SLF001 (it is wrapped)


def _with_formulas(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    @wraps(build)
    def built(box: Any, *more: Any) -> Iterator[Any]:
        elements = build(box, *more)
        if box.element is None or box.element.get("class") != "formula":
            return elements
        return map(_as_formula, elements)

    return built


def _as_formula(element: Any) -> Any:
    if element["S"] == "/Figure":
        element["S"] = "/Formula"
    return element


def complete(pdf: pydyf.PDF) -> None:
    """Complete the structure tree of a PDF that WeasyPrint has made and not yet written."""
    elements = [each for each in pdf.objects if _is_element(each)]  # in reading order
    _nest_headings(elements)
    _give_scopes(pdf, elements)
    _mark_repeated(pdf, elements)


def _is_element(each: Any) -> bool:
    return isinstance(each, pydyf.Dictionary) and each.get("Type") == "/StructElem"


def _nest_headings(elements: Iterable[Any]) -> None:
    """Give each heading the level below that of the heading whose section it is in."""
    above: list[int] = []
    for element in elements:
        if level := _LEVELS.get(element["S"]):
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            element["S"] = f"/H{len(above)}"


def _give_scopes(pdf: pydyf.PDF, elements: Iterable[Any]) -> None:
    """A header cell is its row's if a cell of the row names it, and its column's otherwise."""
    for row in elements:
        if row["S"] != "/TR":
            continue
        cells = [pdf.objects[number] for number in _numbers(row["K"])]
        named = {id(key) for cell in cells for key in cell.get("A", {}).get("Headers", ())}
        for cell in cells:
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = "/Row" if id(cell.get("ID")) in named else "/Column"


def _mark_repeated(pdf: pydyf.PDF, elements: Iterable[Any]) -> None:
    """Mark the content of margin boxes, whose elements the document does not list, as artifacts."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    (document,) = root["K"]
    listed = {document, *pdf.objects[_number(document)]["K"]}
    numbers = pdf.objects[_number(root["ParentTree"])]["Nums"]
    pages = {page: at for at, page in enumerate(pdf.page_references)}
    repeated: dict[bytes, set[int]] = {}
    for element in elements:
        if element.get("P") == document and element.reference not in listed:
            repeated.setdefault(element["Pg"], set()).update(_emptied(pdf, element))
    for page, contents in repeated.items():
        of_page = numbers[2 * pages[page] + 1]
        for content in contents:
            of_page[content] = "null"
        stream = pdf.objects[_number(pdf.objects[_number(page)]["Contents"])].stream
        for at, properties in enumerate(stream):
            if isinstance(properties, pydyf.Dictionary) and properties.get("MCID") in contents:
                stream[at - 1 : at + 1] = "/Artifact", pydyf.Dictionary(_REPEATED)


def _emptied(pdf: pydyf.PDF, element: Any) -> Iterator[int]:
    """Empty an element and those below it; yield the numbers of their contents.

    pydyf 0.13 counts objects that are free as if they were written, and then misses those after them.
    """
    kids = element["K"]
    element.clear()
    for kid in kids:
        if isinstance(kid, int):
            yield kid
        else:
            yield from _emptied(pdf, pdf.objects[_number(kid)])


def _numbers(kids: Iterable[Any]) -> Iterator[int]:
    return (_number(kid) for kid in kids if not isinstance(kid, int))


def _number(reference: bytes) -> int:
    """The number of the object that a reference names, as in `12 0 R`."""
    return int(reference.split()[0])
