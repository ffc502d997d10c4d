"""Find the conditional parts of a source, and notes and links that are used outside of theirs."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coursebuild.lint.slip import Slip
from coursebuild.model import Audience, Audiences, Place, Reading
from coursebuild.source import read_attributes, without_code

NOTE = re.compile(r"[ \t>]*\[\^(?P<name>[^\]\s]+)\]:")
REFERENCE = re.compile(
    r"[ \t>]*(?:[-+*][ \t]+|\d+[.)][ \t]+)?\[(?!\^)(?P<name>[^\[\]]+)\]:[ \t]*(?P<address>\S*)"
)
_NOTE_USE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
_REFERENCE_USE = re.compile(r"\[(?!\^)(?P<name>[^\[\]]+)\](?!\(|\{|:|\[[^\]])")


class Part(NamedTuple):
    """A part from its first to its last place, both included; `audience` is that of its own condition."""

    first: Place
    last: Place
    audience: Audience


class Definition(NamedTuple):
    """The line where a note or a link is defined, and the audience of that line."""

    line: int
    audience: Audience


def conditional_parts(reading: Reading, audiences: Audiences) -> list[Part]:
    """Return the fenced divs, sections and Spans that not every edition and format shows."""
    found = [*_divs(reading, audiences), *_sections(reading, audiences), *_spans(reading, audiences)]
    return [part for part in found if part.audience != audiences.everyone]


def audience_at(place: Place, parts: Iterable[Part], audiences: Audiences) -> Audience:
    """Return the audience of a place: those who see all the parts around it."""
    around = (part.audience for part in parts if part.first <= place <= part.last)
    return audiences.everyone.intersection(*around)


def _divs(reading: Reading, audiences: Audiences) -> Iterator[Part]:
    for fence in reading.fences:
        if fence.opens:
            last = fence.partner or len(reading.lines)
            yield Part(*_lines(reading, fence.line, last), audiences.of(*read_attributes(fence.text)))


def _sections(reading: Reading, audiences: Audiences) -> Iterator[Part]:
    """Yield the sections of headings that have classes.

    A section ends at the next heading of its level or above, or with the fenced div around it.
    """
    end = _before_last_definitions(reading)
    for heading in reading.headings:
        _, brace, block = heading.text.rpartition("{")
        attributes = read_attributes(brace + block) if brace else None
        if not attributes or not attributes.classes:
            continue
        inside = [f.partner for f in reading.fences if f.opens and f.line < heading.line < f.partner]
        next_ = [h.line - 1 for h in reading.headings if h.line > heading.line and h.level <= heading.level]
        last = min([*inside, *next_, end])
        yield Part(*_lines(reading, heading.line, last), audiences.of(*attributes))


def _spans(reading: Reading, audiences: Audiences) -> Iterator[Part]:
    """Yield the Spans, `[text]{…}`, that have conditions and stand on one line."""
    for block in reading.blocks:
        opening = _opening_bracket(reading.lines[block.line - 1], block.column - 2)
        if opening >= 0:
            first, last = (block.line, opening + 1), (block.line, block.column - 1)
            yield Part(first, last, audiences.of(*read_attributes(block.text)))


def _opening_bracket(line: str, closing: int) -> int:
    """Return the index of the bracket that matches the one at `closing`, or -1."""
    depth = 0
    for at in range(closing, -1, -1):
        depth += {"]": 1, "[": -1}.get(line[at], 0)
        if depth == 0:
            return at if at < closing else -1
    return -1


def _lines(reading: Reading, first: int, last: int) -> tuple[Place, Place]:
    return (first, 1), (last, len(reading.lines[last - 1]) + 1)


def _before_last_definitions(reading: Reading) -> int:
    """Return the last line before the definitions at the document's end, which belong to no section."""
    end = len(reading.lines)
    while end and (
        reading.is_blank(end)
        or (
            reading.prose[end - 1]
            and (NOTE.match(reading.lines[end - 1]) or REFERENCE.match(reading.lines[end - 1]))
        )
    ):
        end -= 1
    return end


def definitions_used_outside(reading: Reading, audiences: Audiences) -> Iterator[Slip]:
    """Report notes and links that are seen by somebody who does not see their definition."""
    parts = conditional_parts(reading, audiences)
    if not parts:
        return
    prose = [(number, without_code(line)) for number, line in reading.prose_lines()]
    text = "\n".join(line for _, line in prose)
    for defines, uses, kind in ((NOTE, _NOTE_USE, "footnote"), (REFERENCE, _REFERENCE_USE, "link")):
        defined = {
            _label(found): Definition(number, audience)
            for number, line in prose
            if (found := defines.match(line))
            and (audience := audience_at((number, 1), parts, audiences)) != audiences.everyone
        }
        for found in uses.finditer(text) if defined else ():
            number, line = prose[text.count("\n", 0, found.start())]
            column = found.start() - text.rfind("\n", 0, found.start())
            definition = defined.get(_label(found))
            own = defines.match(line)
            is_definition = own is not None and own.end("name") == column + len(found[0]) - 2
            if definition is None or number == definition.line or is_definition:
                continue
            if not audience_at((number, column), parts, audiences) <= definition.audience:
                at = f"on line {definition.line}, in a part that not everybody sees"
                message = f"the {kind} `{found[0]}` is defined {at}"
                yield Slip("CB122", message, (number, column))


def _label(found: re.Match[str]) -> str:
    return " ".join(found["name"].split()).casefold()
