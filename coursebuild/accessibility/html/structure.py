"""The page as a whole: its language, title, headings, landmarks, identifiers and lists."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from coursebuild.accessibility.html.page import Page, is_hidden
from coursebuild.accessibility.outcome import Fault
from coursebuild.accessibility.patterns import LANGUAGE, NUMBER

_HEADINGS = "h1, h2, h3, h4, h5, h6"
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers")
_ITEMS = {"li": ("ul", "ol", "menu"), "dt": ("dl", "div"), "dd": ("dl", "div")}
# WAI-ARIA 1.2, section 5.4, without the abstract ones; and DPUB-ARIA 1.1, section 2.
_ARIA = (
    "alert alertdialog application article banner blockquote button caption cell checkbox code "
    "columnheader combobox complementary contentinfo definition deletion dialog directory document "
    "emphasis feed figure form generic grid gridcell group heading img insertion link list listbox "
    "listitem log main marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation "
    "none note option paragraph presentation progressbar radio radiogroup region row rowgroup rowheader "
    "scrollbar search searchbox separator slider spinbutton status strong subscript superscript switch "
    "tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem"
)
_DPUB = (
    "doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink doc-biblioentry "
    "doc-bibliography doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover doc-credit "
    "doc-credits doc-dedication doc-endnote doc-endnotes doc-epigraph doc-epilogue doc-errata doc-example "
    "doc-footnote doc-foreword doc-glossary doc-glossref doc-index doc-introduction doc-noteref "
    "doc-notice doc-pagebreak doc-pagefooter doc-pageheader doc-pagelist doc-part doc-preface "
    "doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc"
)
_ROLES = frozenset((*_ARIA.split(), *_DPUB.split()))


def language(page: Page) -> Iterator[Fault | None]:
    for element in page.all("html"):
        is_right = LANGUAGE.fullmatch(element.attributes.get("lang") or "")
        yield None if is_right else page.fault(element)


def language_of_parts(page: Page) -> Iterator[Fault | None]:
    for element in page.all("body [lang]"):
        is_right = LANGUAGE.fullmatch(element.attributes["lang"] or "")
        yield None if is_right else page.fault(element)


def title(page: Page) -> Iterator[Fault | None]:
    found = [each for each in page.all("head > title") if each.text(deep=True).strip()]
    yield None if len(found) == 1 else Fault(f"<title>: {len(found)}")


def main_heading(page: Page) -> Iterator[Fault | None]:
    found = page.all("h1")
    yield from (page.fault(each) for each in found[1:])
    yield None if found else Fault("<h1>: 0")


def heading_levels(page: Page) -> Iterator[Fault | None]:
    before = 0
    for heading in page.all(_HEADINGS):
        level = int(heading.tag[1])
        yield (
            page.fault(heading, f"<h{before}> → <h{level}> {page.name(heading)}")
            if level > before + 1
            else None
        )
        before = level


def heading_texts(page: Page) -> Iterator[Fault | None]:
    for heading in page.all(_HEADINGS):
        yield None if page.name(heading) else page.fault(heading)


def landmarks(page: Page) -> Iterator[Fault | None]:
    mains = page.all("main, [role=main]")
    yield None if len(mains) == 1 else Fault(f"<main>: {len(mains)}")
    several = [each for each in page.all("nav, [role=navigation]") if not is_hidden(each)]
    for each in several:
        attributes = each.attributes
        is_named = bool(attributes.get("aria-label") or attributes.get("aria-labelledby"))
        yield None if is_named or len(several) == 1 else page.fault(each)


def way_past(page: Page) -> Iterator[Fault | None]:
    """The first link leads to the text, if anything stands before the text."""
    first = next(iter(page.all("a[href]")), None)
    target = (first.attributes["href"] or "") if first else ""
    mains = page.all("main, [role=main]")
    if first is None or (mains and not page.all("nav, header a[href]")):
        return
    is_right = target.startswith("#") and bool(mains) and mains[0].attributes.get("id") == target[1:]
    yield None if is_right else page.fault(first)


def identifiers(page: Page) -> Iterator[Fault | None]:
    for name, count in page.identifiers.items():
        yield None if count == 1 else page.fault(page.identified[name], f'id="{name}": {count}')


def references(page: Page) -> Iterator[Fault | None]:
    for attribute in _REFERENCES:
        for element in page.all(f"[{attribute}]"):
            for name in (element.attributes[attribute] or "").split():
                yield None if name in page.identifiers else page.fault(element)


def targets_in_page(page: Page) -> Iterator[Fault | None]:
    for element in page.all('a[href^="#"]'):
        name = unquote((element.attributes["href"] or "")[1:])
        yield None if name in ("", "top") or name in page.identifiers else page.fault(element)


def roles(page: Page) -> Iterator[Fault | None]:
    for element in page.all("[role]"):
        found = (element.attributes["role"] or "").split()
        yield None if found and set(found) <= _ROLES else page.fault(element)


def list_items(page: Page) -> Iterator[Fault | None]:
    for element in page.all("li, dt, dd"):
        parent = element.parent
        is_right = parent is not None and (parent.tag in _ITEMS[element.tag] or _has_role(parent))
        yield None if is_right else page.fault(element)


def _has_role(element: Any) -> bool:
    return bool(element.attributes.get("role"))


def zoom(page: Page) -> Iterator[Fault | None]:
    """The page does not keep readers from making it larger."""
    for element in page.all('meta[name="viewport"]'):
        said = (element.attributes.get("content") or "").replace(" ", "").lower()
        limit = re.search(f"maximum-scale={NUMBER}", said)
        is_limited = "user-scalable=no" in said or "user-scalable=0" in said
        is_limited = is_limited or bool(limit and float(limit[1]) < 2)  # noqa: PLR2004 (200 %, of 1.4.4)
        yield page.fault(element) if is_limited else None


def refreshing(page: Page) -> Iterator[Fault | None]:
    for element in page.all("meta[http-equiv]"):
        is_timed = (element.attributes["http-equiv"] or "").lower() == "refresh"
        yield page.fault(element) if is_timed else None


def media(page: Page) -> Iterator[Fault | None]:
    yield from map(page.fault, page.all("audio, video, iframe, embed, object"))
