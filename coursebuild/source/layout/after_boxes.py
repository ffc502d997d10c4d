"""Unindent the text below a box that ended the list of its item: pandoc would make code of it."""

import re
from collections.abc import MutableSequence, Sequence

from coursebuild.model import Fence, Frames
from coursebuild.source.fences import LIST_MARKER, pair_fences, parse_fence

TAB = 4  # columns; with as many more than an item's text has, it is code in the item

_MAY_BE = re.compile(r"(?m)^:{3,}[ \t]*\n(?:[ \t]*\n)*(?: {4}|\t| +\t)")
_ITEM = re.compile(rf"[ \t]*{LIST_MARKER}[ \t]+(?=\S)")


def dedent_after_boxes(lines: MutableSequence[str], prose: Sequence[bool], frames: Frames) -> bool:
    """Move such texts to the margin in place; return whether there were any.

    `frames` gets what is removed of each line.
    """
    if not _MAY_BE.search("\n".join(lines)):
        return False
    fences = pair_fences(
        [
            fence
            for number, line in enumerate(lines, 1)
            if prose[number - 1] and (fence := parse_fence(number, line))
        ]
    )
    boxes = {fence.line: fence for fence in fences if fence.partner and not fence.opens and fence.column == 1}
    found = False
    for box in boxes.values():
        after = _next_text(lines, box.line)
        width = _width_of_item(lines, box.partner, boxes) if after and prose[after - 1] else 0
        if width and _indent(lines[after - 1]) >= TAB and width <= _indent(lines[after - 1]) < width + TAB:
            _dedent(lines, after, width, frames)
            found = True
    return found


def _indent(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip())].expandtabs(TAB))


def _next_text(lines: Sequence[str], number: int) -> int:
    """Return the number of the first line after one that is not blank; 0 if there is none."""
    return next((n for n in range(number + 1, len(lines) + 1) if lines[n - 1].strip()), 0)


def _width_of_item(lines: Sequence[str], opening: int, boxes: dict[int, Fence]) -> int:
    """Return the columns before the text of the item above a box, or above several; 0 if there is none."""
    number = opening
    while number := next((n for n in range(number - 1, 0, -1) if lines[n - 1].strip()), 0):
        if box := boxes.get(number):
            number = box.partner
        elif item := _ITEM.match(lines[number - 1]):
            return len(item[0].expandtabs(TAB))
        elif not lines[number - 1].startswith((" ", "\t")) and not lines[number - 2].strip():
            return 0
    return 0


def _dedent(lines: MutableSequence[str], first: int, width: int, frames: Frames) -> None:
    """Move lines to the left, up to one that is not indented."""
    for index in range(first - 1, len(lines)):
        line = lines[index]
        if line.strip() and _indent(line) < width:
            return
        end = next((n for n in range(len(line)) if len(line[:n].expandtabs(TAB)) >= width), len(line))
        lines[index] = line[end:]
        frames.removed[index] = frames.removed.get(index, "") + line[:end]
