"""Edit pandoc's simple and multiline tables, whose columns are where their dashes are."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from coursebuild.model import Reading

_RULER = re.compile(r"[ \t>]*-{2,}(?:[ \t]+-+)+[ \t]*")
_EDGE = re.compile(r"[ \t>]*-{3,}(?:[ \t]+-+)*[ \t]*")
_EMPTY = "<span></span>"


def has_columns(reading: Reading, line: int) -> bool:
    """Whether a line is in such a table."""
    return line in _tables(reading.lines, reading.prose)


def nothing_as_wide(reading: Reading, line: int, start: int, end: int) -> str:
    """What takes the place of a part of a line that is removed: spaces, but in a heading.

    Where the text of a heading begins and ends decides how its column is aligned.
    """
    removed = reading.lines[line - 1][start:end]
    room = len(removed.strip()) - len(_EMPTY)
    if room < 0 or not _tables(reading.lines, reading.prose).get(line):
        return " " * len(removed)
    before = len(removed) - len(removed.lstrip())
    return f"{' ' * before}{_EMPTY[:-1]}{' ' * room}{_EMPTY[-1]}".ljust(len(removed))


@lru_cache(maxsize=1)  # of the lesson that is being cut
def _tables(lines: Sequence[str], prose: Sequence[bool]) -> dict[int, bool]:
    """The lines of these tables, from 1, and whether each is of headings."""
    return dict(_found(lines, prose))


def _found(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[tuple[int, bool]]:
    last = 0
    for at, line in enumerate(lines):
        if at < last or not prose[at] or not _RULER.fullmatch(line):
            continue
        first = at
        while first > last and lines[first - 1].strip(" \t>") and prose[first - 1]:
            first -= 1
        is_multiline = first == at or bool(_EDGE.fullmatch(lines[first]))
        yield from ((number + 1, True) for number in range(first, at))
        last = at + 1
        while last < len(lines) and prose[last] and lines[last].strip(" \t>"):
            last += 1
        if is_multiline:
            closing = (n for n in range(at + 1, len(lines)) if _EDGE.fullmatch(lines[n]))
            last = max(last, next(closing, last))
        yield from ((number + 1, False) for number in range(at, last))
