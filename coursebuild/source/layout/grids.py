"""Find the cells of grid tables, whose borders are drawn with `+`, `-`, `=` and `|`."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coursebuild.model import Piece
from coursebuild.source.fences import LIST_MARKER

TAB = 4  # columns

_TOP = re.compile(
    rf"(?P<before>(?:[ \t>]|(?:{LIST_MARKER}|\[\^[^\]\s]+\]:|:)(?=[ \t]))*)\+(?:[-=:]+\+)+[ \t]*"
)
_RULE = re.compile(r"\+(?:[-=:]+\+)+")
_BORDER = re.compile(r"[-=:+]+")


def grid_cells(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[list[Piece]]:
    """Yield the cells of the grid tables in a source, each as its pieces of lines."""
    number = 0
    while number < len(lines):
        last = number
        if lines[number].rstrip().endswith("+") and prose[number] and (top := _TOP.fullmatch(lines[number])):
            left = _columns(lines[number])[top.end("before")]
            while last + 1 < len(lines) and prose[last + 1] and _border_at(lines[last + 1], left):
                last += 1
            yield from _cells(lines, number, last, left)
        number = last + 1


def _cells(lines: Sequence[str], first: int, last: int, left: int) -> Iterator[list[Piece]]:
    """Yield the cells of a table; a cell may span several columns or rows."""
    table = [(number, lines[number], _columns(lines[number])) for number in range(first, last + 1)]
    corners = {
        columns[rule.start() + at]
        for _, line, columns in table
        for rule in _RULE.finditer(line)
        for at, character in enumerate(rule[0])
        if character == "+"
    }
    open_cells: dict[tuple[int, int], list[Piece]] = {}
    for number, line, columns in table:
        borders = [
            at
            for at, character in enumerate(line)
            if character in "|+" and columns[at] in corners and columns[at] >= left
        ]
        if line[borders[-1] + 1 :].strip():
            borders.append(len(line))  # its border is missing: pandoc will not read the table
        for start, end in pairwise(borders):
            text, span = line[start + 1 : end], (columns[start], columns[end] if end < len(line) else end)
            is_border = bool(_BORDER.fullmatch(text))
            for other in [o for o in open_cells if o[0] < span[1] and span[0] < o[1]]:
                if is_border or other != span:
                    yield open_cells.pop(other)
            if not is_border:
                open_cells.setdefault(span, []).append(Piece(number + 1, start + 1, text))
    yield from open_cells.values()


def _border_at(line: str, column: int) -> bool:
    return any(line[at] in "|+" for at, each in enumerate(_columns(line)) if each == column)


def _columns(line: str) -> Sequence[int]:
    """Return the column of each character: wide ones take two, combining ones none."""
    if line.isascii() and "\t" not in line:
        return range(len(line))
    columns, column = [], 0
    for character in line:
        columns.append(column)
        if character == "\t":
            column += TAB - column % TAB
        elif not unicodedata.combining(character):
            column += 1 + (unicodedata.east_asian_width(character) in "WF")
    return columns
