"""Remove code blocks and their conditions, and put what students get in place of gaps."""

import re
from collections.abc import Iterator

from coursebuild.model import Code, Reading, vocabulary
from coursebuild.publish.sources.text.conditions import Shown, Students, tokens_of
from coursebuild.publish.sources.text.edits import Edit, NotCutError, without_lines
from coursebuild.source import filled, gaps_of, read_attributes

_BY_LINES = re.compile(r"number-?[lL]ines|startFrom|linenums|hl_lines|highlight")
_FILE = re.compile(r"\.file-\d{1,6}")  # what inclusion adds to code of a file


def edits(reading: Reading, students: Students) -> Iterator[Edit]:
    """Remove code blocks, or conditions from them; put what students get in place of gaps."""
    for code in reading.codes:
        line = reading.lines[code.line - 1]
        last = code.last or len(reading.lines)
        place = code.line, line.find("{") + 1
        gaps = gaps_of(code)
        if "{" in code.info:
            own = (vocabulary.GAPS,) if gaps else ()
            resolved = students.resolve(line[line.index("{") :], place, own)
            if resolved.shown is Shown.NEVER:
                yield from _without_code(reading, code, last)
                continue
            if resolved.shown is not Shown.ALWAYS:
                start = line.index("{")
                yield Edit(
                    code.line, start, line.rindex("}") + 1, f"{{{resolved.text}}}" if resolved.text else ""
                )
            elif any(map(_FILE.fullmatch, tokens := tokens_of(line))):
                kept = " ".join(each for each in tokens if not _FILE.fullmatch(each))
                yield Edit(code.line, line.index("{"), line.rindex("}") + 1, f"{{{kept}}}")
        if gaps and not students.have_answers(code.info, place):
            yield from _filled(reading, code)


def _without_code(reading: Reading, code: Code, last: int) -> Iterator[Edit]:
    if reading.cell_of((code.line, code.column)):
        raise NotCutError(code.line, code.column, "a condition in a cell")
    yield from without_lines(code.line, last)


def _filled(reading: Reading, code: Code) -> Iterator[Edit]:
    """Put what students get in place of the gaps of a code block."""
    if reading.cell_of((code.line, code.column)):
        raise NotCutError(code.line, code.column, "a gap in a cell")
    if _BY_LINES.search(code.info):
        raise NotCutError(code.line, code.column, "a gap in code whose lines have numbers or marks")
    classes = read_attributes(code.info).classes or (code.info.split() or [""])[:1]
    lines = filled(code.text, classes[0] if classes else "", solved=False).split("\n")
    if code.last - code.line > 1:
        yield from without_lines(code.line + 1, code.last - 1, lines)
