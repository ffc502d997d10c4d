"""Where the notes and links of a lesson lead."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lsprotocol import types

from coursebuild import lint
from coursebuild.lsp import notation
from coursebuild.lsp.features.identifiers import identifiers
from coursebuild.lsp.features.references import reference_at
from coursebuild.lsp.lessons import Lesson
from coursebuild.model import Place
from coursebuild.source import inclusion, read_attributes

_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
_REFERENCE = re.compile(r"\[(?!\^)(?P<text>[^\[\]]+)\](?:\[(?P<name>[^\[\]]*)\])?(?![(:])")
_OF_INCLUSION = frozenset(("include", "region", "lines", "from", "to"))
_FIRST = re.compile(r"\d{1,7}")
_TOP = types.Range(types.Position(0, 0), types.Position(0, 0))


def definition(lesson: Lesson, place: Place) -> types.Location | None:
    """What the note, link, reference or attribute at a place leads to."""
    number, column = place
    line = lesson.text.line(number)
    attribute = notation.name_at(line, column)
    if attribute and not attribute.is_class and attribute.text in _OF_INCLUSION:
        return _included(lesson, dict(read_attributes(notation.braces_at(line, column)[1]).pairs))
    if attribute and attribute.text == "for" and not attribute.is_class:
        return _target(lesson, f"#{attribute.value}")
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
        return next(filter(None, (_in_text(each, target.part) for each in (lesson, *lesson.included))), None)
    where = _TOP
    if target.kind is lint.Kind.LESSON and target.part:
        where = _part(lesson, target.path, target.part)
    return types.Location(lesson.texts.address(target.path), where)


def _in_text(lesson: Lesson, identifier: str) -> types.Location | None:
    line = identifiers(lesson).get(identifier)
    return types.Location(lesson.uri, lesson.text.of_line(line)) if line else None


def _included(lesson: Lesson, given: Mapping[str, str]) -> types.Location | None:
    """What a block includes, if it is a file of the course: its part, region or first line."""
    name, _, part = given.get("include", "").partition("#")
    path = lesson.file(name)
    text = lesson.texts.of(path) if name and lesson.is_inside(path) else None
    if text is None:
        return None
    where = _part(lesson, path, part) if part else _TOP
    first = _FIRST.match(given.get("lines", "") or given.get("from", ""))
    if region := given.get("region"):
        lines = (number for number, each in inclusion.regions(text.lines) if each == region)
        where = text.of_line(next(lines, 1))
    elif first:
        where = text.of_line(int(first[0]))
    return types.Location(lesson.texts.address(path), where)


def _part(lesson: Lesson, path: Path, part: str) -> types.Range:
    """The place of an identifier in another lesson; its top if there is none."""
    text = lesson.texts.of(path)
    found = _in_text(lesson.of_text(path, text), part) if text else None
    return found.range if found else _TOP
