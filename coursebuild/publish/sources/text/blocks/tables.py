"""Remove tables that students do not see; the condition of a table stands at the end of its caption."""

import re
from collections.abc import Iterator

from coursebuild.model import Block, Place, Reading
from coursebuild.publish.sources.text.blocks.lists import apart
from coursebuild.publish.sources.text.conditions import Shown, Students
from coursebuild.publish.sources.text.edits import Edit, NotCutError, without_lines

_CAPTION = re.compile(r"[ \t>]*(?::|[Tt]able:)[ \t]")
_ROW = re.compile(r"[ \t>]*[|+\-=]")


def captions(reading: Reading) -> dict[Place, Block]:
    """The attribute blocks at the end of captions, by their places."""
    found = {}
    for block in reading.blocks:
        line = reading.lines[block.line - 1]
        is_last = line.rstrip().endswith("}") and line.rfind("{") == block.column - 1
        if is_last and line[: block.column - 1].endswith((" ", "\t")) and _CAPTION.match(line):
            found[block.line, block.column] = block
    return found


def edits(reading: Reading, students: Students) -> Iterator[Edit]:
    """Remove tables, or conditions from their captions. Raises: NotCutError."""
    for (line, column), block in captions(reading).items():
        resolved = students.resolve(block.text, (block.line, block.column))
        if resolved.shown is Shown.NEVER:
            first, last = _lines(reading, line, column)
            yield from without_lines(first, last, apart(reading, first, last))
        elif resolved.shown is not Shown.ALWAYS:
            text = f"{{{resolved.text}}}" if resolved.text else ""
            yield Edit(line, column - 1, column - 1 + len(block.text), text)


def _lines(reading: Reading, line: int, column: int) -> tuple[int, int]:
    """The first and the last line of a table with its caption, which stands below or above it."""
    for step in (-1, 1):
        edge = line + step
        while reading.is_blank(edge) and 1 <= edge <= len(reading.lines):
            edge += step
        if not (1 <= edge <= len(reading.lines) and _ROW.match(reading.lines[edge - 1])):
            continue
        while not reading.is_blank(edge + step):
            edge += step
        return min(edge, line), max(edge, line)
    raise NotCutError(line, column, "the table of this caption")
