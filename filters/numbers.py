"""Number what has an identifier with a known prefix, such as `#fig:disk` or `#fig-disk`.

Each kind of element has numbers of its own, in the order of the text: figures (`fig`), tables (`tbl`),
listings (`lst`), equations (`eq`), exercises (`ex`), sections (`sec`), and boxes by the name of their kind
(`theorem:`). The metadata `numbering` lists kinds of which all are numbered. An element with the class
`unnumbered` never is.

Counted is what students see, also where another edition does not have it: each number is the same in all
editions. What students do not see is numbered apart, as C1, C2, so that no gap tells them of it. The number
is left in the attribute `data-number`, for filters/references.py.

Numbers go on after those of the lessons before this one, whose totals by kind are the metadata
`coursebuild-counted`, or have the number of the lesson before them, the metadata `coursebuild-chapter`.

Two hints or more in an exercise, or after one, are numbered among themselves (filters/hints.py).

    pandoc --filter filters/numbers.py --filter filters/references.py lesson.md
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import panflute as pf

_NAMES = (
    "admonitions",
    "conditions",
    "exercises",
    "figures",
    "headings",
    "highlight",
    "hints",
    "identifiers",
    "tabs",
)
admonitions, conditions, exercises, figures, headings, highlight, hints, identifiers, tabs = (
    import_module(f"{__package__}.{name}" if __package__ else name) for name in _NAMES
)

PREFIXES = {
    "fig": "figures",
    "tbl": "tables",
    "lst": "listings",
    "eq": "equations",
    "ex": "exercises",
    "sec": "sections",
}
_OTHERS = ("correction", "solution", "exercise", "exo", "tab")  # kinds of boxes that are not numbered as such
BOXES = tuple(name for name in admonitions.KINDS if name not in _OTHERS)
KEY = "numbering"  # the metadata that names kinds
ATTRIBUTE = "data-number"
DONE = "coursebuild-numbered"  # the metadata with the totals by kind, once elements have their numbers
COUNTED = "coursebuild-counted"  # the metadata with the totals of the lessons before this one
CHAPTER = "coursebuild-chapter"  # the metadata with the number that each number begins with
APART = "C"  # before a number of what students do not see
UNNUMBERED = "unnumbered"
_OWN_KINDS = {"Figure": "figures", "Table": "tables", "CodeBlock": "listings", "Header": "sections"}

_PARTS = ("caption", "head", "content", "definitions", "foot")
_TEXTS = frozenset({"Str", "Space", "SoftBreak", "LineBreak", "Code", "RawInline", "RawBlock"})
_CAPTIONED = frozenset({"figures", "tables", "listings"})  # numbered without an identifier if they have one

_log = logging.getLogger("coursebuild.filters.numbers")

Hidden = Callable[[Any], bool]


class Key(NamedTuple):
    """What a reference such as `@Fig:disk` or `@ex:networks/ping` leads to: an element of a kind.

    `lesson` is the path of another lesson, without its suffix; empty for the same one.
    """

    kind: str
    identifier: str
    lesson: str = ""
    capital: bool = False


def prefixes(boxes: Iterable[str] = ()) -> dict[str, str]:
    """Return the kind of each prefix; `boxes` are the names of the author's own kinds of boxes."""
    return {**PREFIXES, **{name: name for name in (*BOXES, *boxes)}}


def parse(text: str, known: Mapping[str, str]) -> Key | None:
    """Parse an identifier or a reference, without its `@`; return None if its prefix is not `known`.

    Only the built-in prefixes may be followed by a hyphen.
    """
    prefix, sign, name = text.partition(":")
    kind = known.get(_uncapitalized(prefix)) if sign else None
    if kind is None:
        prefix, sign, name = text.partition("-")
        kind = PREFIXES.get(_uncapitalized(prefix)) if sign else None
    if kind is None or not name:
        return None
    lesson, _, name = name.rpartition("/")
    return Key(kind, f"{_uncapitalized(prefix)}{sign}{name}", lesson, text[0].isupper())


