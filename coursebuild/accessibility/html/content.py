"""What a page shows: images, formulas, links and tables."""

from collections.abc import Iterator
from typing import Any

from coursebuild.accessibility.html.page import Page, ancestors, is_hidden
from coursebuild.accessibility.outcome import Fault
from coursebuild.accessibility.patterns import ADDRESS, IMAGE_FILE, says_nothing

_NOTES = ("doc-noteref", "doc-backlink", "doc-biblioref")  # whose number is their name
_NOT_DATA = ("presentation", "none")


def alternatives(page: Page) -> Iterator[Fault | None]:
    """Each image and drawing has an alternative text, or is marked as decoration."""
    for element in page.all("img, [role=img], area"):
        if is_hidden(element) or element.attributes.get("role") in _NOT_DATA:
            continue
        is_decoration = element.tag == "img" and element.attributes.get("alt", None) == ""
        yield None if is_decoration or page.name(element) else page.fault(element)


def drawings(page: Page) -> Iterator[Fault | None]:
    """Each SVG is an image with a name, or hidden, or part of one of these."""
    for element in page.all("svg"):
        if is_hidden(element) or _is_within(element, "svg") or _is_in_image(element):
            continue
        is_named = element.attributes.get("role") == "img" and bool(page.name(element))
        yield None if is_named else page.fault(element)


def file_names(page: Page) -> Iterator[Fault | None]:
    """No alternative text is the name of a file."""
    for element in page.all("img[alt], [role=img][aria-label]"):
        if name := page.name(element):
            yield page.fault(element, name) if IMAGE_FILE.fullmatch(name) else None


def formulas(page: Page) -> Iterator[Fault | None]:
    """Each formula is MathML, or has an alternative text."""
    for element in page.all(".math"):
        is_read = any(not is_hidden(each) for each in element.css("math"))
        named = [element, *element.css("[aria-label], [role=img], img")]
        is_read = is_read or any(
            each.attributes.get("aria-label") or each.attributes.get("alt") for each in named
        )
        yield None if is_read else page.fault(element, page.name(element))


def _links(page: Page) -> Iterator[Any]:
    return (each for each in page.all("a[href]") if not is_hidden(each))


def link_names(page: Page) -> Iterator[Fault | None]:
    for link in _links(page):
        yield None if page.name(link) else page.fault(link)


def link_purposes(page: Page) -> Iterator[Fault | None]:
    """No link is called "click here"."""
    for link in _links(page):
        name = page.name(link)
        yield page.fault(link, f"{name} → {link.attributes['href']}") if says_nothing(name) else None


def bare_addresses(page: Page) -> Iterator[Fault | None]:
    """No link shows its address, but in a credit, where it names the work."""
    for link in _links(page):
        if any("credit" in (each.attributes.get("class") or "").split() for each in ancestors(link)):
            continue
        name = page.name(link)
        yield page.fault(link, name) if ADDRESS.fullmatch(name) else None


def same_names(page: Page) -> Iterator[Fault | None]:
    """Links of one name lead to one place."""
    first: dict[str, str] = {}
    for link in _links(page):
        target, name = link.attributes["href"] or "", page.name(link)
        if link.attributes.get("role") in _NOTES or not name or _has_row_header(link):
            continue
        before = first.setdefault(name.casefold(), target)
        yield page.fault(link, f"{name} → {before}, {target}") if before != target else None


def _has_row_header(link: Any) -> bool:
    """Whether a link is in a row of a table that a header cell names, which tells it from others."""
    row = next((each for each in ancestors(link) if each.tag == "tr"), None)
    headers = row.css("th") if row is not None else ()
    return any(each.attributes.get("scope") == "row" or not _is_in_first_row(each) for each in headers)


def table_headers(page: Page) -> Iterator[Fault | None]:
    """Each table has header cells, which are tied to the others by their place, a scope or identifiers."""
    for table in _tables(page):
        cells = table.css("th")
        is_simple = all(_is_first(cell) for cell in cells)
        is_tied = all(cell.attributes.get("scope") or cell.attributes.get("id") for cell in cells)
        yield None if cells and (is_simple or is_tied) else page.fault(table, _beginning(table))


def header_texts(page: Page) -> Iterator[Fault | None]:
    """A header cell says something, but for the one in the corner."""
    for table in _tables(page):
        for cell in table.css("th"):
            is_corner = cell.prev is None and _is_in_first_row(cell)
            yield None if page.name(cell) or is_corner else page.fault(table, _beginning(table))


def captions(page: Page) -> Iterator[Fault | None]:
    for table in _tables(page):
        figure = _is_within(table, "figure")
        is_named = table.css_first("caption") or table.attributes.get("aria-labelledby") or figure
        is_named = is_named or table.attributes.get("aria-label")
        yield None if is_named else page.fault(table, _beginning(table))


def _tables(page: Page) -> Iterator[Any]:
    return (each for each in page.all("table") if each.attributes.get("role") not in _NOT_DATA)


def _beginning(table: Any) -> str:
    return " | ".join(cell.text(deep=True).strip() for cell in table.css("th, td")[:6])


def _is_first(cell: Any) -> bool:
    """Whether a header cell is in the first row, or the first one of its own row."""
    return _is_in_first_row(cell) or not any(_is_cell(each) for each in _before(cell))


def _is_in_first_row(cell: Any) -> bool:
    row = cell.parent
    group = row.parent if row is not None else None
    return group is not None and (group.tag == "thead" or not any(each.tag == "tr" for each in _before(row)))


def _before(element: Any) -> Iterator[Any]:
    while (element := element.prev) is not None:
        yield element


def _is_cell(element: Any) -> bool:
    return element.tag in ("td", "th")


def _is_within(element: Any, tag: str) -> bool:
    return any(each.tag == tag for each in ancestors(element))


def _is_in_image(element: Any) -> bool:
    return any(each.attributes.get("role") == "img" for each in ancestors(element))
