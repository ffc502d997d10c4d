"""A text while it is turned into coursebuild's notation: its lines, with their places in the original."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.model import Diagnostic, Reading
from coursebuild.source import read_lines

KEPT, HIDDEN, REFUSED = "CB167", "CB168", "CB169"  # the rules that importing has

_SPAN = re.compile(
    r"(?P<role>\{[^\W\d_][\w:.+-]*\})?(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL
)
_MOST_NAMED = 8  # lines in a message


class Line(NamedTuple):
    """A line, and the number of the line in the original that it comes from."""

    number: int
    text: str


class Defaults(NamedTuple):
    """What the configuration of another tool, or a lesson's front matter, says of all that follows.

    `hides_code` is whether code is hidden where it does not say otherwise, `values` are for `{{ name }}`, and
    `base` are the folders of included files. `lang` is in the course's configuration, unless the lesson
    `is_alone`.
    """

    hides_code: bool = False
    values: tuple[tuple[str, str], ...] = ()
    base: tuple[Path, ...] = ()
    lang: str = ""
    title: str = ""
    is_alone: bool = False


@dataclass
class Draft:
    """A lesson in the making.

    `path` is the original, `name` its path in messages, and `original` its lines; nothing outside of the
    folder `root` is read. `files` are what the lesson needs beside it, contents or files to copy, by their
    paths from its folder.
    """

    path: Path
    name: str
    root: Path
    lines: list[Line]
    defaults: Defaults = Defaults()  # noqa: RUF009 (it is immutable)
    notes: dict[Diagnostic, None] = field(default_factory=dict)
    files: dict[PurePosixPath, bytes | Path] = field(default_factory=dict)
    original: tuple[str, ...] = ()
    _text: str = ""
    _reading: Reading | None = None  # of `_text`

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def read(self) -> Reading:
        """Read the lines; boxes of other tools stay as they are typed."""
        if (text := self.text) != self._text or self._reading is None:
            self._text, self._reading = text, read_lines(text, boxes=False)
        return self._reading

    def tell(self, number: int, code: str, message: str, column: int = 1) -> None:
        """Note a diagnostic at a line of the original, once."""
        self.notes[Diagnostic(self.name, number, column if number else 0, code, message)] = None

    def tell_comments(self, numbers: Iterable[int]) -> None:
        """Note how many comments there are, and in which lines: no page shows them."""
        if found := sorted(numbers):
            lines = [*dict.fromkeys(map(str, found))]
            more = f" and {len(lines) - _MOST_NAMED} more" if len(lines) > _MOST_NAMED else ""
            where = f"line{'s' if len(lines) > 1 else ''} {', '.join(lines[:_MOST_NAMED])}{more}"
            count = (
                f"{len(found)} comments, which no page shows"
                if len(found) > 1
                else "a comment, which no page shows"
            )
            self.tell(found[0], KEPT, f"{count} ({where})")

    def replace(self, first: int, last: int, texts: Sequence[str | Line]) -> None:
        """Replace lines, counted from 1; a new line without a number has that of the first one replaced."""
        number = self.lines[first - 1].number
        self.lines[first - 1 : last] = [
            line if isinstance(line, Line) else Line(number, line) for line in texts
        ]

    def rewrite_prose(self, rewrite: Callable[[str], str]) -> None:
        """Rewrite each paragraph of prose, whose lines are joined."""
        prose = self.read().prose
        for first, last in reversed([*_paragraphs(self.lines, prose)]):
            before = "\n".join(line.text for line in self.lines[first:last])
            after = rewrite(before)
            if after != before:
                new = after.split("\n")
                numbers = [line.number for line in self.lines[first:last]]
                numbers += numbers[-1:] * len(new)
                self.lines[first:last] = [*map(Line, numbers, new)]

    def in_original(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a diagnostic about the lines at its place in the original."""
        if not 0 < diagnostic.line <= len(self.lines):
            return diagnostic
        number, text = self.lines[diagnostic.line - 1]
        is_same = 0 < number <= len(self.original) and self.original[number - 1] == text
        return diagnostic.at((number, diagnostic.column if is_same else min(diagnostic.column, 1)))

    def number_of(self, text: str, fallback: int = 0) -> int:
        """Return the original's line of the first line that has a text."""
        return next((line.number for line in self.lines if text in line.text), fallback)


def _paragraphs(lines: Sequence[Line], prose: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the first index of each paragraph, and the one after its last."""
    first = None
    for at, line in enumerate(lines):
        is_text = prose[at] and bool(line.text.strip(" \t>"))
        if is_text and first is None:
            first = at
        elif not is_text and first is not None:
            yield first, at
            first = None
    if first is not None:
        yield first, len(lines)


def outside_code(
    text: str, rewrite: Callable[[str], str], role: Callable[[str, str], str | None] | None = None
) -> str:
    """Rewrite what is not in backticks; `role` gets each name in braces with the code behind it.

    A plain code has the name "". Where `role` returns None, the code stays as it is.
    """
    parts, at = [], 0
    for found in _SPAN.finditer(text):
        parts.append(rewrite(text[at : found.start()]))
        new = role((found["role"] or "")[1:-1], found["code"]) if role else None
        parts.append(found[0] if new is None else new)
        at = found.end()
    return "".join((*parts, rewrite(text[at:])))
