"""Remove the comments of HTML."""

import re
from collections.abc import Iterator, Sequence

from coursebuild.model import Piece, Place, Reading
from coursebuild.publish.sources.text.blocks import cells
from coursebuild.publish.sources.text.blocks.lists import NOTHING, follows_list
from coursebuild.publish.sources.text.edits import Edit
from coursebuild.source import without_code

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def edits(reading: Reading, first: int) -> Iterator[Edit]:
    """Remove comments outside of code and of the `first` lines; one after a list still ends it."""
    in_code = {n for code in reading.codes for n in range(code.line, (code.last or len(reading.lines)) + 1)}
    masked = [
        " " * len(line) if n in in_code or n <= first else without_code(line)
        for n, line in enumerate(reading.lines, 1)
    ]
    for text in _texts(reading, masked):
        for found in _COMMENT.finditer("\n".join(piece.text for piece in text)):
            places = _places(text, found)
            cell, line = cells.cell_of(reading, places[0]), places[0][0]
            before = found.string[: found.start()].rpartition("\n")[2]
            is_alone = not before.strip(" \t>")
            if cell and is_alone and not found.string[found.end() :].partition("\n")[0].strip():
                nothing = cells.indented(cell, line, NOTHING)
                yield from cells.replaced(cell, line, places[-1][0], [nothing])
                continue
            instead = [NOTHING if not cell and is_alone and follows_list(reading, line) else ""]
            for (number, column), part in zip(places, found[0].split("\n"), strict=True):
                if not cell and line < number < places[-1][0]:
                    yield Edit(number, lines=())  # a blank line would part the text around the comment
                    continue
                end = column - 1 + len(part)
                yield from cells.changed(reading, number, column - 1, end, instead.pop() if instead else "")


def _texts(reading: Reading, masked: Sequence[str]) -> Iterator[Sequence[Piece]]:
    """The text outside of grid tables, and that of each of their cells: a comment is in one of them."""
    in_cells: set[int] = set()
    for cell in cells.cells_of(reading):
        in_cells |= {piece.line for piece in cell}
        yield [
            piece._replace(text=masked[piece.line - 1][piece.start : piece.start + len(piece.text)])
            for piece in cell
        ]
    yield [Piece(n, 0, "" if n in in_cells else line) for n, line in enumerate(masked, 1)]


def _places(text: Sequence[Piece], found: re.Match[str]) -> list[Place]:
    """Where each line of what is found in a text begins."""
    before = found.string[: found.start()]
    number, column = before.count("\n"), found.start() - (before.rfind("\n") + 1)
    first, *below = text[number : number + 1 + found[0].count("\n")]
    return [(first.line, first.start + column + 1), *((piece.line, piece.start + 1) for piece in below)]
