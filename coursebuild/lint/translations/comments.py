"""Rewrite the comments of other tools as comments of HTML."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coursebuild.lint.translations.region import Edit, blanked_lines, is_whole, untranslated_lines
from coursebuild.lint.translations.terms import Terms
from coursebuild.model import Paragraph, Reading


class Marks(NamedTuple):
    """The marks of a comment; over several lines, they must begin and end a line."""

    opening: re.Pattern[str]
    closing: re.Pattern[str]


_TABLE = (
    Marks(re.compile(r"(?<![%\w\\])%%(?!\w*\})"), re.compile(r"%%(?![%\w])")),  # Obsidian
    Marks(re.compile(r"\{#(?![\w:-]+[ \t}])"), re.compile(r"#\}")),  # Jinja
    Marks(re.compile(r"\{/\*"), re.compile(r"\*/\}")),  # MDX
    Marks(re.compile(r"\{::comment[^{}]*(?<!/)\}"), re.compile(r"\{:/(?:comment)?\}")),  # kramdown
    Marks(  # Jekyll
        re.compile(r"\{%-?[ \t]*comment[ \t]*-?%\}"), re.compile(r"\{%-?[ \t]*endcomment[ \t]*-?%\}")
    ),
    Marks(re.compile(r"\{>>"), re.compile(r"<<\}")),  # CriticMarkup
)
_DEFINITION = re.compile(  # Markdown Extra: a link reference definition that nothing uses
    r"(?P<prefix>[ \t>]*)\[(?://|_|comment|#)[^\]]*\]:[ \t]*(?:#|<>)[ \t]*"
    r"""(?:"(?P<double>.*)"|'(?P<single>.*)'|\((?P<round>.*)\))[ \t]*"""
)
_ANY_DEFINITION = re.compile(r"[ \t>]*\[[^\]]+\]:")


def comment_edits(reading: Reading, terms: Terms) -> Iterator[Edit]:
    """Rewrite one comment of each line; one that holds `--` is left."""
    del terms  # a comment hides whatever it holds
    apart = untranslated_lines(reading)
    prose = blanked_lines(reading)
    table = [marks for marks in _TABLE if any(map(marks.closing.search, prose))]
    done = 0
    for paragraph in reading.paragraphs:
        for number in range(paragraph.first, paragraph.first + paragraph.text.count("\n") + 1):
            if number <= done or number in apart:
                continue
            edits = _definition(reading, paragraph, number) or _marked(reading, prose, number, table)
            yield from edits.items()
            done = max([done, *edits])


def _definition(reading: Reading, paragraph: Paragraph, number: int) -> dict[int, list[str]]:
    """Rewrite a definition that continues a paragraph: elsewhere, pandoc hides it."""
    found = _DEFINITION.fullmatch(reading.lines[number - 1])
    if not found or _ANY_DEFINITION.match(paragraph.text):
        return {}
    text = found["double"] or found["single"] or found["round"] or ""
    return {number: [f"{found['prefix']}<!-- {text.strip()} -->"]} if _fits(text) else {}


def _marked(
    reading: Reading, prose: Sequence[str], first: int, table: Sequence[Marks]
) -> dict[int, list[str]]:
    for marks in table:
        for begin in marks.opening.finditer(prose[first - 1]):
            end = _end(reading, prose, (first, *begin.span()), marks.closing)
            edits = _rewritten(reading, (first, *begin.span()), end) if end else {}
            if edits:
                return edits
    return {}


Mark = tuple[int, int, int]  # a line, and the first and last offset in it


def _end(reading: Reading, prose: Sequence[str], begin: Mark, closing: re.Pattern[str]) -> Mark | None:
    first, start, after = begin
    if found := closing.search(prose[first - 1], after):
        return (first, *found.span())
    if prose[first - 1][:start].strip(" \t>"):
        return None
    for number in range(first + 1, len(prose) + 1):
        if not reading.prose[number - 1]:
            return None
        if found := closing.search(prose[number - 1]):
            ends_line = not prose[number - 1][found.end() :].strip()
            return (number, *found.span()) if ends_line else None
    return None


def _rewritten(reading: Reading, begin: Mark, end: Mark) -> dict[int, list[str]]:
    """Replace the marks of a comment, unless it holds what cannot be in a comment of HTML."""
    first, last = begin[0], end[0]
    lines = list(reading.lines[first - 1 : last])
    before, after = lines[0][: begin[1]], lines[-1][end[2] :]
    lines[-1] = lines[-1][: end[1]]
    lines[0] = lines[0][begin[2] :]
    if not _fits("\n".join(lines)) or not is_whole(reading, first, last):
        return {}
    lines[0] = f"{before}<!--{lines[0] if lines[0][:1] in ('', ' ') else ' ' + lines[0]}"
    lines[-1] = f"{lines[-1] if lines[-1][-1:] in ('', ' ', '>') else lines[-1] + ' '}-->{after}"
    return {first + n: [line] for n, line in enumerate(lines)}


def _fits(text: str) -> bool:
    return "--" not in text
