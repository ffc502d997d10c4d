"""Make the identifiers of headings from what students see, for filters/conditions.py."""

import re
from collections.abc import Callable, Iterator
from itertools import chain, count, dropwhile
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import panflute as pf

_TEXT_BLOCKS = frozenset({"Para", "Plain", "Header"})
_SPACE_TAGS = ("Space", "SoftBreak", "LineBreak")
_SPACES = " \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # Haskell's `isSpace`
_LABEL = "\0"  # of a note or link: pandoc puts it into an identifier, and not into its tree

_Hidden = Callable[[Any], bool]


def name_headings(doc: "pf.Doc", hidden: _Hidden) -> None:
    """Make the identifiers of headings, and links to them, from what students see, in every edition.

    `hidden` says of an element whether it is hidden from students. Pandoc makes identifiers of all words and
    numbers those that are equal (its manual, `auto_identifiers`). Headings that students do not see are
    numbered after theirs. Identifiers that the author typed stay.
    """
    headings = list(_headings(doc, hidden, seen=True))
    if all(heading.seen and heading.text == heading.seen_text for heading in headings):
        return
    taken: set[str] = set()
    bases = [_automatic_base(heading, taken) for heading in headings]
    names: dict[str, str] = {}
    taken = set()
    for heading, base in sorted(zip(headings, bases, strict=True), key=lambda pair: not pair[0].seen):
        if base:
            withheld = heading.seen and heading.text != heading.seen_text
            new = _unique(_base(heading.seen_text) if withheld else base, taken)
            names[f"#{heading.element.identifier}"] = f"#{new}"
            heading.element.identifier = new
        taken.add(heading.element.identifier)

    def follow(element: Any, _: "pf.Doc") -> None:
        if element.tag == "Link":
            element.url = names.get(element.url, element.url)

    doc.walk(follow, stop_if=holds_text_alone)


def holds_text_alone(element: Any) -> bool:
    """Whether a block contains only text: nothing with attributes or with elements inside."""
    return element.tag in _TEXT_BLOCKS and not any(
        getattr(inline, "classes", ()) or getattr(inline, "attributes", ()) or hasattr(inline, "content")
        for inline in element.content.list
    )


def is_of_text(heading: Any) -> bool:
    """Whether a heading has the identifier that pandoc makes of its text, perhaps with a number."""
    base = _base(_text_named(heading))
    return bool(re.fullmatch(rf"{re.escape(base)}(?:-\d+)?", heading.identifier))


class _Heading(NamedTuple):
    """A heading, whether students see it, its text, and the text that students see."""

    element: Any
    seen: bool
    text: str
    seen_text: str


def _headings(parent: Any, hidden: _Hidden, *, seen: bool) -> Iterator[_Heading]:
    """Yield the headings in a block, in the order in which pandoc names them."""
    hidden_below = 0
    parts = [getattr(parent, name, ()) for name in ("head", "content", "definitions", "foot")]
    for element in chain.from_iterable([part] if hasattr(part, "tag") else part for part in parts):
        is_shown = not hidden(element)
        if element.tag == "Header":
            if element.level <= hidden_below:
                hidden_below = 0
            hidden_below = hidden_below or (0 if is_shown else element.level)
            texts = _text_named(element), _text_named(element, hidden)
            yield _Heading(element, seen and not hidden_below, *texts)
        elif element.tag not in _TEXT_BLOCKS:
            yield from _headings(element, hidden, seen=seen and is_shown and not hidden_below)


def _text_named(parent: Any, hidden: _Hidden = lambda _: False) -> str:
    """Return the text that pandoc makes a heading's identifier of, without what is hidden."""
    text = ""
    for inline in parent.content:
        if hidden(inline):
            continue
        if inline.tag in ("Str", "Code", "Math"):
            text += inline.text
        elif inline.tag in _SPACE_TAGS or getattr(inline, "text", "").startswith("<br"):
            text += " "
        elif inline.tag == "Note":
            text += _LABEL
        elif inline.tag != "RawInline":
            text += _text_named(inline, hidden) + (_LABEL if inline.tag in ("Link", "Image") else "")
    return text


def _automatic_base(heading: _Heading, taken: set[str]) -> str:
    """Return the identifier that pandoc made, without its number, or nothing if the author typed it.

    `taken` are the identifiers of the headings before; the heading's is added.
    """
    identifier, base = heading.element.identifier, _base(heading.text)
    automatic = _unique(base, taken)
    if _LABEL in heading.text:
        pattern = re.escape(_base(heading.text, labels=True)).replace(re.escape(_LABEL), "[^ ]*")
        without_number = re.sub(r"-\d+$", "", identifier)
        for possible in (*taken.intersection([without_number]), identifier):
            if automatic != identifier and re.fullmatch(pattern, possible):
                base, automatic = possible, identifier
    taken.add(identifier)
    return base if identifier == automatic else ""


def _base(text: str, *, labels: bool = False) -> str:
    """Return the identifier that pandoc makes of a text; with `labels`, _LABEL is kept."""
    lower = "".join(map(str.lower, text if labels else text.replace(_LABEL, "")))  # no final sigma
    words = re.sub(rf"[^\w.{_LABEL}{_SPACES}-]", "", lower).split()
    letters = dropwhile(lambda letter: not (letter.isalpha() or letter == _LABEL), "-".join(words))
    return "".join(letters) or "section"


def _unique(base: str, taken: set[str]) -> str:
    return next(name for name in chain([base], (f"{base}-{n}" for n in count(1))) if name not in taken)
