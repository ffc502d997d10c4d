"""Resolve conditions for students: what they never see, and what is left of an attribute block."""

import re
from collections.abc import Collection, Mapping
from enum import Enum
from typing import NamedTuple

from coursebuild.model import PAGES, SHOW_FROM, Audiences, Place, is_reserved, vocabulary, words
from coursebuild.runtime import resources
from coursebuild.source import read_attributes

_TOKEN = re.compile(r"""[^\s{}"']*(?:"(?:[^"\\]|\\.)*"|'[^']*')|[^\s{}]+""")
# Attributes of HTML that elements on pages may have, or styles in place of them.
_OF_HTML = frozenset(
    "align bgcolor border cellpadding cellspacing color colspan decoding face hspace nowrap rel reversed "
    "rowspan scope size span target type valign value vspace".split()
)
_OF_CODE = frozenset("numberLines number-lines lineAnchors line-anchors".split())
_BREAK = frozenset("newpage pagebreak clearpage cleardoublepage w p r br type page".split())
_RAW = re.compile(r"\{=(\w+)\}")
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


class Seen(NamedTuple):
    """The words of pages, also of those of their tags; filters of the author's may use any name."""

    words: frozenset[str]
    filters_use_names: bool = False

    def has_key(self, key: str, value: str) -> bool:
        """Whether an attribute may be seen, or have a meaning: that of others, pages leave out."""
        if self.filters_use_names or is_reserved(key):
            return True
        return self.words.issuperset(words(value)) and (key in _OF_HTML or self.words.issuperset(words(key)))

    def has_class(self, name: str) -> bool:
        """Whether the class of a code block may be seen, or have a meaning."""
        is_known = name in _OF_CODE or name in vocabulary.CLASSES or name in vocabulary.KINDS
        return self.filters_use_names or is_known or self.words.issuperset(words(name))


class Students(NamedTuple):
    """What students see: the audiences of elements, and the dates around elements, by their places."""

    audiences: Audiences
    around: Mapping[Place, str]
    seen: Seen

    def resolve(self, text: str, place: Place, also: tuple[str, ...] = ()) -> Resolved:
        """Resolve the conditions of an attribute block, or of a fence, which has `also` these classes.

        What a date has opened has no condition: the date and the guard stay, for pages show what it is. A
        date of answers that has not come is for nobody. Attributes that pages leave out go too.
        """
        around = self.around.get(place, self.audiences.date)
        return _resolve(text, self.audiences, around, also, self.seen)

    def have_answers(self, text: str, place: Place) -> bool:
        """Whether a date has opened the answers of a quiz, or what stands in the gaps of code."""
        pairs = dict(read_attributes(text).pairs)
        around = self.around.get(place, self.audiences.date)
        return self.audiences.has_come(pairs.get(SHOW_FROM, around))


def _resolve(text: str, audiences: Audiences, around: str, also: tuple[str, ...], seen: Seen) -> Resolved:
    attributes = read_attributes(text)
    classes = frozenset((*attributes.classes, *also))
    formats = audiences.formats_for_students(tuple(classes), attributes.pairs, around)
    conditions = resources.filter_module("conditions")
    if not formats:
        return Resolved(Shown.NEVER, room=_room(attributes.classes, attributes.pairs, audiences))
    asks = conditions.DECIDING.intersection(classes)
    asked = audiences.conditions_of(attributes.pairs) if asks else {}
    others = ((key, value) for key, value in attributes.pairs if key not in asked)
    unseen = {key for key, value in others if not seen.has_key(key, value)}
    if asked.keys() == {"format"}:
        asks, asked = frozenset(), {}
    date = dict(attributes.pairs).get(SHOW_FROM, "")
    early = {SHOW_FROM} if date and vocabulary.ANSWERED & classes and not audiences.has_come(date) else set()
    if not asks and not early and not unseen:
        return Resolved(Shown.ALWAYS)
    kept = _without(text, asks, asked.keys() | early | unseen)
    if not asks or len(formats) == len(PAGES):
        return Resolved(Shown.RESOLVED, kept)
    (format_,) = formats
    return Resolved(Shown.SOMETIMES, f'{kept} .if format="{format_.value}"'.strip())


def is_for_other_programs(attributes: str, text: str) -> bool:
    """Whether a text with these attributes is for programs that make no page, and no page break."""
    found = _RAW.match(attributes)
    return found is not None and not found[1].startswith("html") and not _BREAK.issuperset(words(text))


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
