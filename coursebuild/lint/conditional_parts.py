"""Find the conditional parts of a source, and notes and links that are used outside of theirs."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from coursebuild.lint.slip import Slip
from coursebuild.model import Audience, Audiences, Piece, Place, Reading, vocabulary
from coursebuild.source import LIST_MARKER, gaps_of, read_attributes, without_code

_BEFORE = rf"(?:[ \t>]|(?:{LIST_MARKER}|[:~])(?=[ \t]))*+"  # quotations, list items, definitions
_NAME = (
    r"(?P<name>(?:[^\[\]\\\n]|\\.|\n(?![ \t>]*\n)|\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\])+)"  # brackets in pairs
)
NOTE = re.compile(rf"{_BEFORE}\[\^(?P<name>[^\]\s]+)\]:")
REFERENCE = re.compile(
    rf"{_BEFORE}(?:\[\^[^\]\s]+\]:[ \t]*+)?{_BEFORE}\[(?!\^){_NAME}\]:[ \t]*(?P<address>\S*)"
)
_NOTE_USE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
_ADDRESS = r"\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:[ \t]+[\"'(][^\n]*)?\)"
# one bracket may be in another; not `[text](address)`, `[text]{…}` or the text of `[text][name]`
_REFERENCE_USE = re.compile(rf"(?=\[(?!\^){_NAME}\](?!{_ADDRESS}|\{{[^{{}}]*\}}|\[[^\]]))")

_ANSWER = re.compile(r"(?P<indent>[ \t>]*)[-+*][ \t]")  # an item of a list of answers


class Part(NamedTuple):
    """A part from its first to its last place, both included; `audience` is that of its own condition.

    In a cell of a grid table, its lines are the cell's.
    """

    first: Place
    last: Place
    audience: Audience
    cell: tuple[Piece, ...] = ()

    def holds(self, place: Place) -> bool:
        inside = self.first <= place <= self.last
        return inside and (not self.cell or any(piece.holds(place) for piece in self.cell))


class Definition(NamedTuple):
    """The place where a note or a link is defined, and the audience of that place."""

    place: Place
    audience: Audience


def conditional_parts(reading: Reading, audiences: Audiences) -> list[Part]:
    """Return the fenced divs, sections, Spans, gaps in code and reasons that not every reader sees."""
    found = [
        *_divs(reading, audiences),
        *_sections(reading, audiences),
        *_spans(reading, audiences),
        *_gaps(reading, audiences),
        *_reasons(reading, audiences),
    ]
    return [part for part in found if part.audience != audiences.everyone]


def audience_at(place: Place, parts: Iterable[Part], audiences: Audiences) -> Audience:
    """Return the audience of a place: those who see all the parts around it."""
    around = (part.audience for part in parts if part.holds(place))
    return audiences.everyone.intersection(*around)


def _divs(reading: Reading, audiences: Audiences) -> Iterator[Part]:
    for fence in reading.fences:
        if fence.opens:
            cell = reading.cell_of((fence.line, fence.column))
            last = fence.partner or (cell[-1].line if cell else len(reading.lines))
            lines = _lines(reading, fence.line, last)
            yield Part(*lines, audiences.of(*read_attributes(fence.text)), cell)


def _sections(reading: Reading, audiences: Audiences) -> Iterator[Part]:
    """Yield the sections of headings that have classes.

    A section ends at the next heading of its level or above, or with the fenced div around it.
    """
    end = _before_last_definitions(reading)
    for at, heading in enumerate(reading.headings, 1):
        _, brace, block = heading.text.rpartition("{")
        attributes = read_attributes(brace + block) if brace else None
        if not attributes or audiences.of(*attributes) == audiences.everyone:
            continue
        inside = [f.partner for f in reading.fences if f.opens and f.line < heading.line < f.partner]
        following = (h.line - 1 for h in reading.headings[at:] if h.level <= heading.level)
        last = min([*inside, next(following, end), end])
        yield Part(*_lines(reading, heading.line, last), audiences.of(*attributes))


def _spans(reading: Reading, audiences: Audiences) -> Iterator[Part]:
    """Yield the Spans, `[text]{…}`, that have conditions and stand on one line."""
    for block in reading.blocks:
        opening = _opening_bracket(reading.lines[block.line - 1], block.column - 2)
        if opening >= 0:
            first, last = (block.line, opening + 1), (block.line, block.column - 1)
            yield Part(first, last, audiences.of(*read_attributes(block.text)))


def _gaps(reading: Reading, audiences: Audiences) -> Iterator[Part]:
    """Yield the gaps in code, with their marks."""
    for code in reading.codes:
        for gap in gaps_of(code):
            lines = _lines(reading, code.line + 1 + gap.first, code.line + 1 + gap.last)
            yield Part(*lines, audiences.of(("solution",), ()), reading.cell_of((code.line, code.column)))


def _reasons(reading: Reading, audiences: Audiences) -> Iterator[Part]:
    """Yield what stands below the answers in a quiz, indented: an answer's reason, unless it is public."""
    shown = [*_fenced(reading, vocabulary.PUBLIC)]
    for first, last in _fenced(reading, vocabulary.QUIZ):
        answer = ""  # what is before an answer's marker
        is_below = False  # whether a blank line followed it
        for number in range(first + 1, last):
            line = reading.lines[number - 1]
            if found := _ANSWER.match(line):
                answer, is_below = found["indent"], False
            elif reading.is_blank(number):
                is_below = True
            elif len(line) - len(line.lstrip(" \t>")) <= len(answer):
                is_below = False
            elif is_below and not any(begins <= number <= ends for begins, ends in shown):
                yield Part(*_lines(reading, number, number), audiences.of(vocabulary.GUARDS[:1], ()))