def _uncapitalized(text: str) -> str:
    return text[:1].lower() + text[1:]


def transform(doc: pf.Doc) -> pf.Doc:
    doc = figures.make(doc)
    known = prefixes(doc.get_metadata("box-labels") or ())
    found = list(_elements(doc, *conditions.hiding(doc)))
    levels = [(e.level, seen) for e, seen in found if e.tag == "Header" and not _is_title(e, doc)]
    seen_levels = [level for level, is_seen in levels if is_seen] or [level for level, _ in levels]
    before = {kind: int(count) for kind, count in (doc.get_metadata(COUNTED) or {}).items()}
    chapter = str(doc.get_metadata(CHAPTER) or "")
    wanted = frozenset(_wanted(doc, known.values()))
    numbering = _Numbering(known, wanted, min(seen_levels, default=1), before, chapter)
    for element, is_for_students in found:
        if number := numbering.number(element, is_for_students=is_for_students):
            if element.tag == "Math":
                element.parent.content[element.index] = pf.Span(element, attributes={ATTRIBUTE: number})
            else:
                element.attributes[ATTRIBUTE] = number
    for hint, number, is_for_students in hints.numbers(found, _is_counted):
        hint.attributes[ATTRIBUTE] = str(number) if is_for_students else f"{APART}{number}"
    doc.metadata[DONE] = {kind: str(count) for kind, count in numbering.totals.items()}
    return doc


def _wanted(doc: pf.Doc, kinds: Collection[str]) -> Iterator[str]:
    """Yield the kinds that the metadata names; log what is none."""
    given = doc.get_metadata(KEY) or []
    for name in map(str.strip, map(str, given.split(",") if isinstance(given, str) else given)):
        if name in kinds:
            yield name
        else:
            message = f"`{KEY}` names `{name}`, which is no kind of what can be numbered"
            _log.warning("%s", message, extra={"code": "CB226", "quote": name, "or_at": f"{KEY}:"})


def _is_title(heading: Any, doc: pf.Doc) -> bool:
    """Whether a heading becomes the title of the document (see filters/headings.py)."""
    return heading is doc.content[0] and headings.has_opening_title(doc)


class _Numbering:
    """The numbers given so far.

    `wanted` are the kinds of which all are numbered, `top` is the highest level of a section's heading, and
    `before` has the totals of the lessons before this one.
    """

    def __init__(
        self,
        known: Mapping[str, str],
        wanted: frozenset[str],
        top: int,
        before: Mapping[str, int],
        chapter: str,
    ) -> None:
        self._known, self._wanted, self._top = known, wanted, top
        self._chapter = f"{chapter}." if chapter else ""
        self._seen = Counter({kind: count for kind, count in before.items() if kind != "sections"})
        self._numbers_sections = False
        self._apart: Counter[str] = Counter()
        # those that students see, by level, since the one around
        self._sections = Counter({top: before.get("sections", 0)})

    @property
    def totals(self) -> Mapping[str, int]:
        """How many of each kind students see, in this lesson and those before it."""
        sections = {"sections": self._sections[self._top]} if self._numbers_sections else {}
        return {**self._seen, **sections}

    def number(self, element: Any, *, is_for_students: bool) -> str:
        """Return the number of the next element; "" if it has none."""
        own = _own_kind(element, self._known)
        if own == "sections" and is_for_students and not _is_unnumbered(element):
            self._count_section(element.level)
        kind = self._kind(element, own)
        if not kind:
            return ""
        if not is_for_students:
            self._apart[kind] += 1
            return f"{APART}{self._chapter}{self._apart[kind]}"
        if kind == "sections":
            self._numbers_sections = True
            levels = range(self._top, element.level + 1)
            return self._chapter + ".".join(str(self._sections[level]) for level in levels)
        self._seen[kind] += 1
        return f"{self._chapter}{self._seen[kind]}"

    def _count_section(self, level: int) -> None:
        self._sections[level] += 1
        for deeper in [each for each in self._sections if each > level]:
            del self._sections[deeper]

    def _kind(self, element: Any, own: str) -> str:
        """Return the kind as which an element is numbered; "" if it is not."""
        if not own or _is_unnumbered(element):
            return ""
        named = parse(getattr(element, "identifier", ""), self._known)
        if named and not _is_automatic(element) and (named.kind == own or _may_be(element, named.kind)):
            return named.kind
        has_caption = own not in _CAPTIONED or _has_caption(element)
        return own if own in self._wanted and has_caption else ""


