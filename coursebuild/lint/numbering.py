"""Warn of a list that begins again at 1, because a box or code at the margin ended the list above it."""

import re
from collections.abc import Iterator

from coursebuild.lint.slip import Slip
from coursebuild.model import Reading
from coursebuild.source import read_attributes

_ITEM = re.compile(r" {0,3}(?P<number>\d{1,9})(?P<sign>[.)])[ \t]+\S")
_BREAKS = frozenset({"exercise", "exo", "pagebreak"})  # after these, a list may well begin again


def numbering_slips(reading: Reading) -> Iterator[Slip]:
    """Yield a slip for each item `1.` right after such a block, where the list above it would go on."""
    ends = _blocks_at_the_margin(reading)
    due = 0  # the number of the next item, or 0 outside lists
    number, is_apart, is_after_blank = 1, False, True
    while number <= len(reading.lines):
        if end := ends.get(number):
            due = 0 if end < 0 else due
            number, is_apart, is_after_blank = abs(end) + 1, True, True
            continue
        line = reading.lines[number - 1]
        if reading.is_blank(number):
            is_after_blank = True
        elif reading.prose[number - 1]:
            if line.startswith(">") or number - 1 in reading.frames.removed:
                is_apart = True
            elif found := _ITEM.match(line):
                given = int(found["number"])
                if given == 1 and due > 1 and is_apart:
                    message = f"`1{found['sign']}` begins a new list: the block before it ended the last one"
                    yield Slip(
                        "CB180", f"{message}, whose next number is {due}", (number, found.start("number") + 1)
                    )
                    given = due
                due = due + 1 if due and not is_apart else given + 1
                is_apart = False
            elif is_after_blank and not line.startswith((" ", "\t")):
                due = 0
            is_after_blank = False
        number += 1


def _blocks_at_the_margin(reading: Reading) -> dict[int, int]:
    """Return the last line of each block by its first; negative where numbers may begin anew after it."""
    ends = {box.line: box.line for box in reading.boxes if box.column == 1}  # its text is indented, or quoted
    ends.update((code.line, code.last) for code in reading.codes if code.column == 1 and code.last)
    for fence in reading.fences:
        if fence.opens and fence.column == 1 and fence.partner:
            classes = read_attributes(fence.text).classes
            ends[fence.line] = fence.partner * (1 if _BREAKS.isdisjoint(classes) else -1)
    return ends
