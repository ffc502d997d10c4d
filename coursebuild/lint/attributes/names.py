"""The names that are known in a document's attributes, and the places of its elements."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from coursebuild.lint.answers.announcements import Public
from coursebuild.lint.exercises import amounts
from coursebuild.model import MARK, Audience, Audiences, Place


class Names(NamedTuple):
    """The names that are known in a document's attributes.

    `keys` maps each key that a condition may test to its possible values, or to None if any value is
    possible. `decided` are the keys that every edition sets, `own` the attributes that are not
    conditions, `classes` the known classes of fenced divs, beside `vocabulary.CLASSES`. `own_values` are
    the values of the author's own keys: those in the front matter, coursebuild.toml and the command. `used`
    are the names in the author's filters, which may be those of attributes.
    """

    audiences: Audiences
    keys: Mapping[str, frozenset[str] | None]
    decided: frozenset[str]
    own: frozenset[str]
    classes: frozenset[str]
    amounts: amounts.Parsers
    public: Public
    own_values: Mapping[str, frozenset[str]]
    used: frozenset[str] = frozenset()

    @property
    def everyone(self) -> Audience:
        return self.audiences.everyone

    def audience(self, attributes: Any) -> Audience:
        """Return the audience of an element's own conditions, regardless of the elements around it."""
        return self.audiences.of(attributes[1], attributes[2])

    def is_for_students(self, audience: Audience) -> bool:
        """Whether the audience includes an edition that does not show corrections."""
        return audience is self.audiences.everyone or not audience.isdisjoint(self.audiences.students)


def marked_place(attributes: Any) -> Place | None:
    """Return the place in an element's mark, or None if the element has no mark."""
    for key, value in attributes[2]:
        if key == MARK and re.fullmatch(r"\d+\.\d+", value):
            return parse_mark(value)
    return None


def parse_mark(mark: str) -> Place:
    """Parse the value of a mark, `line.column`."""
    line, _, column = mark.partition(".")
    return int(line), int(column)
