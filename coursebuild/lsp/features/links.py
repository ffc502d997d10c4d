"""Where the notes and links of a lesson lead."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from coursebuild import lint
from coursebuild.lsp import notation
from coursebuild.lsp.features.identifiers import identifiers
from coursebuild.lsp.features.references import reference_at
from coursebuild.lsp.lessons import Lesson
from coursebuild.lsp.positions import Text
from coursebuild.model import Place

_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
_REFERENCE = re.compile(r"\[(?!\^)(?P<text>[^\[\]]+)\](?:\[(?P<name>[^\[\]]*)\])?(?![(:])")
_LARGEST = 10_000_000  # bytes of a lesson in which a heading is looked for
_TOP = types.Range(types.Position(0, 0), types.Position(0, 0))


def definition(lesson: Lesson, place: Place) -> types.Location | None:
    """What the note or link at a place leads to."""
    number, column = place
    line = lesson.text.line(number)
    attribute = notation.name_at(line, column)
    if attribute and attribute.text == "include" and not attribute.is_class:
        return _file(lesson, attribute.value)
    for address in notation.addresses(number, line):
        if address.first <= place <= address.last or _is_in_link(line, address, column):
            return _target(lesson, address.text)
    if reference := reference_at(lesson, place):
        return _target(lesson, reference.address)
    for pattern, named in ((_NOTE, lesson.notes), (_REFERENCE, lesson.references)):
        for found in pattern.finditer(line):
            if found.start() < column <= found.end() + 1:
                name = (found["name"] or found["text"]) if pattern is _REFERENCE else found["name"]
                at = named.get(" ".join(name.split()).casefold())
                if at and at != number:
                    return types.Location(lesson.uri, lesson.text.of_line(at))
    return None


def _is_in_link(line: str, address: notation.Address, column: int) -> bool:
    """Whether a column is in the text of the link with an address."""
    start = line.rfind("[", 0, address.first[1] - 1)
    return 0 <= start < column <= address.first[1] and "](" in line[start : address.first[1]]


def document_links(lesson: Lesson) -> list[types.DocumentLink]:
    """The addresses that lead to files that exist."""
    return list(_links(lesson))


def _links(lesson: Lesson) -> Iterator[types.DocumentLink]:
    for number, line in lesson.reading.prose_lines():
        for address in notation.addresses(number, lesson.text.line(number)) if "]" in line else ():
            found = _target(lesson, address.text)
            if found and found.uri != lesson.uri and not found.uri.endswith("/"):
                range_ = lesson.text.range(address.first, address.last)
                line_number = found.range.start.line + 1
                uri = f"{found.uri}#L{line_number}" if line_number > 1 else found.uri
                yield types.DocumentLink(range_, target=uri)


def _target(lesson: Lesson, address: str) -> types.Location | None:
    target = lint.Targets(lesson.location).find(address)
    if target is None or target.kind is lint.Kind.NOTHING:
        return None
    if target.kind is lint.Kind.PART:
        line = identifiers(lesson).get(target.part)
        return types.Location(lesson.uri, lesson.text.of_line(line)) if line else None
    where = _TOP
    if target.kind is lint.Kind.LESSON and target.part:
        where = _part(lesson, target.path, target.part)
    return types.Location(target.path.as_uri(), where)


def _file(lesson: Lesson, written: str) -> types.Location | None:
    """The file that a block includes, if it is one of the course, and the part of it that has a name."""
    name, _, part = written.partition("#")
    path = Path(os.path.realpath(lesson.path.parent / name))
    if not any(path.is_relative_to(os.path.realpath(root)) for root in lesson.location.roots):
        return None
    where = _part(lesson, path, part) if part else _TOP
    return types.Location(path.as_uri(), where) if path.is_file() else None


def _part(lesson: Lesson, path: Path, part: str) -> types.Range:
    """The place of an identifier in another lesson; its top if there is none."""
    try:
        if path.stat().st_size > _LARGEST:
            return _TOP
        text = Text(path.read_text(encoding="utf-8-sig", errors="replace"), lesson.text.encoding)
    except OSError:
        return _TOP
    line = identifiers(lesson.of_text(path, text)).get(part)
    return text.of_line(line) if line else _TOP
