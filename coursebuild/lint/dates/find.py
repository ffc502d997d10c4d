"""Find the elements with dates in pandoc's tree."""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from coursebuild.lint.attributes.names import marked_place
from coursebuild.model import (
    SHOW_FROM,
    Audience,
    Audiences,
    Diagnostic,
    Document,
    Place,
    first_text,
    short,
    tree,
    vocabulary,
)


class DatedElement(NamedTuple):
    """An element with a date, and the audience that its conditions have once the date has come.

    `text` is its title, or else its first text: of a paragraph, or a line of code.
    `around` is the audience of the elements around it, of which the dates have come too; the last one of
    these dates is `until`.
    """

    kind: str
    attributes: Any
    place: Place | None
    text: str
    audience: Audience
    around: Audience
    until: str

    @property
    def date(self) -> str:
        return str(dict(self.attributes[2])[SHOW_FROM])


def find_dated(content: Any, later: Audiences) -> Iterator[DatedElement]:
    """Yield the elements with dates, those around others first.

    `content` is pandoc's JSON as Python objects; `later` are the audiences of a day on which all dates have
    come.
    """
    outside = _Around(later.everyone, later.date, "")
    found = tree.attributed(content["blocks"], outside, partial(_inside, later))
    for node, attributes, around in found:
        pairs = dict(attributes[2])
        if SHOW_FROM in pairs:
            text = pairs.get("title") or first_text(node)
            yield DatedElement(
                node["t"],
                attributes,
                marked_place(attributes),
                " ".join(text.split()),
                _inside(later, around, attributes).audience,
                around.audience,
                around.until,
            )


class _Around(NamedTuple):
    """What is around an element: its audience, the date that the element has too, and as in DatedElement."""

    audience: Audience
    date: str
    until: str


def _inside(later: Audiences, around: _Around, attributes: Any) -> _Around:
    """What is around those in an element with these attributes."""
    _, classes, pairs = attributes
    own = dict(pairs).get(SHOW_FROM, "")
    withholds = own and vocabulary.ANSWERED.isdisjoint(classes)
    return _Around(
        around.audience & later.of(classes, pairs, around.date),
        own or around.date,
        max(around.until, own) if withholds else around.until,
    )


def listed_dates(document: Document, content: Any, later: Audiences) -> Iterator[tuple[str, str, int, str]]:
    """Yield the dates of a document, each with the path, the line and the first words of its part.

    A date of all corrections comes first, with no words. `content` and `later` are as in `find_dated`.
    """
    source = document.source
    if later.date:
        at = source.place(f"\n{SHOW_FROM}:", "CB252", "").below(1)
        yield later.date, at.path, at.line, ""
    for found in find_dated(content, later):
        line, column = source.reading.typed(found.place or (0, 0))
        at = source.typed(Diagnostic(source.location.name, line, column, "CB252", ""))
        yield max(found.date, found.until), at.path, at.line, short(found.text) or found.kind.lower()
