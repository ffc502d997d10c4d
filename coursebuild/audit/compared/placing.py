"""Find the place in a source of a text that is known by pieces of it."""

import re
from collections.abc import Sequence

from coursebuild.model import Source, squeezed

_LENGTHS = (32, 20, 12, 6)  # letters of a piece that are searched for: markup may interrupt it
_WORD = re.compile(r"[^\W_]+")


def place(source: Source, pieces: Sequence[str], before: Sequence[str]) -> tuple[int, int]:
    """The line and column of a text in the source, by its phrases; zeros if none is found.

    If a phrase is there more than once, `before` are the texts before this one, which have the others.
    """
    letters, starts, places = _letters(source)
    for length in _LENGTHS:
        for piece in (piece[:length] for piece in pieces):
            found = [at for at in starts if letters.startswith(piece, at)]
            if found:
                nth = sum(text.count(piece) for text in before)
                return places[starts.index(found[min(nth, len(found) - 1)])]
    return 0, 0


def _letters(source: Source) -> tuple[str, list[int], list[tuple[int, int]]]:
    """The letters of a source; and where each word starts, in the letters and in lines and columns."""
    letters: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, int]] = []
    at = 0
    for number, line in enumerate(source.reading.lines, 1):
        for word in _WORD.finditer(line):
            starts.append(at)
            places.append((number, word.start() + 1))
            letters.append(squeezed(word[0]))
            at += len(letters[-1])
    return "".join(letters), starts, places
