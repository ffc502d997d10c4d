"""Find the blocks that begin right under a line of text, as GitHub reads them.

Pandoc needs a blank line before them, and gets one (`pandoc/marks.py`). A fenced div gets none: it may
restrict its audience, and must stand where its author put it.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from coursebuild.model import Glued
from coursebuild.source.layout.markers import ITEM, is_first, successors

LONGEST_ITEM = 50  # lines in which the next item is looked for
MAX_INDENT = 3  # spaces before a block; with more, pandoc would read indented code

_QUOTE = re.compile(r"[ \t]*>[ \t]?(?![=\d])")
# pandoc's manual, `fancy_lists`: a capital letter with a period needs two spaces
_ITEM = re.compile(rf"(?![A-Z]\.[ \t]\S)(?P<marker>{ITEM})[ \t]+(?P<text>\S.*)")
_CAPITAL = re.compile(r"(?P<marker>[A-Z]\.)[ \t]\S")
_CONTAINER = re.compile(r"(?:\[\^[^\]\s]+\]:|[:~][ \t])")  # a note, whose blocks are indented; a definition
_BULLETS = ("-", "+", "*")
_LETTER = re.compile(r"[A-Za-z#]")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]+){2,}-[ \t]*)")
_DASHES = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_GRID = re.compile(r"\+(?:[-=:]+\+)+[ \t]*")
_RULED = re.compile(r"[ \t]*-{2,}(?:[ \t]+-{2,})*[ \t]*")  # in a simple table, or a heading's underline
_ALERT = re.compile(r"\[!\w+\]")
_CLOSING_DASH = re.compile(r"[ \t]-(?:[ \t]|$)")
_VERBATIM_TAG = re.compile(r"(?i)<(/?)(?:pre|script|style|textarea)\b")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{")
_INLINE_CODE = re.compile(r"(`+)[^`]+\1(?!`)")


class _Line(NamedTuple):
    """A line of prose: its quotation marks, the spaces before its text, and its text."""

    quote: str
    depth: int
    indent: int
    text: str

    @classmethod
    def of(cls, line: str) -> "_Line":
        end = depth = 0
        while found := _QUOTE.match(line, end):
            end, depth = found.end(), depth + 1
        text = line[end:].lstrip(" \t")
        return cls(line[:end], depth, len(line) - end - len(text), text.rstrip())

    @property
    def is_indented(self) -> bool:
        return self.indent > 0 or self.quote.startswith((" ", "\t"))


def find_glued(
    lines: Sequence[str],
    prose: Sequence[bool],
    apart: Collection[int],
    code: Collection[int],
    ends: Collection[int],
) -> tuple[Glued, ...]:
    """Find the blocks that begin right under a line of text.

    `apart` are the lines, from 1, of headings and fenced divs, `code` the opening lines of blocks of code,
    `ends` the last lines of other tools' boxes.
    """
    finder = _Finder(lines, prose)
    for number in range(1, len(lines) + 1):
        if not prose[number - 1]:
            if number in code:
                finder.code(number)
            finder.end_paragraph()
        elif number in apart:
            finder.end_paragraph()
            finder.in_list = finder.in_list and lines[number - 1].startswith((" ", "\t"))
        else:
            finder.line(number)
        if number in ends:
            finder.end_paragraph()
            finder.in_list = False
    return tuple(finder.found)


class _Finder:
    """Goes through the lines, and knows the paragraph and the list that it is in."""

    def __init__(self, lines: Sequence[str], prose: Sequence[bool]) -> None:
        self.found: list[Glued] = []
        self.in_list = False
        self._lines, self._prose = lines, prose
        self._in_note = False
        self._depth = -1  # of quotation of the paragraph; -1 outside paragraphs
        self._is_item = False  # whether the paragraph is in an item, where pandoc needs no blank line
        self._is_table = False
        self._is_reported = False
        self._open_tags = 0
        self._dollars = self._environments = 0

    def end_paragraph(self) -> None:
        self._depth = -1
        self._is_item = self._is_table = self._is_reported = False
        self._dollars = self._environments = 0

    def code(self, number: int) -> None:
        """Pandoc reads a fence of tildes as text where it reads one of backticks as a fence."""
        line = _Line.of(self._lines[number - 1])
        if self._depth >= 0 and line.text.startswith("~") and line.depth == self._depth:
            self._separate(number, line)

    def line(self, number: int) -> None:
        line = _Line.of(self._lines[number - 1])
        if not line.text:
            if 0 <= self._depth < line.depth:
                self._separate(number, line)
            self.end_paragraph()
            return
        verbatim = self._open_tags or self._dollars % 2 or self._environments
        if self._depth < 0 and not verbatim:
            self._begin(line)
        elif not verbatim:
            self._go_on(number, line)
        if self._depth >= 0 and not verbatim and (found := _CAPITAL.match(line.text)):
            self._report(number, line, found["marker"])
        self._count(line.text)

    def _begin(self, line: _Line) -> None:
        """Begin a paragraph, unless the line is indented code."""
        marker = bool(_ITEM.match(line.text) or _CONTAINER.match(line.text))
        if not line.is_indented and not marker:
            self.in_list = self._in_note = False
        if line.indent > MAX_INDENT and not (self.in_list or self._in_note):
            return
        self._open(line)

    def _open(self, line: _Line) -> None:
        if line.text.startswith("[^"):
            self._in_note, self.in_list = bool(_CONTAINER.match(line.text)), False
        elif not _RULE.fullmatch(line.text) and (_ITEM.match(line.text) or _CONTAINER.match(line.text)):
            self.in_list = True
        self._depth = -1 if _ALERT.match(line.text) else line.depth
        self._is_item = self.in_list
        self._is_table = bool(_RULED.fullmatch(line.text))

    def _go_on(self, number: int, line: _Line) -> None:
        if line.depth > self._depth:
            self._separate(number, line)
            self._open(line)
        elif self._begins_table(number, line) or (_RULE.fullmatch(line.text) and not self._is_table):
            self._separate(number, line)
            self.end_paragraph()
            self._depth, self._is_table = line.depth, True
        elif _RULED.fullmatch(line.text):
            self._is_table = True
        elif _CONTAINER.match(line.text):
            self._open(line)
        elif not self._is_table and (item := _ITEM.fullmatch(line.text)):
            if not self._is_item:
                self._item(number, line, item)
            elif not line.is_indented:
                self.in_list = True

    def _item(self, number: int, line: _Line, item: re.Match[str]) -> None:
        """Begin a list, if GitHub does; report what only looks like one."""
        marker = item["marker"]
        is_alone = not self._has_next(number, line, marker)
        fits = line.indent <= MAX_INDENT or self._in_note
        if is_alone and marker in _BULLETS and self._is_prose(number, marker, item["text"]):
            return
        begins = is_first(marker) and not (is_alone and _LETTER.search(marker))
        if fits and begins:
            self._separate(number, line)
            self._open(line)
        else:
            self._report(number, line, marker)

    def _report(self, number: int, line: _Line, marker: str) -> None:
        """Report what has the marker of an item and is text, once a paragraph, if the next item follows."""
        if not self._is_reported and self._has_next(number, line, marker):
            self._is_reported = True
            self.found.append(Glued(number, line.indent + len(line.quote) + 1, marker))

    def _is_prose(self, number: int, marker: str, text: str) -> bool:
        """Whether an item without another is a wrapped line: a remark between dashes, or a sum."""
        above = self._lines[number - 2].rstrip()
        return not above.endswith(":") and (
            marker == "+" or text[0].isdigit() or bool(_CLOSING_DASH.search(text))
        )

    def _has_next(self, number: int, line: _Line, marker: str) -> bool:
        """Whether the next item of a list stands in the same paragraph."""
        after = tuple(f"{each}{space}" for each in successors(marker) for space in (" ", "\t"))
        for n in range(number + 1, min(number + LONGEST_ITEM, len(self._lines)) + 1):
            other = _Line.of(self._lines[n - 1])
            if not (self._prose[n - 1] and other.text):
                return False
            if other.text.startswith(after) and other.indent == line.indent:
                return True
        return False

    def _begins_table(self, number: int, line: _Line) -> bool:
        if self._is_table or number == len(self._lines):
            return False
        if _GRID.fullmatch(line.text):
            return True
        if not self._prose[number]:
            return False
        below = _Line.of(self._lines[number])
        return (
            "|" in line.text
            and "|" in below.text
            and below.depth == line.depth
            and bool(_DASHES.fullmatch(below.text))
            and line.indent <= MAX_INDENT + (MAX_INDENT + 1) * (self._is_item or self._in_note)
        )

    def _separate(self, number: int, line: _Line) -> None:
        quote = line.quote
        while quote.count(">") > max(self._depth, 0):
            quote = quote[: quote.rindex(">")]
        self.found.append(Glued(number, line.indent + len(line.quote) + 1, "", quote.rstrip()))

    def _count(self, text: str) -> None:
        """Note what is open at the end of a line: a formula, an environment, a tag around verbatim text."""
        if "$$" in text:
            self._dollars += _INLINE_CODE.sub("", text).replace("\\$", "").count("$$")
        if "\\" in text:
            for found in _ENVIRONMENT.finditer(_INLINE_CODE.sub("", text)):
                self._environments = max(0, self._environments + (1 if found[1] == "begin" else -1))
        if "<" in text:
            for tag in _VERBATIM_TAG.finditer(_INLINE_CODE.sub("", text)):
                self._open_tags = 0 if tag[1] else 1
