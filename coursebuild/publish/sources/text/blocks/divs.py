"""Remove fenced divs and their conditions, and put copies in place of quizzes."""

import re
from collections.abc import Iterator, Mapping, Sequence

from coursebuild.model import Fence, Place, Reading
from coursebuild.publish.sources.text.blocks import cells
from coursebuild.publish.sources.text.blocks.lists import NOTHING, apart, ends_item
from coursebuild.publish.sources.text.conditions import Shown, Students
from coursebuild.publish.sources.text.edits import Edit, without_lines
from coursebuild.source import LIST_MARKER, read_attributes

_QUOTED = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_MARKER = re.compile(LIST_MARKER)


def edits(reading: Reading, students: Students, quizzes: Mapping[Place, Sequence[str]]) -> Iterator[Edit]:
    """Put copies in place of quizzes. Remove fenced divs, or their fences alone, or conditions from these.

    Raises: NotCutError for what has no room in its cell.
    """
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
    inside = _QUOTED.sub("", prefix)
    if not room and inside:  # without it, the items of a list might stand closer together
        is_all = _MARKER.search(inside) and ends_item(reading, last, prefix)
        instead = [] if is_all else [NOTHING]
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


def without_empty(reading: Reading, edited: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
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
