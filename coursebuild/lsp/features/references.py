"""References to what is numbered, such as `@fig:disk`: what they lead to, and which may be typed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coursebuild.lint import LESSON
from coursebuild.lsp.features.identifiers import identifiers
from coursebuild.lsp.lessons import Lesson
from coursebuild.model import Place
from coursebuild.runtime import resources

_KEY = re.compile(r"(?<![\w\\@])@\{?(?P<key>[A-Za-z][\w-]*[:-](?:[\w:./-]*\w)?)")


class Reference(NamedTuple):
    """A reference on a line, from one index up to another, and the address that it leads to."""

    address: str
    start: int
    end: int


def reference_at(lesson: Lesson, place: Place) -> Reference | None:
    """The reference at a place."""
    number, column = place
    if not lesson.has_notation(number):
        return None
    numbers = resources.filter_module("numbers")
    for found in _KEY.finditer(lesson.text.line(number)):
        key = numbers.parse(found["key"], _known(lesson))
        if key and found.start() < column <= found.end() + 1:
            file = f"{key.lesson}{LESSON}" if key.lesson else ""
            return Reference(f"{file}#{key.identifier}", *found.span())
    return None


def numbered(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """The identifiers to which references may lead, each with the text of its line."""
    numbers, known = resources.filter_module("numbers"), _known(lesson)
    for name, line in identifiers(lesson).items():
        if numbers.parse(name, known):
            yield name, lesson.text.line(line).strip(" \t:#")


def _known(lesson: Lesson) -> dict[str, str]:
    known: dict[str, str] = resources.filter_module("numbers").prefixes(lesson.session.course.boxes)
    return known
