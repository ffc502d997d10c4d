"""Find the elements with dates in pandoc's tree."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from coursebuild.lint.attribute_rules import marked_place
from coursebuild.model import ATTRIBUTES, SHOW_FROM, Audience, Audiences, Place, text_of


class Dated(NamedTuple):
    """An element with a date, and the audience that its conditions have once the date has come.

    `around` is the audience of the elements around it, of which the dates have come too.
    """

    kind: str
    attributes: Any
    place: Place | None
    text: str
    audience: Audience
    around: Audience

    @property
    def date(self) -> str:
        return str(dict(self.attributes[2])[SHOW_FROM])


def find_dated(content: Any, later: Audiences) -> Iterator[Dated]:
    """Yield the elements with dates, those around others first.

    `content` is pandoc's JSON as Python objects; `later` are the audiences of a day on which all dates have
    come.
    """
    yield from _find(content["blocks"], later, later.everyone, later.date)


def _find(node: Any, later: Audiences, audience: Audience, date: str) -> Iterator[Dated]:
    if isinstance(node, list):
        sections = [(0, audience, date)]  # the level of each heading above, and what holds in its section
        for each in node:
            is_heading = isinstance(each, dict) and each.get("t") == "Header"
            while is_heading and each["c"][0] <= sections[-1][0]:
                sections.pop()
            _, outer, around = sections[-1]
            yield from _find(each, later, outer, around)
            if is_heading:
                level, attributes, _ = each["c"]
                own = dict(attributes[2]).get(SHOW_FROM, around)
                sections.append((level, outer & later.of(attributes[1], attributes[2], around), own))
    elif isinstance(node, dict) and "c" in node:
        kind, inside = node["t"], node["c"]
        if kind in ATTRIBUTES:
            attributes = inside[ATTRIBUTES[kind]]
            outer, audience = audience, audience & later.of(attributes[1], attributes[2], date)
            pairs = dict(attributes[2])
            if SHOW_FROM in pairs:
                text = pairs.get("title") or text_of(inside[-1])
                place = marked_place(attributes)
                yield Dated(kind, attributes, place, " ".join(text.split()), audience, outer)
            date = pairs.get(SHOW_FROM, date)
        yield from _find(inside, later, audience, date)
