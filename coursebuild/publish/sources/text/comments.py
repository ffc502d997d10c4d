"""Remove the comments of HTML."""

import re
from collections.abc import Iterator

from coursebuild.model import Reading
from coursebuild.publish.sources.text.blocks import cells
from coursebuild.publish.sources.text.blocks.lists import NOTHING, follows_list
from coursebuild.publish.sources.text.edits import Edit
from coursebuild.source import without_code

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def edits(reading: Reading, first: int) -> Iterator[Edit]:
    """Remove comments outside of code and of the `first` lines; one after a list still ends it."""
    in_code = {n for code in reading.codes for n in range(code.line, (code.last or len(reading.lines)) + 1)}
    masked = "\n".join(
        " " * len(line) if n in in_code or n <= first else without_code(line)
        for n, line in enumerate(reading.lines, 1)
    )
    for found in _COMMENT.finditer(masked):
        line = masked.count("\n", 0, found.start()) + 1
        column = found.start() - (masked.rfind("\n", 0, found.start()) + 1)
        parts = found[0].split("\n")
        is_alone = not reading.lines[line - 1][:column].strip(" \t>")
        instead = NOTHING if is_alone and follows_list(reading, line) else ""
        for number, part in enumerate(parts):
            begins, text = (column, instead) if number == 0 else (0, "")
            yield from cells.changed(reading, line + number, begins, begins + len(part), text)
