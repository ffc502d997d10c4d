"""A source text as its author sees it: code, comments, fences, headings and attribute blocks.

The types of a reading; `source/lines.py` makes them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MARK = "coursebuild-at"
MARKED = re.compile(rf'\["{MARK}","(\d+)\.(\d+)"\],?')  # in pandoc's JSON

_MARK_IN_TEXT = re.compile(rf"{MARK}=\d+\.\d+ ")

Place = tuple[int, int]  # line and column, from 1


class Fence(NamedTuple):
    """A line of colons; `partner` is the line of the one that closes or opens the same division, or 0."""

    line: int
    column: int
    text: str
    opens: bool
    well_formed: bool
    odd: str  # the first character that is not what it looks like
    prefix: str
    partner: int = 0
    doubles: bool = False


class Code(NamedTuple):
    """A fenced code block, from its first fence's line to its last's (0 where it is never closed)."""

    line: int
    column: int
    last: int
    fence: str
    info: str
    text: str


class Block(NamedTuple):
    """An attribute block that seems to hold a condition; `certain` where it can be nothing else."""

    line: int
    column: int
    text: str
    certain: bool = False


class Heading(NamedTuple):
    """A line that is a heading, or was meant to be one; `well_formed` where pandoc can read it.

    `before` is what stands before its `#`.
    """

    line: int
    level: int
    text: str
    before: str
    well_formed: bool


class Reading(NamedTuple):
    lines: tuple[str, ...]
    prose: tuple[bool, ...]  # neither front matter, nor code, nor comment
    codes: tuple[Code, ...]
    comment_left_open: Place | None
    fences: tuple[Fence, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    parting: frozenset[int]  # the lines after which a block may begin without a blank one

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def marked(self) -> str:
        """The text for pandoc, with a mark in each opening fence and block."""
        lines = list(self.lines)
        # from right to left, so that columns stay true
        for place in sorted(self.places(), reverse=True):
            number, column = place
            if lines[number - 1][column - 1] not in ":{":
                continue  # what only looks like a brace is no attribute, marked or not
            before, after = lines[number - 1][: column - 1], lines[number - 1][column - 1 :]
            lines[number - 1] = before + _with_mark(after, place)
        return "\n".join(lines)

    def places(self) -> Iterator[Place]:
        """Where the marks are."""
        yield from ((fence.line, fence.column) for fence in self.fences if fence.opens and fence.well_formed)
        yield from ((block.line, block.column) for block in self.blocks)

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """The lines of prose, with their numbers."""
        return (
            (n, line) for n, (line, prose) in enumerate(zip(self.lines, self.prose, strict=True), 1) if prose
        )

    def is_blank(self, number: int) -> bool:
        return not 1 <= number <= len(self.lines) or not self.lines[number - 1].strip(" \t>")


def without_marks(json: str) -> str:
    """Pandoc's JSON as it would be had nothing been marked."""
    return _MARK_IN_TEXT.sub("", MARKED.sub("", json))


def _with_mark(text: str, place: Place) -> str:
    mark = f"{{{MARK}={place[0]}.{place[1]} "
    if "{" in text:
        return text.replace("{", mark, 1)
    colons, word = re.match(r"(:+)[ \t]*(\S+?)[ \t]*:*[ \t]*$", text).groups()  # type: ignore[union-attr]
    return f"{colons} {mark}.{word}}}"
