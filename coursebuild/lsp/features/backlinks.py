"""Where the lessons of a course lead to a part of one, or include a file."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from coursebuild import lint
from coursebuild.lsp import notation
from coursebuild.lsp.features.identifiers import identifiers
from coursebuild.lsp.features.references import references_on
from coursebuild.lsp.lessons import SUFFIX, Lesson
from coursebuild.model import Place

MOST_FILES = 2_000  # of a course, in which is looked


class Target(NamedTuple):
    """A file by its real path, and the identifier of a part of it; "" for all of it."""

    path: Path
    part: str


class Link(NamedTuple):
    """What leads to a target, on a line from one index up to another."""

    target: Target
    line: int
    start: int
    end: int


def references(lesson: Lesson, place: Place, *, with_definition: bool) -> list[types.Location]:
    """The places that lead where the link at a place does, or to the part or heading that is there."""
    target = _target_at(lesson, place)
    if target is None:
        return []
    found = []
    for each in _lessons(lesson):
        if target.part not in each.text.content and target.path.name not in each.text.content:
            continue
        found += [
            _location(each, link.line, link.start, link.end) for link in _links(each) if link.target == target
        ]
        if with_definition and _path(each) == target.path and (line := identifiers(each).get(target.part)):
            found.append(types.Location(each.uri, each.text.of_line(line)))
    return found


def _location(lesson: Lesson, line: int, start: int, end: int) -> types.Location:
    return types.Location(lesson.uri, lesson.text.range((line, start + 1), (line, end + 1)))


def _target_at(lesson: Lesson, place: Place) -> Target | None:
    """What the link at a place leads to, or else the part that begins on its line."""
    number, column = place
    for link in _links_on(lesson, number):
        if link.start < column <= link.end + 1:
            return link.target
    names = (name for name, line in identifiers(lesson).items() if line == number)
    name = next(names, None)
    return Target(_path(lesson), name) if name else None


def _lessons(lesson: Lesson) -> Iterator[Lesson]:
    """The Markdown files of the course, this one first; as they are in the editor, if they are open there."""
    seen = {_path(lesson)}
    yield lesson
    for path in islice(_files(lesson), MOST_FILES):
        real = Path(os.path.realpath(path))
        if real not in seen and lesson.is_inside(real) and (text := lesson.texts.of(real)):
            seen.add(real)
            yield lesson.of_text(real, text)


def _files(lesson: Lesson) -> Iterator[Path]:
    output = os.path.realpath(lesson.session.course.root / lesson.session.course.output)
    for root in lesson.location.roots:
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(
                each
                for each in folders
                if not each.startswith(".") and each != "node_modules" and str(Path(folder, each)) != output
            )
            yield from (Path(folder, name) for name in sorted(names) if name.endswith(SUFFIX))


def _links(lesson: Lesson) -> Iterator[Link]:
    for number, line in enumerate(lesson.text.lines, 1):
        if any(sign in line for sign in ("](", "]:", "@", "=")):
            yield from _links_on(lesson, number)


def _links_on(lesson: Lesson, number: int) -> Iterator[Link]:
    """What leads anywhere on a line: links, references, and the attributes `for` and `include`."""
    line = lesson.text.line(number)
    if not lesson.has_notation(number):
        return
    found = [(each.text, each.first[1] - 1, each.last[1] - 1) for each in notation.addresses(number, line)]
    found += list(references_on(lesson, number))
    for name in notation.names(line):
        if name.text == "for" and not name.is_class and name.value:
            found.append((f"#{name.value}", name.start, name.end))
        elif name.text == "include" and not name.is_class and name.value:
            file, _, part = name.value.partition("#")
            yield Link(Target(lesson.file(file), part), number, name.start, name.end)
    targets = lint.Targets(lesson.location)
    for address, start, end in found:
        target = targets.find(address)
        if target and target.kind is not lint.Kind.NOTHING:
            own = target.kind is lint.Kind.PART
            path = _defining(lesson, target.part) if own else target.path
            yield Link(Target(path, target.part), number, start, end)


def _defining(lesson: Lesson, identifier: str) -> Path:
    """The file that has a part of a lesson: the lesson itself, or one that it includes."""
    files = (each for each in (lesson, *lesson.included) if identifier in identifiers(each))
    return _path(next(files, lesson))


def _path(lesson: Lesson) -> Path:
    return Path(os.path.realpath(lesson.path))
