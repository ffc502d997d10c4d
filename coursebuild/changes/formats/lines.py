"""A change as lines with a sign each, as those of `diff`."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from coursebuild.changes.blocks import Kind
from coursebuild.changes.compare import Change, How, Piece
from coursebuild.changes.formats.wording import Words, is_other_picture
from coursebuild.changes.report import View
from coursebuild.model import printable

WIDTH = 100  # columns of a line
HEADING, NEW, GONE, CHANGED, NOTHING = "@@", "+", "-", "!", " "

_SIGNS = {How.NEW: NEW, How.GONE: GONE, How.CHANGED: CHANGED, How.MOVED: CHANGED}
_KEPT_LINES = 2  # of code, before and after what changed
_KEPT_WORDS = 80  # characters before and after what changed
_LEFT_OUT = " … "
_MARKS = {NOTHING: "{}", GONE: "[-{}-]", NEW: "{{+{}+}}"}


class Line(NamedTuple):
    """A line, and its sign."""

    sign: str
    text: str

    def __str__(self) -> str:
        return f"@@ {self.text} @@" if self.sign == HEADING else f"{self.sign} {self.text}".rstrip()


def lines(view: View, words: Words, most: int = 0) -> Iterator[tuple[Line, ...]]:
    """The lines of each change; with `most`, of so many characters of each text at most.

    No line has a character that a terminal or a page would interpret, and none is empty.
    """
    heading = None
    for change in view.changes:
        block = change.block
        above = printable(block.heading) or words.say("at-top")
        first = [] if block.heading == heading else [Line(HEADING, above)]
        heading = block.heading
        yield (*first, *_of(change, words, most))


def _of(change: Change, words: Words, most: int) -> Iterator[Line]:
    block, sign = change.block, _SIGNS[change.how]
    if shown := words.shown(change):
        yield Line(CHANGED, f"({shown}{words.say('colon').rstrip()})")
    if block.kind is Kind.CODE and change.how is not How.MOVED:
        yield from _code(change, most)
        return
    label = words.label(block)
    if is_other_picture(change):
        label = f"[{words.say('another-picture')}] "
    if change.how is How.MOVED and change.before:
        label = f"({words.became(change)}) {label}"
    text = marked(change.pieces) if change.how is How.CHANGED else block.text
    yield from (Line(sign, line) for line in _wrapped(f"{label}{_cut(printable(text), most)}"))


def _code(change: Change, most: int) -> Iterator[Line]:
    pieces = change.pieces or (Piece(_SIGNS[change.how], change.block.text),)
    written = 0
    for number, piece in enumerate(pieces):
        found = piece.text.split("\n")
        found = found[:-1] if not found[-1] else found
        if piece.sign == " ":
            found = _around(found, is_first=number == 0, is_last=number == len(pieces) - 1)
        for text in found:
            written += len(text)
            if most and written > most:
                yield Line(NOTHING, "…")
                return
            yield Line(piece.sign, printable(text.expandtabs(4)))


def _around(found: Sequence[str], *, is_first: bool, is_last: bool) -> list[str]:
    """The kept lines next to what changed."""
    after, before = found[: 0 if is_first else _KEPT_LINES], found[len(found) if is_last else -_KEPT_LINES :]
    return [*found] if len(after) + len(before) >= len(found) else [*after, "…", *before]


def marked(pieces: Sequence[Piece]) -> str:
    """A text with what was removed and added, as `git diff --word-diff` marks them."""
    last = len(pieces) - 1
    texts = (
        near(piece.text, is_first=not n, is_last=n == last) if piece.sign == NOTHING else piece.text
        for n, piece in enumerate(pieces)
    )
    return "".join(_MARKS[piece.sign].format(text) for piece, text in zip(pieces, texts, strict=True))


def near(text: str, *, is_first: bool, is_last: bool) -> str:
    """The words of a kept text next to what changed."""
    if len(text) <= 2 * _KEPT_WORDS:
        return text
    after = "" if is_first else text[:_KEPT_WORDS].rpartition(" ")[0]
    before = "" if is_last else text[-_KEPT_WORDS:].partition(" ")[2]
    return f"{after}{_LEFT_OUT}{before}"


def _cut(text: str, most: int) -> str:
    return text if not most or len(text) <= most else f"{text[: most - 1]}…"


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, break_on_hyphens=False) or [""]
