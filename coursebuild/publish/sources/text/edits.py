"""Edits of a text by lines and columns, of which those inside of others have no effect."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from coursebuild.source import LIST_MARKER

_NOTHING_LEFT = re.compile(rf"[ \t>]*(?:(?:{LIST_MARKER}|[:~])[ \t]*)*")


class NotCutError(Exception):
    """A part that students do not see cannot be cut out of its text; `place` is where its attributes are."""

    def __init__(self, line: int, column: int, what: str, code: str = "CB266") -> None:
        super().__init__(what)
        self.code = code
        self.place = line, column


class Edit(NamedTuple):
    """Replace a part of a line, from one index to another, or all of its line with what is in `lines`.

    `lines` is None for a part of a line.
    """

    line: int  # from 1
    start: int = 0
    end: int = 0
    text: str = ""
    lines: tuple[str, ...] | None = None


def without_lines(first: int, last: int, instead: Iterable[str] = ()) -> list[Edit]:
    """Remove lines, of which the last one is included; the first is replaced."""
    removed = [Edit(number, lines=()) for number in range(first + 1, last + 1)]
    return [Edit(first, lines=tuple(instead)), *removed]


def apply(lines: Iterable[str], edits: Iterable[Edit]) -> list[tuple[str, ...]]:
    """Return what becomes of each line: nothing, if nothing is left of it but the marker of an item."""
    by_line: dict[int, list[Edit]] = {}
    for edit in edits:
        by_line.setdefault(edit.line, []).append(edit)
    return [tuple(_edited(line, by_line.get(number, []))) for number, line in enumerate(lines, 1)]


def _edited(line: str, edits: list[Edit]) -> Iterable[str]:
    whole = [edit.lines for edit in edits if edit.lines is not None]
    if whole:
        return min(whole, key=len)  # what is in a removed part is not there to be replaced
    if not edits:
        return (line,)
    text, end = "", 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= end:
            text += line[end : edit.start] + edit.text
            end = edit.end
        elif edit.end > end:  # the space between two parts is removed with both
            text += edit.text
            end = edit.end
    text += line[end:]
    is_marker = line.startswith(text.rstrip()) and _NOTHING_LEFT.fullmatch(text)
    is_gone = is_marker and not _NOTHING_LEFT.fullmatch(line)
    return () if is_gone else (text.rstrip() if text.rstrip() != line.rstrip() else line,)
