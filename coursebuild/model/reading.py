"""The types of a source read line by line: code, fences, headings and attribute blocks.

`source/lines.py` builds them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

MARK = "coursebuild-at"
MARKED = re.compile(rf'\["{MARK}","(\d+)\.(\d+)"\],?')  # in pandoc's JSON

# A comment that ignores rules, after something else on its line.
_IGNORING = re.compile(r"(?<=\S)[ \t]*<!--\s*coursebuild:\s*ignore\b[^>]*-->[ \t]*$")
# The attribute block of a heading that may be an exercise, at the end of its line.
# A field of the front matter whose value YAML reads as a number.
_NUMBER = re.compile(
    r"(?P<key>[^\s:#'\"\[{][^:#'\"]*:[ \t]+)"
    r"(?P<number>[-+]?(?:0o[0-7]+|0x[\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?))(?P<rest>[ \t]*(?:[ \t]#.*)?)"
)
_EXERCISE = re.compile(r"\.(?:exercise|exo)\b|\b(?:minutes|points)=")
_MARK_IN_TEXT = re.compile(rf"{MARK}=\d+\.\d+ ?")

_LONG = 10_000  # characters of a paragraph, of which the lines are counted once

Place = tuple[int, int]  # line and column, from 1


class Fence(NamedTuple):
    """A line of colons; `partner` is the line that closes or opens the same fenced div, or 0."""

    line: int
    column: int
    text: str
    opens: bool
    well_formed: bool
    odd: str  # the first invisible or look-alike character, or nothing
    prefix: str
    partner: int = 0
    repeats_opener: bool = False


class Glued(NamedTuple):
    """A block right under a line of text.

    Pandoc gets a blank line before it, which in a quotation consists of `blank`. Where there is a
    `marker`, it gets none: the line looks like the item of a list, and is text.
    """

    line: int
    column: int
    marker: str = ""
    blank: str = ""


class Literal(NamedTuple):
    """The marker of an item, with a letter or a long number, that begins none: pandoc gets it as text."""

    line: int
    column: int
    marker: str
    begins_paragraph: bool


class Code(NamedTuple):
    """A fenced code block; `last` is the line of its closing fence, or 0."""

    line: int
    column: int
    last: int
    fence: str
    info: str
    text: str


class Block(NamedTuple):
    """A pair of braces in prose.

    It is `attached` if it follows something that may have attributes, and a `guard` if it names something
    that restricts an audience, or was meant to; then it is `certain` if it cannot be anything else.
    """

    line: int
    column: int
    text: str
    attached: bool = False
    guard: bool = False
    certain: bool = False
    well_formed: bool = True

    @property
    def is_marked(self) -> bool:
        """Whether pandoc gets the block with a mark: its own names it would not know any more."""
        return self.guard or (self.attached and self.well_formed and bool(_EXERCISE.search(self.text)))


class Paragraph(NamedTuple):
    """Consecutive lines of prose from line `first`; in `text`, what is no notation is blank.

    In a cell of a grid table, `starts` are the indexes in their lines at which the texts begin.
    """

    first: int
    text: str
    source: str  # the text with what is blank
    starts: tuple[int, ...] = ()

    @classmethod
    def of_line(cls, number: int, line: str) -> "Paragraph":
        """Return a line as a paragraph in which nothing is blank."""
        return cls(number, line, line)

    @property
    def last(self) -> int:
        return self.first + self.text.count("\n")

    def place(self, offset: int) -> Place:
        """Return the place in the source of a character of `text`."""
        if len(self.text) > _LONG:
            starts = _line_starts(self.text)
            number = bisect_right(starts, offset) - 1
            column = offset - starts[number] + 1
        else:
            number = self.text.count("\n", 0, offset)
            column = offset - self.text.rfind("\n", 0, offset)
        return self.first + number, column + (self.starts[number] if self.starts else 0)

    def offset(self, place: Place) -> int:
        """Return the offset in `text` of a place in the source; -1 if it is elsewhere."""
        number = place[0] - self.first
        starts = _line_starts(self.text)
        if not 0 <= number < len(starts):
            return -1
        column = place[1] - 1 - (self.starts[number] if self.starts else 0)
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(self.text)
        return starts[number] + column if 0 <= column < end - starts[number] else -1


@lru_cache(maxsize=1)
def _line_starts(text: str) -> tuple[int, ...]:
    """Return the offset of each line."""
    return (0, *(found.end() for found in re.finditer("\n", text)))


class Heading(NamedTuple):
    """A line that is a heading, or was meant to be one; `well_formed` if pandoc can read it.

    `before` is the text before its first `#`.
    """

    line: int
    level: int
    text: str
    before: str
    well_formed: bool


class Piece(NamedTuple):
    """All of a line, or its text in a cell of a grid table, which begins at the index `start`."""

    line: int
    start: int
    text: str

    def holds(self, place: Place) -> bool:
        return self.line == place[0] and self.start < place[1] <= self.start + len(self.text)


class Box(NamedTuple):
    """A box of another tool that is read as a fenced div: its kind and title there, and what is quoted.

    `is_known` says that its kind has one here; `is_ours`, that it is one of ours with a title as in HackMD.
    """

    line: int
    column: int
    kind: str
    title: str
    quote: str
    is_known: bool = True
    is_ours: bool = False


class Frames(NamedTuple):
    """The boxes of other tools, and the fences that pandoc gets for those that have none.

    By the index of a line: the fences in place of it (`before`) or after it (`after`), and what was
    removed from its beginning. `ends` are the last lines of boxes.
    """

    boxes: list[Box]
    before: dict[int, list[str]]
    after: dict[int, list[str]]
    removed: dict[int, str]
    ends: set[int]

    @classmethod
    def none(cls) -> "Frames":
        return cls([], {}, {}, {}, set())


class Reading(NamedTuple):
    """A source read line by line; `open_comment` is the place of a comment that is never closed.

    `cells` are the cells of grid tables, without their code.
    """

    lines: tuple[str, ...]
    prose: tuple[bool, ...]  # whether each line is neither front matter, nor code, nor comment
    codes: tuple[Code, ...]
    open_comment: Place | None
    fences: tuple[Fence, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    block_ends: frozenset[int]  # the lines after which a block needs no blank line before it
    cells: tuple[tuple[Piece, ...], ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    front_matter: tuple[Paragraph, ...] = ()  # a paragraph for each of its lines
    text: str = ""  # the lines in one
    glued: tuple[Glued, ...] = ()
    frames: Frames = Frames([], {}, {}, {}, set())
    literals: tuple[Literal, ...] = ()

    def for_pandoc(self) -> list[str]:
        """Return the lines that pandoc gets.

        Fences and headings are without the comments that ignore rules, as nothing may follow attributes.
        Numbers in the front matter are in quotes: pandoc would read `1.10` as `1.1`, and `07` as `7`.
        """
        lines = list(self.lines)
        for number in {fence.line for fence in self.fences} | {heading.line for heading in self.headings}:
            lines[number - 1] = without_ignoring(lines[number - 1])
        if self.prose[0] or lines[0].rstrip() != "---":
            return lines
        for n, line in enumerate(lines[1:], 1):
            if line.rstrip() in ("---", "..."):
                break
            if found := _NUMBER.fullmatch(line):
                lines[n] = f'{found["key"]}"{found["number"]}"{found["rest"]}'
        return lines

    def with_added_lines(self, lines: Sequence[str]) -> list[tuple[int, str]]:
        """Return the lines that pandoc gets, each with the number of its line in the source.

        There is a blank line before each block that is glued to a text, and fences around other tools' boxes.
        """
        blank = {glued.line: [glued.blank] for glued in self.glued if not glued.marker}
        before, after = self.frames.before, self.frames.after
        if not (blank or self.frames.boxes):
            return list(enumerate(lines, 1))
        return [
            (n, each)
            for n, line in enumerate(lines, 1)
            for each in (*blank.get(n, ()), *before.get(n - 1, (line,)), *after.get(n - 1, ()))
        ]

    @property
    def boxes(self) -> list[Box]:
        return self.frames.boxes

    def typed(self, place: Place) -> Place:
        """Return where the author typed what is at a place in the lines."""
        line, column = place
        return line, column + (len(self.frames.removed.get(line - 1, "")) if column else 0)

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """Return the lines of prose with their numbers, from 1."""
        return (
            (n, line) for n, (line, prose) in enumerate(zip(self.lines, self.prose, strict=True), 1) if prose
        )

    def texts(self) -> Iterator[tuple[Piece, ...]]:
        """Yield the lines of prose outside grid tables, and then the prose in each of their cells."""
        in_cells = {piece.line for cell in self.cells for piece in cell}
        yield tuple(Piece(n, 0, line) for n, line in self.prose_lines() if n not in in_cells)
        yield from self.cells

    def cell_of(self, place: Place) -> tuple[Piece, ...]:
        """Return the cell that a place is in, or no piece."""
        return next((cell for cell in self.cells if any(piece.holds(place) for piece in cell)), ())

    def before(self, place: Place) -> str:
        """Return the text before a place, in its line or in its cell's piece of the line."""
        start = next((piece.start for piece in self.cell_of(place) if piece.holds(place)), 0)
        return self.lines[place[0] - 1][start : place[1] - 1]

    def is_blank(self, number: int) -> bool:
        return not 1 <= number <= len(self.lines) or not self.lines[number - 1].strip(" \t>")


def without_ignoring(line: str) -> str:
    """Remove a comment that ignores rules from the end of a line, unless there is nothing else."""
    return _IGNORING.sub("", line) if line.rstrip().endswith("-->") else line


def without_marks(json: str) -> str:
    """Remove the marks from pandoc's JSON."""
    return _MARK_IN_TEXT.sub("", MARKED.sub("", json))