def _fenced(reading: Reading, name: str) -> Iterator[tuple[int, int]]:
    for fence in reading.fences:
        if fence.opens and name in read_attributes(fence.text).classes:
            yield fence.line, fence.partner or len(reading.lines)


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
    texts = [_Text.of(pieces) for pieces in reading.texts()]
    for defines, uses, kind in ((NOTE, _NOTE_USE, "footnote"), (REFERENCE, _REFERENCE_USE, "link")):
        definitions = [found for text in texts for found in text.at_lines(defines)]
        places = {place for place, _ in definitions}
        defined: dict[str, Definition] = {}
        for place, name in definitions:
            if (audience := audience_at(place, parts, audiences)) != audiences.everyone:
                defined[name.casefold()] = Definition(place, audience)
        for place, name in (use for text in texts if defined for use in text.anywhere(uses)):
            definition = defined.get(name.casefold())
            if definition is None or place in places or _is_on_line(reading, place, definition.place):
                continue
            if not audience_at(place, parts, audiences) <= definition.audience:
                shown = f"[^{name}]" if kind == "footnote" else f"[{name}]"
                at = f"on line {definition.place[0]}, in a part that not everybody sees"
                yield Slip("CB122", f"the {kind} `{shown}` is defined {at}", place)


def _is_on_line(reading: Reading, place: Place, other: Place) -> bool:
    return place[0] == other[0] and reading.cell_of(place) == reading.cell_of(other)


class _Text(NamedTuple):
    """Prose without code, and where each of its lines begins: in it, and in the source."""

    text: str
    starts: tuple[int, ...]
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, pieces: tuple[Piece, ...]) -> "_Text":
        lines = [without_code(piece.text) for piece in pieces]
        return cls("\n".join(lines), tuple(accumulate((len(line) + 1 for line in lines), initial=0)), pieces)

    def at_lines(self, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
        """Yield the place of the bracket before `name`, and the name, where a line begins with a match."""
        for start in self.starts[:-1]:
            if found := pattern.match(self.text, start):
                yield self._found(found)

    def anywhere(self, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
        return map(self._found, pattern.finditer(self.text))

    def _found(self, found: re.Match[str]) -> tuple[Place, str]:
        at = self.text.rindex("[", 0, found.start("name"))
        line = bisect_right(self.starts, at) - 1
        piece = self.pieces[line]
        name = re.sub(r"\s+[>\s]*", " ", found["name"]).strip()
        return (piece.line, piece.start + at - self.starts[line] + 1), name
