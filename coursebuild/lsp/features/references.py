"""References to what is numbered, such as `@fig:disk`: what they lead to, and which may be typed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coursebuild.lint import LESSON
from coursebuild.lsp.features.identifiers import identifiers
from coursebuild.lsp.features.offers import files_in
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
    found = references_on(lesson, number)
    return next((each for each in found if each.start < column <= each.end + 1), None)


def references_on(lesson: Lesson, number: int) -> Iterator[Reference]:
    """The references on a line."""
    if not lesson.has_notation(number):
        return
    numbers = resources.filter_module("numbers")
    for found in _KEY.finditer(lesson.text.line(number)):
        if key := numbers.parse(found["key"], _known(lesson)):
            file = f"{key.lesson}{LESSON}" if key.lesson else ""
            yield Reference(f"{file}#{key.identifier}", *found.span())


class Numbered(NamedTuple):
    """What references may lead to: its identifier, its kind such as `figures`, and the line that has it."""

    identifier: str
    kind: str
    line: int
    text: str


def numbered(lesson: Lesson) -> Iterator[Numbered]:
    """What references may lead to in a lesson, without what it includes."""
    numbers, known = resources.filter_module("numbers"), _known(lesson)
    for name, line in identifiers(lesson).items():
        if key := numbers.parse(name, known):
            yield Numbered(name, key.kind, line, lesson.text.line(line).strip(" \t:#"))


def kind_of(lesson: Lesson, each: Numbered) -> str:
    """What a kind is called in the lesson's language."""
    word = lesson.labels.get(f"ref_{each.kind[:-1]}") or lesson.labels.get(each.kind, each.kind)
    return word[:1].upper() + word[1:]


def find(lesson: Lesson, reference: Reference) -> Numbered | None:
    """What a reference leads to: in the lesson, in what it includes, or in another lesson."""
    file, _, identifier = reference.address.partition("#")
    path = lesson.file(file)
    if file:
        text = lesson.texts.of(path) if lesson.is_inside(path) else None
        lessons = [lesson.of_text(path, text)] if text else []
    else:
        lessons = [lesson, *lesson.included]
    found = (each for one in lessons for each in numbered(one) if each.identifier == identifier)
    return next(found, None)


def _known(lesson: Lesson) -> dict[str, str]:
    known: dict[str, str] = resources.filter_module("numbers").prefixes(lesson.session.course.boxes)
    return known


def offered(lesson: Lesson, word: str) -> Iterator[Numbered]:
    """What a reference that begins with a word may lead to: after `@ex:`, in other lessons too.

    Of these, the names come first, and after a name and `/` what it has.
    """
    for one in (lesson, *lesson.included):
        yield from numbered(one)
    prefix, sign, rest = word.partition(":")
    kind = _known(lesson).get(prefix[:1].lower() + prefix[1:]) if sign else None
    if kind is None:
        return
    below, slash, _ = rest.rpartition("/")
    path = lesson.file(f"{below}{LESSON}")
    text = lesson.texts.of(path) if slash and lesson.is_inside(path) else None
    for each in numbered(lesson.of_text(path, text)) if text else ():
        if each.kind == kind:
            name = each.identifier[len(prefix) + 1 :]
            yield each._replace(identifier=f"{prefix}:{below}/{name}")
    for name, is_folder in files_in(lesson, below):
        if (
            (is_folder or name.endswith(LESSON))
            and name[0] != "_"
            and lesson.file(f"{below}/{name}" if below else name) != lesson.file(lesson.path.name)
        ):
            yield Numbered(f"{prefix}:{below}{slash}{name.removesuffix(LESSON)}/", kind, 0, "")
