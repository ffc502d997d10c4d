"""What is offered in attributes: classes, keys and values, and what a block may include."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress

from lsprotocol.types import CompletionItemKind as Kinds

from coursebuild.lsp import words
from coursebuild.lsp.features.hover import label
from coursebuild.lsp.features.identifiers import identifiers
from coursebuild.lsp.features.offers import Offer, files_in
from coursebuild.lsp.lessons import Lesson
from coursebuild.model import PAGES, SHOW_FROM, BuildError
from coursebuild.source import inclusion

_OPEN_BRACES = re.compile(r"\{[^{}]*$")
_VALUE = re.compile(r"""(?P<key>[\w:.-]+)=["']?(?P<value>[^"'\s]*)$""")
_CLASS = re.compile(r"\.(?P<word>[\w-]*)$")
_KEY = re.compile(r"(?:^|[\s{])(?P<word>[\w-]*)$")
_INCLUDE = re.compile(r"""\binclude=["']?(?P<file>[^"'\s}#]+)""")
_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_OF_FILE = frozenset(("region", "lines", "from", "to"))
_EXERCISE = re.compile(r"\.(?:exercise|exo)\b|:::+[ \t]*(?:exercise|exo)\b|\b(?:minutes|points)=")


def in_braces(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """A class, a key or a value in the attributes that are being typed."""
    braces = _OPEN_BRACES.search(before)
    if not braces or not lesson.has_notation(number):
        return
    inside = braces.start() + 1
    value = _VALUE.search(before, inside)
    if value and value["key"] == "include":
        yield from _included(lesson, value["value"], value.start("value"))
    elif value:
        given = _INCLUDE.search(lesson.text.line(number), inside)
        for text, meaning in _values(lesson, value["key"], given["file"] if given else ""):
            yield Offer(value.start("value"), text, Kinds.Value, meaning)
    elif before.count('"', inside) % 2:  # in a text, such as a title
        return
    elif name := _CLASS.search(before, inside):
        for text, meaning in _classes(lesson):
            yield Offer(name.start("word"), text, Kinds.Class, meaning)
    elif key := _KEY.search(before, inside):
        including = words.INCLUDING if "include=" in before[inside:] else {}
        keys = {**including, **_own_keys(lesson), **words.ATTRIBUTES, **words.KEYS}
        for text, meaning in keys.items():
            yield Offer(key.start("word"), text, Kinds.Property, meaning, f"{text}=")


def _included(lesson: Lesson, path: str, start: int) -> Iterator[Offer]:
    """The files that a block may include: parts and code first, then lessons; after `#`, a file's parts."""
    file, sign, _ = path.partition("#")
    if sign:
        text = lesson.texts.of(lesson.file(file)) if lesson.is_inside(lesson.file(file)) else None
        bank = lesson.of_text(lesson.file(file), text) if text else None
        for name in identifiers(bank) if bank else ():
            yield Offer(start, f"{file}#{name}", Kinds.Reference)
        return
    folder = path.rpartition("/")[0]
    for name, is_folder in files_in(lesson, folder):
        order = f"{'0' if is_folder else '2' if name.endswith('.md') and name[0] != '_' else '1'}{name}"
        whole = f"{folder}/{name}" if folder else name
        yield Offer(start, whole + "/" * is_folder, Kinds.Folder if is_folder else Kinds.File, order=order)


def _classes(lesson: Lesson) -> Iterator[tuple[str, str]]:
    yield from ((kind, words.of_kind(kind, label(lesson, kind))) for kind in lesson.kinds)
    yield from words.CLASSES.items()
    known = {*lesson.kinds, *words.CLASSES}
    with suppress(BuildError):  # a style sheet that cannot be read is reported with each lesson
        styled = sorted(lesson.session.styled_classes - known)
        yield from ((name, "A class of your style sheets.") for name in styled)


def _values(lesson: Lesson, key: str, included: str) -> Iterator[tuple[str, str]]:
    """The values of an attribute, with their meanings, in a block that perhaps includes a file."""
    if key in _OF_FILE and included:
        yield from _of_file(lesson, included, key)
    elif key == "edition":
        yield from ((name, "An edition of this course.") for name in lesson.session.course.editions)
    elif key == "for":
        yield from _exercises(lesson)
    elif key == SHOW_FROM:
        yield from ((date, words.of_date(date)) for date in _dates(lesson))
    elif key == "format":
        yield from ((format_.value, "") for format_ in PAGES)
    else:
        values = {held[key] for held in lesson.audiences.values.values() if key in held}
        switch = {"true", "false"} if values & {"true", "false"} else set()
        yield from ((value, "") for value in sorted(values | switch, reverse=True))


def _dates(lesson: Lesson) -> list[str]:
    """The dates in a lesson, and today's."""
    today = dt.datetime.now().astimezone().date().isoformat()
    found = {*_DATE.findall("\n".join(lesson.text.lines)), today}
    return sorted(date for date in found if words.of_date(date))


def _own_keys(lesson: Lesson) -> dict[str, str]:
    """The keys that the course's editions and the lesson's front matter have."""
    keys = {key for held in lesson.audiences.values.values() for key in held}
    return dict.fromkeys(sorted(keys - words.FIELDS.keys()), "A condition on a value of this lesson.")


def _exercises(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """The identifiers of the exercises, each with its line."""
    for one in (lesson, *lesson.included):
        for name, number in identifiers(one).items():
            line = one.text.line(number)
            if _EXERCISE.search(line):
                yield name, f"`{line.strip()}`"


def _of_file(lesson: Lesson, file: str, key: str) -> Iterator[tuple[str, str]]:
    """The names of a file's regions, or the numbers of its lines."""
    path = lesson.file(file)
    text = lesson.texts.of(path) if lesson.is_inside(path) else None
    if text is None:
        return
    if key == "region":
        yield from ((name, f"From line {number}.") for number, name in inclusion.regions(text.lines))
        return
    last = len(text.lines) - (not text.lines[-1])
    yield {"lines": f"1-{last}", "from": "1", "to": str(last)}[key], f"`{path.name}` has {last} lines."
