"""Warn of text that was meant for a list item and is code, because a box at the margin ended the list."""

import re
from collections import Counter
from collections.abc import Iterator

from coursebuild.lint.slip import Slip
from coursebuild.model import Reading, short, unspaced
from coursebuild.source import LIST_MARKER

_IN_LIST = re.compile(rf"{LIST_MARKER}[ \t]|[ \t]")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)[ \t]*(?=\S)")


def indented_slips(reading: Reading, codes: Counter[str]) -> Iterator[Slip]:
    """Yield a slip for each such text; `codes` are the texts that pandoc read as code."""
    for fence in reading.fences:
        if fence.opens or fence.column != 1 or not fence.partner:
            continue
        before = fence.partner - 1
        while before > 0 and reading.is_blank(before):
            before -= 1
        after = fence.line + 1
        while after <= len(reading.lines) and reading.is_blank(after):
            after += 1
        if not before or after > len(reading.lines) or not _IN_LIST.match(reading.lines[before - 1]):
            continue
        line = reading.lines[after - 1]
        found = _INDENTED.match(line) if reading.prose[after - 1] else None
        if found and any(unspaced(line) in code for code in codes):
            message = f"`{short(line.strip())}` is code here: the box above it ended the list"
            yield Slip("CB178", message, (after, found.end() + 1))
