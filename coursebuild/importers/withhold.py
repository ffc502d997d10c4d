"""Hide from students what coursebuild does not understand of a lesson."""

import re
from collections.abc import Sequence

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, Draft, Line
from coursebuild.model import Diagnostic, Reading
from coursebuild.source import read_attributes, read_lines

_FENCE = re.compile(r"[ \t>]*(?P<run>:{3,}|`{3,}|~{3,})")
_OF_BLOCK_ABOVE = re.compile(r"[ \t>]*(?:[:{](?!:)|[Tt]able:)")
_HIDING = frozenset(("correction", "solution"))


def withhold(draft: Draft, errors: Sequence[Diagnostic]) -> bool:
    """Make what has an error code, and the instructor's, with what follows it in its section or box.

    Returns whether anything changed.
    """
    messages = {error.line: error.message for error in reversed([*errors])}
    reading = read_lines(draft.text, boxes=False)
    done = len(draft.lines) + 1
    for line in sorted((n for n in messages if 0 < n <= len(draft.lines)), reverse=True):
        first, end = _block(reading, line)
        if end >= done:
            continue
        done = first
        number = draft.lines[line - 1].number
        block = _as_code(draft.lines[first - 1 : end])
        if _is_hidden(reading, first):
            draft.replace(first, end, block)
            continue
        draft.tell(
            number,
            HIDDEN,
            f"{messages[line]}: in doubt, this and what follows it in its section is for instructors alone",
        )
        last = max(end, _section_end(reading, first, end))
        draft.replace(first, last, _hidden([*block, *draft.lines[end:last]]))
    return bool(messages.keys() - {0})


def withhold_rest(draft: Draft, errors: Sequence[Diagnostic]) -> bool:
    """Make all from the first error on the instructor's, as code; what is around it begins it.

    Returns whether there is such a place.
    """
    found = min((error for error in errors if 0 < error.line <= len(draft.lines)), default=None)
    if found is None:
        return False
    reading = read_lines(draft.text, boxes=False)
    first, _ = _block(reading, found.line)
    first = min([first, *(begin for begin, _ in _boxes(reading, first))])
    message = f"{found.message}: in doubt, this and all that follows it is for instructors alone"
    draft.tell(draft.lines[found.line - 1].number, HIDDEN, message)
    draft.replace(first, len(draft.lines), _hidden(_as_code(draft.lines[first - 1 :])))
    return True


def _block(reading: Reading, line: int) -> tuple[int, int]:
    """The first and the last line of the paragraph, or of the code, that a line is in."""
    if code := next((c for c in reading.codes if c.last and c.line <= line <= c.last), None):
        return code.line, code.last
    first = last = line
    while first > _body_start(reading) and not reading.is_blank(first - 1):
        first -= 1
    fenced = {fence.line for fence in reading.fences if fence.line != line}
    first = max([first, *(n + 1 for n in fenced if first <= n < line)])
    if _OF_BLOCK_ABOVE.match(reading.lines[first - 1]):
        first = _begin_above(reading, first)
    while last < len(reading.lines) and not reading.is_blank(last + 1) and last + 1 not in fenced:
        last += 1
    return first, last


def _begin_above(reading: Reading, first: int) -> int:
    """The first line of the block above a caption or attributes, which belong to it."""
    above = first - 1
    while above > _body_start(reading) and reading.is_blank(above):
        above -= 1
    return first if above < _body_start(reading) else _block(reading, above)[0]


def _body_start(reading: Reading) -> int:
    """The first line after the front matter."""
    return next((n for n, is_prose in enumerate(reading.prose, 1) if is_prose), 1)


def _boxes(reading: Reading, line: int) -> list[tuple[int, int]]:
    """The lines of the fences of the divs around a line, from the outermost."""
    return sorted(
        (fence.line, fence.partner)
        for fence in reading.fences
        if fence.opens and fence.partner and fence.line < line < fence.partner
    )


def _is_hidden(reading: Reading, line: int) -> bool:
    """Whether a line is in a div that students do not see."""
    texts = {fence.line: fence.text for fence in reading.fences}
    around = [read_attributes(texts[first]) for first, _ in _boxes(reading, line)]
    return any(
        not _HIDING.isdisjoint(each.classes)
        or ("if" in each.classes and ("correction", "true") in each.pairs)
        for each in around
    )


def _section_end(reading: Reading, first: int, end: int) -> int:
    """The last line of the section, or of the box, that a block is in."""
    around = _boxes(reading, first)
    most = around[-1][1] - 1 if around else len(reading.lines)
    least = around[-1][0] if around else 0
    levels = [h.level for h in reading.headings if least < h.line <= first]
    level = levels[-1] if levels else min((h.level for h in reading.headings), default=1)
    after = (h.line for h in reading.headings if end < h.line <= most and h.level <= level)
    last = next(after, most + 1) - 1
    inside = [f.partner for f in reading.fences if f.opens and end < f.line <= last]
    return max([last, *inside])


def _hidden(lines: Sequence[Line]) -> list[str | Line]:
    runs = [found["run"] for line in lines if (found := _FENCE.match(line.text))]
    colons = ":" * (max((len(run) for run in runs if run[0] == ":"), default=2) + 1)
    last = lines[-1].number
    return ["", f"{colons} {notation.HIDDEN}", *lines, Line(last, colons), Line(last, "")]


def _as_code(lines: Sequence[Line]) -> list[Line]:
    while len(lines) > 1 and not lines[-1].text.strip():
        lines = lines[:-1]
    runs = [found["run"] for line in lines if (found := _FENCE.match(line.text))]
    ticks = "`" * (max((len(run) for run in runs if run[0] == "`"), default=2) + 1)
    first, last = lines[0].number, lines[-1].number
    return [Line(first, f"{ticks}text"), *lines, Line(last, ticks)]