def _is_counted(hint: Any) -> bool:
    """Whether a hint has a number among all hints, or may have none."""
    return ATTRIBUTE in hint.attributes or _is_unnumbered(hint)


def _is_unnumbered(element: Any) -> bool:
    return UNNUMBERED in getattr(element, "classes", ())


def _own_kind(element: Any, known: Mapping[str, str]) -> str:
    """Return the kind of an element by what it is, whatever its identifier."""
    tag = element.tag
    if _is_exercise(element):
        return "exercises"
    if tag == "Div":
        return next((name for name in element.classes if known.get(name) == name), "")
    if tag == "Span":
        return "equations" if [_is_display(each) for each in element.content] == [True] else ""
    if tag == "Math":
        return "equations" if _is_display(element) and element.parent.tag != "Span" else ""
    return "figures" if _is_diagram(element) else _OWN_KINDS.get(tag, "")


def _is_exercise(element: Any) -> bool:
    tag = element.tag
    return tag in ("Div", "Header") and exercises.is_exercise(tag, element.classes, element.attributes)


def _is_display(element: Any) -> bool:
    return bool(element.tag == "Math" and element.format == "DisplayMath")


def _may_be(element: Any, kind: str) -> bool:
    """Whether an element may be numbered as another kind: code may be shown as a figure, and the reverse."""
    return element.tag == "CodeBlock" and kind in ("figures", "listings")


def _is_diagram(element: Any) -> bool:
    return element.tag == "CodeBlock" and not highlight.DRAWN.isdisjoint(element.classes)


def _has_caption(element: Any) -> bool:
    return (
        bool(element.attributes.get("caption"))
        if element.tag == "CodeBlock"
        else bool(element.caption and element.caption.content)
    )


def _is_automatic(element: Any) -> bool:
    """Whether pandoc made the identifier of a heading of its text, as `sec-1` of "Sec 1"."""
    return bool(element.tag == "Header" and identifiers.is_of_text(element))


def _elements(
    parent: Any, for_students: Hidden, here: Hidden, *, seen: bool = True
) -> Iterator[tuple[Any, bool]]:
    """Yield what may be numbered in an element and is shown, and whether students see it, in order.

    `for_students` and `here` say of an element whether it is hidden from students, and from this edition.
    """
    below_seen = below_shown = 0  # the level of the heading whose section is hidden, or 0
    for element in _children(parent):
        is_seen, is_shown = not _hides(element, for_students), not _hides(element, here)
        if element.tag == "Header":
            below_seen = 0 if element.level <= below_seen else below_seen
            below_shown = 0 if element.level <= below_shown else below_shown
            below_seen = below_seen or (0 if is_seen else element.level)
            below_shown = below_shown or (0 if is_shown else element.level)
        is_seen = seen and is_seen and not below_seen
        is_shown = is_shown and not below_shown
        if element.tag == "Header" and tabs.is_title(element):
            continue
        if element.tag not in _TEXTS and (is_seen or is_shown):
            yield element, is_seen
            yield from _elements(element, for_students, here if is_shown else lambda _: True, seen=is_seen)


def _children(parent: Any) -> Iterator[Any]:
    for name in _PARTS:
        part = getattr(parent, name, None)
        if part is not None:
            yield from [part] if hasattr(part, "tag") else part


def _hides(element: Any, hidden: Hidden) -> bool:
    """Whether an element is hidden, or the only image of a figure."""
    if hidden(element):
        return True
    images = list(getattr(element.content[0], "content", ())) if element.tag == "Figure" else []
    return len(images) == 1 and hidden(images[0])


if __name__ == "__main__":
    pf.dump(transform(pf.load()))
