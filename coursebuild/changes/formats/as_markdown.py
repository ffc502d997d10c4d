"""A report as Markdown, for a comment on a pull request.

What authors typed stands in code alone, where GitHub and GitLab read no markup, no mention and no reference.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coursebuild.changes.formats import lines
from coursebuild.changes.formats.wording import Words
from coursebuild.changes.report import ChangesReport, View
from coursebuild.model import printable

LONGEST = 65_500  # characters; a comment on GitHub has 65,536 at most, with what a workflow adds
_LONGEST_TEXT = 2_000  # characters of one text
_LAST = 200  # characters that the last line may have
_FENCE = 3  # backticks at least
_TICKS = re.compile("`+")


class _Piece(NamedTuple):
    """Text, what must follow it before another part begins, and how many changes are in it."""

    text: str
    closing: str = ""
    changes: int = 0
    is_beginning: bool = True


def as_markdown(report: ChangesReport, longest: int = LONGEST) -> str:
    """The report, of at most so many characters; its last line says what is left out."""
    words = Words(report.language, _as_code)
    head = [f"## {words.title(report)}", words.compared(report)]
    head += [f"**{words.say('corrections')}**"] if report.has_corrections else []
    text, closing, left = "\n\n".join(head), "", 0
    end = "".join(f"\n\n{sentence}" for sentence in words.conclusions(report))
    room = longest - _LAST - _length(end)
    for piece in _pieces(report, words):
        added = f"{closing if piece.is_beginning else ''}{piece.text}"
        if left or _length(text) + _length(added) + _length(piece.closing) > room:
            left += piece.changes or 1
            continue
        text, closing = text + added, piece.closing
    more = f"\n\n{words.more(left)}" if left else ""
    return f"{text}{closing}{more}{end}"


def _pieces(report: ChangesReport, words: Words) -> Iterator[_Piece]:
    for lesson in report.lessons:
        state = words.state(lesson)
        head = f"\n\n### {_as_code(lesson.name)}" + (f"\n\n{state}" if state else "")
        if not lesson.views:
            yield _Piece(head)
        for number, view in enumerate(lesson.views):
            yield from _of(view, words, "" if number else head)


def _of(view: View, words: Words, head: str) -> Iterator[_Piece]:
    """The pieces of a view, one for each change, of which the first one has the heading."""
    changes = ["\n".join(map(str, change)) for change in lines.lines(view, words, _LONGEST_TEXT)]
    fence = "`" * max(_FENCE, *(len(run) + 1 for change in changes for run in _TICKS.findall(change)), 0)
    head = f"{head}\n\n**{words.heading(view)}**\n\n{fence}diff"
    for number, change in enumerate(changes):
        yield _Piece(f"{'' if number else head}\n{change}", f"\n{fence}", 1, is_beginning=not number)


def _as_code(text: str) -> str:
    """A text as inline code, of which nothing is markup."""
    safe = printable(text)
    fence = "`" * (max((len(run) for run in _TICKS.findall(safe)), default=0) + 1)
    space = " " if len(fence) > 1 else ""
    return f"{fence}{space}{safe}{space}{fence}"


def _length(text: str) -> int:
    """The characters of a text as GitHub counts them: those beyond 16 bits are two."""
    return len(text.encode("utf-16-le", "replace")) // 2
