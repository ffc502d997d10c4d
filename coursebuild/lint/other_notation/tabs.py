"""Warn of tabs without a title, which no reader could choose."""

from collections.abc import Iterator

from coursebuild.lint.slip import Slip
from coursebuild.model import Fence, Reading, vocabulary
from coursebuild.source import read_attributes


def tab_slips(reading: Reading) -> Iterator[Slip]:
    """Yield a slip for each group of tabs in which no part has a title."""
    for group in reading.fences:
        if not (group.opens and group.partner and _names(group) & vocabulary.TAB_GROUPS):
            continue
        inside = range(group.line + 1, group.partner)
        has_title = (
            any(heading.line in inside for heading in reading.headings)
            or any(box.line in inside for box in reading.boxes)
            or any(
                f.opens and f.line in inside and ("title" in f.text or "tab" in _names(f))
                for f in reading.fences
            )
        )
        if not has_title:
            message = "these tabs have no titles: none is shown as a tab"
            yield Slip("CB230", message, (group.line, group.column))


def _names(fence: Fence) -> set[str]:
    """The classes that a line of colons gives."""
    rest = fence.text.strip(": \t")
    return set(read_attributes(rest).classes) if rest.startswith("{") else {rest.partition(" ")[0]}
