"""Move corrections away from their exercises, for filters/exercises.py.

The metadata `coursebuild-corrections` says where to: `section`, the end of the section of the highest level
around them; `end`, the end of the document; `only`, where the document consists of its corrections. A
correction that is moved names its exercise, and both lead to each other. What is a correction in place of
what students get stays with that, but for `only`: questions with their answers, code with gaps, and words.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import panflute as pf

PLACE = "coursebuild-corrections"
PLACES = ("inline", "section", "end", "only")
MOVED = frozenset({"correction", "solution"})  # the classes of corrections that may stand elsewhere
_IDENTIFIER = "corrections:all"
_SECOND = 2  # level of headings


class Correction(NamedTuple):
    """A correction, and its exercise with its name; the exercise may be None, and the name empty."""

    element: Any
    exercise: Any
    name: list[Any]


class Moved(NamedTuple):
    """The blocks of a correction, and the block of the document in which it stood."""

    blocks: list[Any]
    anchor: Any


def moves(element: Any, place: str) -> bool:
    """Whether a correction is moved to a place."""
    is_whole = not MOVED.isdisjoint(element.classes) and "gaps" not in element.attributes
    return place == "only" or (is_whole and isinstance(element, (pf.Div, pf.Header, pf.CodeBlock)))


def move(doc: pf.Doc, corrections: Iterable[Correction], place: str, labels: Mapping[str, str]) -> None:
    """Move the corrections to a place."""
    leaves_links = place != "only"
    found = [_take(doc, each, labels if leaves_links else {}) for each in corrections]
    blocks = [block for moved in found for block in moved.blocks]
    if place == "only":
        doc.content = blocks
        _unlink(doc)
    elif place == "end" and blocks:
        heading = pf.Header(pf.Str(labels["corrections"]), level=_top(doc), identifier=_IDENTIFIER)
        doc.content = [*doc.content, heading, *blocks]
    elif blocks:
        doc.content = list(_at_ends_of_sections(doc, found))


def _top(doc: pf.Doc) -> int:
    return min((block.level for block in doc.content if isinstance(block, pf.Header)), default=_SECOND)


def _take(doc: pf.Doc, correction: Correction, labels: Mapping[str, str]) -> Moved:
    """Take a correction out of the document, and put its exercise's name into it.

    If there are `labels`, links lead from the one to the other.
    """
    element = correction.element
    while isinstance(element, pf.Inline):
        element = element.parent
    parent, anchor = element.parent, element
    while anchor.parent is not doc:
        anchor = anchor.parent
    siblings = list(parent.content)
    at = next(n for n, each in enumerate(siblings) if each is element)
    end = at + 1
    while isinstance(element, pf.Header) and end < len(siblings):
        if isinstance(siblings[end], pf.Header) and siblings[end].level <= element.level:
            break
        end += 1
    blocks, left = siblings[at:end], []
    if labels:
        label = labels["solution" if "solution" in element.classes else "correction"]
        link = pf.Para(pf.Link(pf.Str(label), url=f"#{element.identifier}"))
        left = [pf.Div(link, classes=["to-correction"])]
    parent.content = [*siblings[:at], *left, *siblings[end:]]
    if correction.name:
        url = f"#{correction.exercise.identifier}"
        words = [pf.Link(*correction.name, url=url)] if labels else correction.name
        of = pf.Div(pf.Para(*words), classes=["of-exercise"])
        if isinstance(element, pf.Div) and "admonition" in element.classes:
            element.content = [*element.content[:1], of, *element.content[1:]]
        else:
            blocks.insert(1 if isinstance(element, pf.Header) else 0, of)
    return Moved(blocks, left[0] if left and anchor is element else anchor)


def _at_ends_of_sections(doc: pf.Doc, found: list[Moved]) -> Iterator[Any]:
    """Yield the blocks of the document, with the corrections of each section at its end."""
    top, waiting = _top(doc), list[Any]()
    by_anchor: dict[int, list[Any]] = {}
    for moved in found:
        by_anchor.setdefault(id(moved.anchor), []).extend(moved.blocks)
    for block in doc.content:
        if isinstance(block, pf.Header) and block.level <= top:
            yield from waiting
            waiting = []
        yield block
        waiting += by_anchor.get(id(block), ())
    yield from waiting


def _unlink(doc: pf.Doc) -> None:
    """Make text of links to what the document does not have."""
    names: set[str] = set()

    def collect(element: Any, _: pf.Doc) -> None:
        names.add(getattr(element, "identifier", ""))

    def follow(element: Any, _: pf.Doc) -> Any:
        if isinstance(element, pf.Link) and element.url.startswith("#") and element.url[1:] not in names:
            return list(element.content)
        return None

    doc.walk(collect)
    doc.walk(follow)
