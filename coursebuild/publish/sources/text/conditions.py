"""Resolve conditions for students: what they never see, and what is left of an attribute block."""

import re
from collections.abc import Collection, Mapping
from enum import Enum
from typing import NamedTuple

from coursebuild.model import PAGES, SHOW_FROM, Audiences, Place, vocabulary
from coursebuild.runtime import resources
from coursebuild.source import read_attributes

_TOKEN = re.compile(r"""[^\s{}"']*(?:"(?:[^"\\]|\\.)*"|'[^']*')|[^\s{}]+""")
_ROOM = ("lines", "space", "grid")


class Shown(Enum):
    """When students see an element, by its own condition."""

    ALWAYS = "in each format, and it has no condition"
    RESOLVED = "in each format, because of a condition"
    SOMETIMES = "in one format"
    NEVER = "in none"


class Resolved(NamedTuple):
    """An attribute block as students get it; `text` is without what is no condition of theirs, or empty.

    `room` are the attributes of the empty answer that they get in place of a correction.
    """

    shown: Shown
    text: str = ""
    room: str = ""


class Students(NamedTuple):
    """What students see: the audiences of elements, and the dates around elements, by their places."""

    audiences: Audiences
    around: Mapping[Place, str]

    def resolve(self, text: str, place: Place, also: tuple[str, ...] = ()) -> Resolved:
        """Resolve the conditions of an attribute block, or of a fence, which has `also` these classes.

        What a date has opened has no condition: the date and the guard stay, for pages show what it is. A
        date of answers that has not come is for nobody.
        """
        return _resolve(text, self.audiences, self.around.get(place, self.audiences.date), also)

    def have_answers(self, text: str, place: Place) -> bool:
        """Whether a date has opened the answers of a quiz, or what stands in the gaps of code."""
        pairs = dict(read_attributes(text).pairs)
        around = self.around.get(place, self.audiences.date)
        return self.audiences.has_come(pairs.get(SHOW_FROM, around))


def _resolve(text: str, audiences: Audiences, around: str, also: tuple[str, ...]) -> Resolved:
    attributes = read_attributes(text)
    classes = frozenset((*attributes.classes, *also))
    seen = audiences.formats_for_students(tuple(classes), attributes.pairs, around)
    conditions = resources.filter_module("conditions")
    if not seen:
        return Resolved(Shown.NEVER, room=_room(attributes.classes, attributes.pairs, audiences))
    asks = conditions.DECIDING.intersection(classes)
    asked = audiences.conditions_of(attributes.pairs) if asks else {}
    if asked.keys() == {"format"}:
        asks, asked = frozenset(), {}
    date = dict(attributes.pairs).get(SHOW_FROM, "")
    early = {SHOW_FROM} if date and vocabulary.ANSWERED & classes and not audiences.has_come(date) else set()
    if not asks and not early:
        return Resolved(Shown.ALWAYS)
    kept = _without(text, asks, asked.keys() | early)
    if not asks or len(seen) == len(PAGES):
        return Resolved(Shown.RESOLVED, kept)
    (format_,) = seen
    return Resolved(Shown.SOMETIMES, f'{kept} .if format="{format_.value}"'.strip())


def tokens_of(text: str) -> list[str]:
    """The classes, keys with values, and identifier of a block, as they are written."""
    return _TOKEN.findall(text[text.find("{") :].strip("{}: \t"))


def _without(text: str, classes: frozenset[str], keys: Collection[str]) -> str:
    """What is between the braces of a block, without some classes and keys."""
    tokens = tokens_of(text)
    names = {f".{name}" for name in classes}
    kept = [each for each in tokens if each not in names and not _is_of(each, keys)]
    return " ".join(kept)


def _is_of(token: str, keys: Collection[str]) -> bool:
    return "=" in token and token.partition("=")[0] in keys


def _room(classes: tuple[str, ...], pairs: tuple[tuple[str, str], ...], audiences: Audiences) -> str:
    """The room for an answer in place of a correction, as filters/conditions.py decides it."""
    conditions = resources.filter_module("conditions")
    if conditions.NOBODY in classes or conditions.WITHHELD.isdisjoint(classes):
        return ""
    room = [f'{key}="{value}"' for key, value in pairs if key in _ROOM]
    others = tuple(
        (key, value)
        for key, value in pairs
        if key not in conditions.AUDIENCE and key in audiences.conditions_of(pairs)
    )
    asks = tuple(conditions.DECIDING.intersection(classes)) if others else ()
    formats = audiences.formats_for_students(asks, others)
    if room and len(formats) == 1:
        room += [f'.if format="{format_.value}"' for format_ in formats]
    return " ".join(room) if room and formats else ""
