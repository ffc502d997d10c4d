"""Find what has the marker of a list's item and is text: `(c) 2024`, `p. 4`, `2018.`.

Pandoc's `fancy_lists` makes a list of each. Here, a letter, a roman number or a number of four digits and
more begins an item only where the item before or after it stands near, or something is indented below it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from coursebuild.model import Literal
from coursebuild.source.fences import LIST_MARKER

NEAR = 50  # lines in which the next item is looked for
SLACK = 3  # columns by which items of a list may differ

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_NUMERALS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_ROMAN = r"[ivxlcdm]{2,12}|[IVXLCDM]{2,12}"
ITEM = rf"(?:{LIST_MARKER}|\(?(?:{_ROMAN})[.)])"
_OUTER = rf"(?:[ \t>]|(?:{LIST_MARKER}|\[\^[^\]\s]+\]:|[:~])[ \t])*?"
_MARKER = re.compile(rf"(?m)^{_OUTER}(?P<marker>\(?(?:[A-Za-z]|{_ROMAN}|\d{{4,9}})[.)])[ \t]+(?=\S)")
_INDENTED_ITEM = re.compile(rf"{ITEM}[ \t]")
_ABBREVIATION = re.compile(r"(?P<before>[ \t>]*)\*\[[^\]\s]+\][ \t]?:[ \t]*\S")
_ORDINAL = re.compile(r"[A-Za-z]+|\d+")


class _Candidate(NamedTuple):
    line: int
    column: int  # from 0
    depth: int  # of quotation
    marker: str


def find_literals(
    lines: Sequence[str], prose: Sequence[bool], headings: Collection[int], apart: Collection[int]
) -> tuple[Literal, ...]:
    """Find the markers that begin no item.

    `headings` are the lines of headings, from 1, and `apart` those after which a block needs no blank line.
    """
    signs = tuple(_signs_of_abbreviations(lines, prose))
    candidates = list(_candidates(lines, prose))
    if not candidates:
        return signs
    items = _in_order(candidates, lines, prose, headings)
    return signs + tuple(
        Literal(
            each.line,
            each.column + 1,
            each.marker,
            begins_paragraph=each.line - 1 in apart or _begins_paragraph(each, lines, prose),
        )
        for each in candidates
        if each not in items and not _has_more(each, lines)
    )


def _signs_of_abbreviations(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[Literal]:
    """Yield the signs of `*[HTML]: …`, of which pandoc might make emphasis and a link."""
    for number, line in enumerate(lines, 1):
        if "*[" in line and prose[number - 1] and (found := _ABBREVIATION.match(line)):
            yield Literal(number, found.end("before") + 1, "*", begins_paragraph=False)
            yield Literal(number, found.end("before") + 2, "[", begins_paragraph=False)


def successors(marker: str) -> set[str]:
    """Return the markers of the item that may follow one with this marker: `i)` is a letter and a number."""
    found = _ORDINAL.search(marker)
    if not found:
        return {marker}
    ordinal = found[0]
    following = {str(int(ordinal) + 1)} if ordinal.isdigit() else set()
    if len(ordinal) == 1 and ordinal.isalpha() and ordinal not in "zZ":
        following.add(chr(ord(ordinal) + 1))
    if value := _value(ordinal.lower()):
        following.add(roman(value + 1) if ordinal.islower() else roman(value + 1).upper())
    return {marker.replace(ordinal, each) for each in following}


def is_first(marker: str) -> bool:
    """Whether a list begins with this marker: a bullet, 1, a letter A or a roman I."""
    found = _ORDINAL.search(marker)
    return not found or found[0].lower() in ("a", "i") or (found[0].isdigit() and int(found[0]) == 1)


def _value(ordinal: str) -> int:
    """Return the value of a roman number in lower case; 0 if it is none."""
    if not ordinal or ordinal.strip("ivxlcdm"):
        return 0
    values = [_VALUES[letter] for letter in ordinal]
    following = [*values[1:], 0]
    total = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    return total if roman(total) == ordinal else 0


def roman(value: int) -> str:
    """Return a roman number in lower case."""
    text = ""
    for size, numeral in _NUMERALS:
        text += numeral * (value // size)
        value %= size
    return text


def _candidates(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[_Candidate]:
    text = "\n".join(lines)
    number, at = 1, 0
    for found in _MARKER.finditer(text):
        number, at = number + text.count("\n", at, found.start()), found.start()
        marker = found["marker"]
        ordinal = marker.strip("().")
        if prose[number - 1] and (len(ordinal) == 1 or ordinal.isdigit() or _value(ordinal.lower())):
            before = text[found.start() : found.start("marker")]
            yield _Candidate(number, len(before), before.count(">"), marker)


def _in_order(
    candidates: Sequence[_Candidate], lines: Sequence[str], prose: Sequence[bool], headings: Collection[int]
) -> set[_Candidate]:
    """Return the candidates whose next item follows, or that follow another as its next item."""
    items: set[_Candidate] = set()
    for n, each in enumerate(candidates):
        following = successors(each.marker)
        end = _end(each, lines, prose, headings)
        for other in candidates[n + 1 : n + 1 + NEAR]:
            if other.line > end:
                break
            if (
                other.marker in following
                and other.depth == each.depth
                and abs(other.column - each.column) <= SLACK
            ):
                items |= {each, other}
                break
    return items


def _end(
    candidate: _Candidate, lines: Sequence[str], prose: Sequence[bool], headings: Collection[int]
) -> int:
    """Return the line at which the item of a candidate ends, if it is one: the next item may stand there.

    Boxes and code may stand between two items.
    """
    depth, after_blank = 0, False
    for number in range(candidate.line + 1, min(candidate.line + NEAR, len(lines)) + 1):
        line = lines[number - 1]
        text = line.lstrip(" \t>")
        if number in headings:
            return number - 1
        if text.startswith(":::"):
            depth += 1 if text.strip(": ") else -1
            after_blank = True
        elif not text or not prose[number - 1]:
            after_blank = True
        elif after_blank and depth <= 0 and len(line) - len(text) <= candidate.column:
            return number
        else:
            after_blank = False
    return candidate.line + NEAR


def _has_more(candidate: _Candidate, lines: Sequence[str]) -> bool:
    """Whether an item's own list or block is indented below the marker's line."""
    is_paragraph = True
    for line in lines[candidate.line : candidate.line + NEAR]:
        text = line.lstrip(" \t>")
        if not text:
            is_paragraph = False
            continue
        is_inside = len(line) - len(text) > candidate.column
        if not is_paragraph or _INDENTED_ITEM.match(text):
            return is_inside
    return False


def _begins_paragraph(candidate: _Candidate, lines: Sequence[str], prose: Sequence[bool]) -> bool:
    above = candidate.line - 2
    before = lines[candidate.line - 1][: candidate.column]
    return above < 0 or not prose[above] or not lines[above].strip(" \t>") or bool(before.strip(" \t>"))
