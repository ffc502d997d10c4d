"""Read lists of capital letters, and keep the form of markers, of which pandoc's HTML has a part only.

Pandoc takes `A. Einstein` for a name: a capital letter with a period needs two spaces before its text. Where
`B.` begins the next line or paragraph, it is a list with one space as well. The tree is changed, not the
source: see `pandoc/inlines.py`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from coursebuild.source import roman, successors

Block = dict[str, Any]
Inlines = list[dict[str, Any]]

PARAGRAPHS = ("Para", "Plain")

_CAPITALS = re.compile(
    r'"c":"(?:A\."\},\{"t":"Space"\}.*"B\."|I\."\},\{"t":"Space"\}.*"(?:II\.|UpperRoman)")'
)
_BREAKS = ("SoftBreak", "LineBreak")
_MARKER = re.compile(r"(?:[A-Z]|[IVXLCDM]{2,})\.")
_SECOND = {"A.": "B.", "I.": "II."}
_FORMS = {"OneParen": "one-paren", "TwoParens": "two-parens"}
_STYLES = {
    "Decimal": "decimal",
    "LowerAlpha": "lower-alpha",
    "UpperAlpha": "upper-alpha",
    "LowerRoman": "lower-roman",
    "UpperRoman": "upper-roman",
}
_FORMED = re.compile(r"<!--list:([a-z-]+)-->\s*<ol\b")


def may_have_capitals(tree: str) -> bool:
    """Whether pandoc's JSON has what may be a list of capital letters."""
    return bool(_CAPITALS.search(tree))


def read_capitals(blocks: list[Block]) -> None:
    """Make lists of the lines and paragraphs that begin with capital letters in order, from A or I."""
    for each in _lists_of_blocks(blocks):
        each[:] = _with_lists(each)


def with_forms(tree: str) -> str:
    """Put a comment before each list with parentheses; `as_classes` makes a class of it."""
    if not any(f'"{name}"' in tree for name in _FORMS):
        return tree
    document = json.loads(tree)
    for blocks in _lists_of_blocks(document["blocks"], "OrderedList"):
        for n in range(len(blocks) - 1, -1, -1):
            if blocks[n]["t"] == "OrderedList":
                _, style, form = blocks[n]["c"][0]
                if form["t"] in _FORMS and style["t"] in _STYLES:
                    comment = f"<!--list:{_STYLES[style['t']]}-{_FORMS[form['t']]}-->"
                    blocks.insert(n, {"t": "RawBlock", "c": ["html", comment]})
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def as_classes(html: str) -> str:
    """Replace the comments before lists in pandoc's HTML by classes."""
    return _FORMED.sub(r'<ol class="\1"', html) if "<!--list:" in html else html


def _lists_of_blocks(part: Any, *kinds: str) -> Iterator[list[Block]]:
    """Yield the lists that have a block of one of these kinds, paragraphs by default."""
    kinds = kinds or PARAGRAPHS
    waiting = [part]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.append(each.get("c"))
        elif isinstance(each, list):
            waiting += each
            if any(isinstance(block, dict) and block.get("t") in kinds for block in each):
                yield each


def _with_lists(blocks: list[Block]) -> list[Block]:
    read: list[Block] = []
    found = _Capitals([])
    for block, below in zip_longest(blocks, blocks[1:]):
        starts = _line_starts(block)
        if found.items and _first_marker(block) in found.expected:
            found.go_on(block, starts)
            continue
        read += found.as_blocks()
        found = _Capitals([])
        first = next((at for at in starts if _begins(block, at, starts, below)), -1)
        if first < 0:
            read.append(block)
            continue
        if above := block["c"][: max(first - 1, 0)]:
            read.append({"t": block["t"], "c": above})
        found.begin(block, first, starts)
    return read + found.as_blocks()


@dataclass
class _Capitals:
    """A list of capital letters or roman numbers; `expected` are the markers of its next item."""

    items: list[list[Block]]
    expected: set[str] = field(default_factory=set)
    style: str = ""
    is_tight: bool = True

    def begin(self, block: Block, first: int, starts: list[int]) -> None:
        self.style = "UpperAlpha" if _marker(block, first) == "A." else "UpperRoman"
        self._add_lines(block, first, starts)

    def go_on(self, block: Block, starts: list[int]) -> None:
        self.is_tight = False
        if starts:
            self._add_lines(block, 0, starts)
            return
        for item in block["c"][1]:
            self.items.append(item)
            self.expected = {each for marker in self.expected for each in successors(marker)}

    def as_blocks(self) -> list[Block]:
        if not self.items:
            return []
        for item in self.items:
            if item[0]["t"] in PARAGRAPHS:
                item[0]["t"] = "Plain" if self.is_tight else "Para"
        return [{"t": "OrderedList", "c": [[1, {"t": self.style}, {"t": "Period"}], self.items]}]

    def _add_lines(self, block: Block, first: int, starts: list[int]) -> None:
        begins = [first]
        self.expected = successors(_marker(block, first))
        for at in starts:
            if at > first and _marker(block, at) in self.expected:
                begins.append(at)
                self.expected = successors(_marker(block, at))
        for begin, end in zip_longest(begins, begins[1:]):
            self.items.append([{"t": block["t"], "c": block["c"][begin + 2 : end and end - 1]}])


def _first_marker(block: Block | None) -> str:
    """Return the marker of a list of roman numbers, or that which a paragraph begins with; or ""."""
    if block and block["t"] == "OrderedList":
        start, style, form = block["c"][0]
        is_roman = (style["t"], form["t"]) == ("UpperRoman", "Period")
        return f"{roman(start).upper()}." if is_roman else ""
    return _marker(block, 0)


def _line_starts(block: Block) -> list[int]:
    """Return the index of the first inline of each line of a paragraph."""
    if block["t"] not in PARAGRAPHS:
        return []
    return [0, *(n for n, inline in enumerate(block["c"], 1) if inline["t"] in _BREAKS)]


def _marker(block: Block | None, at: int) -> str:
    """Return the marker that a line of a paragraph begins with; "" if it begins with none."""
    if not block or block["t"] not in PARAGRAPHS or len(block["c"]) < at + 3:
        return ""
    word, space = block["c"][at : at + 2]
    is_marker = word["t"] == "Str" and space["t"] == "Space" and _MARKER.fullmatch(word["c"])
    return word["c"] if is_marker else ""


def _begins(block: Block, at: int, starts: list[int], below: Block | None) -> bool:
    """Whether a list begins at a line of a paragraph: its next item is in this block or the next one."""
    after = _SECOND.get(_marker(block, at))
    markers = [*(_marker(block, other) for other in starts if other > at), _first_marker(below)]
    return bool(after) and after in markers
