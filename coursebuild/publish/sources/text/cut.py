"""Cut an author's text to what students see of it, by lines and columns: the rest stays as it was typed."""

import re
from collections.abc import Iterator, Mapping, Sequence

from coursebuild.model import (
    Audiences,
    Document,
    Fence,
    Reading,
)
from coursebuild.publish.sources.dates import dates_around
from coursebuild.publish.sources.text import front_matter, gaps, inlines
from coursebuild.publish.sources.text.blocks import cells, code, headings, tables
from coursebuild.publish.sources.text.blocks.lists import NOTHING, apart, follows_list
from coursebuild.publish.sources.text.blocks.quizzes import copies_of_quizzes
from coursebuild.publish.sources.text.conditions import Shown, Students
from coursebuild.publish.sources.text.definitions import used_lines
from coursebuild.publish.sources.text.edits import Edit, apply, without_lines
from coursebuild.publish.sources.text.inclusions import Inclusions
from coursebuild.source import LIST_MARKER, read_attributes, read_lines, without_code

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKER = re.compile(LIST_MARKER)


def cut(document: Document, audiences: Audiences, starters: Mapping[str, str]) -> str:
    """The text of a document as students get it.

    `starters` are the texts of the files that they start from, by their real paths: code of these files
    stays included. Raises: NotCutError.
    """
    source, reading = document.source, document.source.reading
    students = Students(audiences, dates_around(document, audiences))
    quizzes = copies_of_quizzes(document, audiences)
    end = front_matter.end(reading.lines)
    edits = [
        *(without_lines(1, end) if end else ()),
        *_divs(reading, students, quizzes),
        *headings.edits(reading, students),
        *code.edits(reading, students, Inclusions(source, starters)),
        *inlines.edits(reading, students, {*headings.places(reading), *tables.captions(reading)}),
        *tables.edits(reading, students),
        *_comments(reading, end),
    ]
    edited = _without_empty_divs(reading, apply(reading.lines, edits))
    lines = gaps.numbered(edited)
    texts = [text for _, text in lines]
    prose = read_lines("\n".join(texts), source.location.kinds).prose
    used = used_lines(texts, prose)
    closed = gaps.closed(reading, [lines[n] for n in used], [prose[n] for n in used])
    body = "\n".join(closed).strip("\n")
    head = "\n".join(front_matter.cut(reading.lines[:end], _opened(audiences)))
    return f"{head}\n{body}\n".lstrip("\n")


def _opened(audiences: Audiences) -> str:
    """The date of all corrections, if it has come."""
    return audiences.date if audiences.has_come(audiences.date) else ""


def _without_empty_divs(reading: Reading, edited: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Remove the fences of divs of which all content was removed, as filters/conditions.py does."""
    for fence in sorted(reading.fences, key=lambda fence: -fence.line):
        opening = edited[fence.line - 1]
        is_there = len(opening) == 1 and ":::" in opening[0] and fence.opens and fence.partner
        inside = range(fence.line, fence.partner - 1)
        was_filled = not all(reading.is_blank(number + 1) for number in inside)
        is_filled = any(line.strip(" \t>") for number in inside for line in edited[number])
        has_title = any(key == "title" for key, _ in read_attributes(fence.text).pairs)
        if is_there and was_filled and not is_filled and not has_title:
            edited[fence.line - 1] = edited[fence.partner - 1] = ()
    return edited


def _divs(
    reading: Reading, students: Students, quizzes: Mapping[tuple[int, int], list[str]]
) -> Iterator[Edit]:
    """Put copies in place of quizzes. Remove fenced divs, or their fences alone, or conditions from these."""
    for fence in reading.fences:
        if fence.opens:
            place = fence.line, fence.column
            resolved = students.resolve(fence.text, place)
            copy = None if students.have_answers(fence.text, place) else quizzes.get(place)
            if copy and resolved.shown is not Shown.NEVER:
                yield from _copied(reading, fence, copy)
            elif resolved.shown is Shown.NEVER:
                yield from _without_div(reading, fence, resolved.room)
            elif resolved.shown is not Shown.ALWAYS:
                yield from _unconditional(reading, fence, resolved.text)


def _copied(reading: Reading, fence: Fence, copy: Sequence[str]) -> list[Edit]:
    """Put a copy in place of a quiz, also in a list, a quotation or a cell."""
    last = fence.partner or len(reading.lines)
    if cell := cells.cell_of(reading, (fence.line, fence.column)):
        return cells.replaced(
            cell, fence.line, last, [cells.indented(cell, fence.line, each) for each in copy]
        )
    prefix = _prefix(reading, fence)
    below = _MARKER.sub(lambda found: " " * len(found[0]), prefix)
    lines = [f"{below if number else prefix}{line}".rstrip() for number, line in enumerate(copy)]
    return without_lines(fence.line, last, lines)


def _without_div(reading: Reading, fence: Fence, room: str) -> list[Edit]:
    """Remove a fenced div, in place of which there may be room for an answer."""
    last = fence.partner or len(reading.lines)
    instead = [f"::: {{.answer {room}}}", ":::"] if room else []
    if cell := cells.cell_of(reading, (fence.line, fence.column)):
        lines = [cells.indented(cell, fence.line, each) for each in instead or [NOTHING]]
        return cells.replaced(cell, fence.line, last, lines)
    prefix = _prefix(reading, fence)
    if not room and prefix.strip(">"):  # without it, the items of a list might stand closer together
        instead = [NOTHING]
    elif not room:
        instead = [*apart(reading, fence.line, last)]
    return without_lines(fence.line, last, [f"{prefix}{each}" for each in instead])


def _unconditional(reading: Reading, fence: Fence, text: str) -> list[Edit]:
    """Remove the conditions of a fenced div, and its fences if it has no other attributes."""
    if cell := cells.cell_of(reading, (fence.line, fence.column)):
        opening = [cells.indented(cell, fence.line, f"::: {{{text}}}")] if text else []
        numbers = [fence.line] if text else [number for number in (fence.line, fence.partner) if number]
        return [edit for number in numbers for edit in cells.replaced(cell, number, number, opening)]
    prefix = _prefix(reading, fence)
    if text:
        return [Edit(fence.line, lines=(f"{prefix}::: {{{text}}}",))]
    blank = (prefix.rstrip(),)
    return [Edit(number, lines=blank) for number in (fence.line, fence.partner) if number]


def _prefix(reading: Reading, fence: Fence) -> str:
    return reading.lines[fence.line - 1][: fence.column - 1]


def _comments(reading: Reading, first: int) -> Iterator[Edit]:
    """Remove the comments of HTML outside of code; one after a list still ends it."""
    in_code = {n for code in reading.codes for n in range(code.line, (code.last or len(reading.lines)) + 1)}
    masked = "\n".join(
        " " * len(line) if n in in_code or n <= first else without_code(line)
        for n, line in enumerate(reading.lines, 1)
    )
    for found in _COMMENT.finditer(masked):
        line = masked.count("\n", 0, found.start()) + 1
        column = found.start() - (masked.rfind("\n", 0, found.start()) + 1)
        parts = found[0].split("\n")
        is_alone = not reading.lines[line - 1][:column].strip(" \t>")
        instead = NOTHING if is_alone and follows_list(reading, line) else ""
        for number, part in enumerate(parts):
            begins, text = (column, instead) if number == 0 else (0, "")
            yield from cells.changed(reading, line + number, begins, begins + len(part), text)
