"""Edit the cells of tables: those of grid tables keep their width and their height, others their width."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from coursebuild.model import Piece, Place, Reading
from coursebuild.publish.sources.text.blocks import columns
from coursebuild.publish.sources.text.edits import Edit, NotCutError
from coursebuild.source import grid_cells


def cell_of(reading: Reading, place: Place) -> Sequence[Piece]:
    """The cell that a place is in, with its code, which `Reading.cells` do not have; or no piece."""
    return next((cell for cell in cells_of(reading) if any(piece.holds(place) for piece in cell)), ())


def cells_of(reading: Reading) -> Sequence[Sequence[Piece]]:
    """The cells of all grid tables, each with its code."""
    return _cells(reading.lines, reading.prose) if reading.cells else ()


@lru_cache(maxsize=1)  # of the lesson that is being cut
def _cells(lines: tuple[str, ...], prose: tuple[bool, ...]) -> tuple[list[Piece], ...]:
    return tuple(grid_cells(lines, prose))


def replaced(cell: Sequence[Piece], first: int, last: int, lines: Sequence[str]) -> list[Edit]:
    """Put lines in place of some of a cell; those that are left become blank.

    Raises: NotCutError if they have no room.
    """
    pieces = [each for each in cell if first <= each.line <= last]
    if len(lines) > len(pieces):
        raise NotCutError(first, pieces[0].start + 1, "what needs more lines than its cell has")
    texts = [*lines, *[""] * (len(pieces) - len(lines))]
    return [_rewritten(piece, text) for piece, text in zip(pieces, texts, strict=True)]


def indented(cell: Sequence[Piece], line: int, text: str) -> str:
    """A text as it stands in a line of a cell."""
    there = next((piece.text for piece in cell if piece.line == line), "")
    return " " * (len(there) - len(there.lstrip())) + text


def _rewritten(piece: Piece, line: str) -> Edit:
    text = line.ljust(len(piece.text))
    if len(text) > len(piece.text):
        raise too_narrow(piece.line, piece.start + 1, len(text) - len(piece.text))
    return Edit(piece.line, piece.start, piece.start + len(piece.text), text)


def changed(reading: Reading, line: int, start: int, end: int, text: str) -> Iterator[Edit]:
    """Put a text in place of a part of a line; a cell keeps its width. Raises: NotCutError."""
    piece = next((each for each in cell_of(reading, (line, start + 1)) if each.line == line), None)
    if not piece and columns.has_columns(reading, line):
        if len(text) > end - start:
            raise too_narrow(line, start + 1, len(text) - (end - start))
        wide = text.ljust(end - start) if text else columns.nothing_as_wide(reading, line, start, end)
        yield Edit(line, start, end, wide)
        return
    yield Edit(line, start, end, text)
    if piece:
        if len(text) > end - start:
            raise too_narrow(line, start + 1, len(text) - (end - start))
        edge = piece.start + len(piece.text)
        yield Edit(line, edge, edge, " " * (end - start - len(text)))


def is_narrow(reading: Reading, place: Place) -> bool:
    """Whether a place is in a cell that has no room for more than there is."""
    return bool(cell_of(reading, place)) or columns.has_columns(reading, place[0])


def too_narrow(line: int, column: int, missing: int) -> NotCutError:
    """The error that a cell has no room in a line for what students get there."""
    return NotCutError(line, column, f"what its cell is {missing} characters too narrow for")
