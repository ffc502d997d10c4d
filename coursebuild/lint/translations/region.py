"""The lines of a construct, the quotation or list item around it, and what replaces them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coursebuild.lint import lists
from coursebuild.model import Reading, vocabulary
from coursebuild.source import MAX_INDENT, read_attributes

Edit = tuple[int, list[str]]  # a line's number, and the lines that replace it

_PREFIX = re.compile(r"^(?:[ \t]*>)*[ \t]*")
_BLOCK = re.compile(  # the beginning of a line that continues no paragraph
    r"#{1,6}[ \t]|:{3}|\?{3}|!{3}|/{3}|={3}|`{3}|~{3}|>|\{[:%{]|\\(?:begin|end)\b|<!--|</?(?:details|div)\b"
)
_VERBATIM = re.compile(r"(?is)<(pre|script|style|textarea)\b.*?</\1>")


class Head(NamedTuple):
    """A line of prose that may open a construct: what is before its text, and its text."""

    number: int
    prefix: str
    text: str


class Region(NamedTuple):
    """A construct from its first to its last line, and the fenced div that replaces it.

    `prefix` goes before both fences; `body` are the lines that stay, by their numbers.
    """

    first: int
    last: int
    prefix: str
    attributes: str
    body: Mapping[int, str]

    def edits(self, reading: Reading) -> Iterator[Edit]:
        for number in range(self.first, self.last + 1):
            lines = [f"{self.prefix}::: {self.attributes}"] if number == self.first else []
            lines += [self.body[number]] if number in self.body else []
            if number == self.last:
                blank = self.prefix[: self.prefix.rfind(">") + 1]
                lines += [f"{self.prefix}:::", *([] if reading.is_blank(number + 1) else [blank])]
            yield number, lines


def heads(reading: Reading, lines: Iterable[tuple[int, str]]) -> Iterator[Head]:
    """Yield those of the lines that may open a construct: students see them, and a block may begin there."""
    apart = untranslated_lines(reading)
    for number, line in lines:
        text = _PREFIX.sub("", line, count=1)
        prefix, text = line[: len(line) - len(text)], text.rstrip()
        if text and number not in apart and _may_begin(reading, number, prefix):
            yield Head(number, prefix, text)


def untranslated_lines(reading: Reading) -> frozenset[int]:
    """Return the lines in which nothing is translated: verbatim ones, and those that students do not see."""
    return _verbatim_lines(reading) | _hidden_lines(reading)


def _verbatim_lines(reading: Reading) -> frozenset[int]:
    """Return the lines of HTML elements in which Markdown has no effect."""
    text = reading.text
    if "</" not in text:
        return frozenset()
    found = [(match.start(), match.end()) for match in _VERBATIM.finditer(text)]
    return frozenset(
        number
        for start, end in found
        for number in range(text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 2)
    )


def _hidden_lines(reading: Reading) -> frozenset[int]:
    """Return the lines of fenced divs and sections that not every edition shows."""
    hidden: set[int] = set()
    for fence in reading.fences:
        if fence.opens and fence.partner and _is_restricted(fence.text):
            hidden.update(range(fence.line, fence.partner + 1))
    for heading in reading.headings:
        if "{" in heading.text and _is_restricted(heading.text[heading.text.rindex("{") :]):
            after = (h.line for h in reading.headings if h.line > heading.line and h.level <= heading.level)
            hidden.update(range(heading.line, next(after, len(reading.lines) + 1)))
    return frozenset(hidden)


def _is_restricted(text: str) -> bool:
    attributes = read_attributes(text)
    names = {*attributes.classes, *(key for key, _ in attributes.pairs)}
    return not names.isdisjoint((*vocabulary.GUARDS, vocabulary.SHOW_FROM, "edition"))


def blanked_lines(reading: Reading) -> list[str]:
    """Return all lines, in which what is no notation is blank: code, formulas, comments, and fences."""
    lines = ["" for _ in reading.lines]
    for paragraph in reading.paragraphs:
        text = paragraph.text.split("\n")
        lines[paragraph.first - 1 : paragraph.first - 1 + len(text)] = text
    return lines


def _may_begin(reading: Reading, number: int, prefix: str) -> bool:
    """Whether a block may begin after this indentation: less than code has, or a list item's."""
    quotation, _, indent = prefix.rpartition(">")
    width = len(indent.expandtabs(4)) - (">" in prefix)
    if width <= MAX_INDENT:
        return True
    column = 0 if quotation else lists.item_column(reading, number)
    return 0 < column <= width <= column + MAX_INDENT


def depth(reading: Reading, number: int) -> int:
    """Return the number of quotations around a line, whatever their indentation."""
    line = reading.lines[number - 1] if 1 <= number <= len(reading.lines) else ""
    return line[: len(line) - len(_PREFIX.sub("", line, count=1))].count(">")


def next_text(reading: Reading, number: int, step: int) -> int:
    """Return the first line that is not blank from a line on, downwards or upwards; it may not exist."""
    while 1 <= number <= len(reading.lines) and reading.is_blank(number):
        number += step
    return number


def content(line: str, prefix: str) -> str | None:
    """Return what a line has after a prefix; None if the line is outside its quotation or list item."""
    if line.startswith(prefix):
        return line[len(prefix) :]
    is_blank = not line.strip(" \t>") and line.count(">") == prefix.count(">")
    return "" if is_blank else None


def following(reading: Reading, head: Head) -> Iterator[tuple[int, str]]:
    """Yield the lines after a head in the same quotation or list item: their numbers and contents."""
    for number in range(head.number + 1, len(reading.lines) + 1):
        text = content(reading.lines[number - 1], head.prefix)
        if text is None:
            return
        yield number, text


def ends_clearly(reading: Reading, last: int) -> bool:
    """Whether the line after `last` cannot continue its paragraph."""
    if reading.is_blank(last + 1):
        return True
    text = reading.lines[last].lstrip(" \t")
    return bool(_BLOCK.match(text) or lists.ITEM.match(text))


def is_whole(reading: Reading, first: int, last: int) -> bool:
    """Whether each code block, comment and fenced div is all inside these lines, or all outside."""
    inside = range(first, last + 1)
    partners = [f.partner for f in reading.fences if f.line in inside]
    ends = [(code.line, code.last) for code in reading.codes]
    comment_goes_on = (
        last < len(reading.lines)
        and not reading.prose[last]
        and not any(begin == last + 1 for begin, _ in ends)
    )
    return (
        all(partner in inside for partner in partners)
        and all((begin in inside) == (end in inside) for begin, end in ends)
        and not comment_goes_on
        and (reading.open_comment is None or reading.open_comment[0] not in inside)
    )
