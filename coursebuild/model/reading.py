"""The types of a source read line by line: code, fences, headings and attribute blocks.

`source/lines.py` builds them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MARK = "coursebuild-at"
MARKED = re.compile(rf'\["{MARK}","(\d+)\.(\d+)"\],?')  # in pandoc's JSON

# A comment that ignores rules, after something else on its line.
_IGNORING = re.compile(r"(?<=\S)[ \t]*<!--\s*coursebuild:\s*ignore\b[^>]*-->[ \t]*$")
# The attribute block of a heading that may be an exercise, at the end of its line.
_EXERCISE = re.compile(r"\{(?=[^{}]*(?:\.(?:exercise|exo)\b|\b(?:minutes|points)=))[^{}]*\}[ \t]*#*[ \t]*$")
# A field of the front matter whose value YAML reads as a number.
_NUMBER = re.compile(
    r"(?P<key>[^\s:#'\"\[{][^:#'\"]*:[ \t]+)"
    r"(?P<number>[-+]?(?:0o[0-7]+|0x[\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?))(?P<rest>[ \t]*(?:[ \t]#.*)?)"
)
_MARK_IN_TEXT = re.compile(rf"{MARK}=\d+\.\d+ ")

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
        return self.guard or (self.attached and self.well_formed)


class Paragraph(NamedTuple):
    """Consecutive lines of prose from line `first`; in `text`, what is no notation is blank."""

    first: int
    text: str

    def place(self, offset: int) -> Place:
        """Return the place in the source of a character of `text`."""
        return self.first + self.text.count("\n", 0, offset), offset - self.text.rfind("\n", 0, offset)


class Heading(NamedTuple):
    """A line that is a heading, or was meant to be one; `well_formed` if pandoc can read it.

    `before` is the text before its first `#`.
    """

    line: int
    level: int
    text: str
    before: str
    well_formed: bool


class Reading(NamedTuple):
    """A source read line by line; `open_comment` is the place of a comment that is never closed."""

    lines: tuple[str, ...]
    prose: tuple[bool, ...]  # whether each line is neither front matter, nor code, nor comment
    codes: tuple[Code, ...]
    open_comment: Place | None
    fences: tuple[Fence, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    block_ends: frozenset[int]  # the lines after which a block needs no blank line before it
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def marked(self) -> str:
        """Return the text for pandoc, with a mark in each opening fence and attribute block.

        Fences and headings are without the comments that ignore rules, as nothing may follow attributes.
        Numbers in the front matter are in quotes: pandoc would read `1.10` as `1.1`, and `07` as `7`.
        """
        lines = self._with_quoted_numbers()
        for number in {fence.line for fence in self.fences} | {heading.line for heading in self.headings}:
            lines[number - 1] = without_ignoring(lines[number - 1])
        # from right to left, as a mark moves the columns after it
        for place in sorted({*self.places()}, reverse=True):
            number, column = place
            if lines[number - 1][column - 1] not in ":{":
                continue  # pandoc does not read a look-alike as a brace
            before, after = lines[number - 1][: column - 1], lines[number - 1][column - 1 :]
            lines[number - 1] = before + _with_mark(after, place)
        return "\n".join(lines)

    def places(self) -> Iterator[Place]:
        """Yield the places of the marks."""
        yield from ((fence.line, fence.column) for fence in self.fences if fence.opens and fence.well_formed)
        yield from ((block.line, block.column) for block in self.blocks if block.is_marked)

    def _with_quoted_numbers(self) -> list[str]:
        lines = list(self.lines)
        if self.prose[0] or lines[0].rstrip() != "---":
            return lines
        for n, line in enumerate(lines[1:], 1):
            if line.rstrip() in ("---", "..."):
                break
            if found := _NUMBER.fullmatch(line):
                lines[n] = f'{found["key"]}"{found["number"]}"{found["rest"]}'
        return lines

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """Return the lines of prose with their numbers, from 1."""
        return (
            (n, line) for n, (line, prose) in enumerate(zip(self.lines, self.prose, strict=True), 1) if prose
        )

    def is_blank(self, number: int) -> bool:
        return not 1 <= number <= len(self.lines) or not self.lines[number - 1].strip(" \t>")


def without_ignoring(line: str) -> str:
    """Remove a comment that ignores rules from the end of a line, unless there is nothing else."""
    return _IGNORING.sub("", line) if line.rstrip().endswith("-->") else line


def without_marks(json: str) -> str:
    """Remove the marks from pandoc's JSON."""
    return _MARK_IN_TEXT.sub("", MARKED.sub("", json))


def _with_mark(text: str, place: Place) -> str:
    mark = f"{{{MARK}={place[0]}.{place[1]} "
    if "{" in text:
        return text.replace("{", mark, 1)
    colons, word = re.match(r"(:+)[ \t]*(\S+?)[ \t]*:*[ \t]*$", text).groups()  # type: ignore[union-attr]
    return f"{colons} {mark}.{word}}}"
