"""Remove code blocks and their conditions, and put what students get in place of gaps."""

import re
from collections.abc import Iterator, Sequence

from coursebuild.model import Code, Place, Reading, vocabulary
from coursebuild.publish.sources.text.blocks import cells
from coursebuild.publish.sources.text.blocks.lists import apart
from coursebuild.publish.sources.text.conditions import Shown, Students, is_for_other_programs, tokens_of
from coursebuild.publish.sources.text.edits import Edit, without_lines
from coursebuild.publish.sources.text.inclusions import FILE, Inclusions
from coursebuild.source import filled, gaps_of, read_attributes, read_gaps

_MARKED = re.compile(r"""(?P<key>\s*\b(?:highlight|hl_lines)=)(?P<value>"[^"]*"|'[^']*'|[^\s}]+)""")
_RANGE = re.compile(r"(\d{1,6})(?:[-:\u2013](\d{1,6}))?")


def edits(reading: Reading, students: Students, inclusions: Inclusions) -> Iterator[Edit]:
    """Remove code blocks, or conditions from them; put what students get in place of gaps.

    Raises: NotCutError for what has no room in its cell.
    """
    for code in reading.codes:
        line, last = reading.lines[code.line - 1], code.last or len(reading.lines)
        start = line.find("{", code.column - 1)
        place, gaps = (code.line, start + 1), gaps_of(code)
        attributes: str | None = ""
        including = ""
        if start >= 0:
            including = inclusions.of(code.line, line[start:])
            own = (vocabulary.GAPS,) if gaps else ()
            attributes = _attributes(line[start : line.rindex("}") + 1], place, students, own)
        if attributes is None or is_for_other_programs(line[max(start, 0) :], code.text):
            cell = cells.cell_of(reading, (code.line, code.column))
            yield from (
                cells.replaced(cell, code.line, last, ())
                if cell
                else without_lines(code.line, last, apart(reading, code.line, last))
            )
            continue
        has_gaps = bool(gaps) and not students.have_answers(code.info, place)
        if has_gaps:
            attributes = _with_marks(attributes, _typed(code))
        if including and last - code.line > 1:
            attributes = f"{{{' '.join(filter(None, (attributes[1:-1], including)))}}}"
            yield from without_lines(code.line + 1, last - 1)
        if start >= 0:
            yield from _rewritten(reading, code, attributes)
        if has_gaps and not including and last - code.line > 1:
            yield from _without_gaps(reading, code, last)


def _rewritten(reading: Reading, code: Code, attributes: str) -> Iterator[Edit]:
    """Put other attributes in place of those of a code block; a cell keeps its width."""
    line = reading.lines[code.line - 1]
    start, end = line.find("{"), line.rindex("}") + 1
    if attributes != line[start:end]:
        yield from cells.changed(reading, code.line, start, end, attributes)


def _without_gaps(reading: Reading, code: Code, last: int) -> list[Edit]:
    lines = filled(code.text, _language(code), solved=False).split("\n")
    if cell := cells.cell_of(reading, (code.line, code.column)):
        end = next(piece.text for piece in cell if piece.line == last)
        return cells.replaced(cell, code.line + 1, last, [*(line.rstrip() for line in lines), end.rstrip()])
    return without_lines(code.line + 1, last - 1, lines)


def _attributes(text: str, place: Place, students: Students, own: tuple[str, ...]) -> str | None:
    """What students get of the attributes of a code block; None if they get no such block."""
    resolved = students.resolve(text, place, own)
    if resolved.shown is Shown.NEVER:
        return None
    is_cut = resolved.shown is not Shown.ALWAYS
    tokens = tokens_of(f"{{{resolved.text}}}" if is_cut else text)
    classes = [each for each in tokens if each.startswith(".")]
    # the first one is the language
    unseen = {each for each in classes[1:] if not students.seen.has_class(each[1:])}
    unseen |= {each for each in tokens if FILE.fullmatch(each)}
    if not is_cut and not unseen:
        return text
    kept = " ".join(each for each in tokens if each not in unseen)
    return f"{{{kept}}}" if kept else ""


def _language(code: Code) -> str:
    classes = read_attributes(code.info).classes or (code.info.split() or [""])[:1]
    return classes[0] if classes else ""


def _typed(code: Code) -> list[int]:
    """The number of the line that was typed for each line that students get, as in filters/gaps.py."""
    typed = list(range(1, code.text.count("\n") + 2))
    for gap in reversed(read_gaps(code.text, _language(code))):
        typed[gap.first : gap.last + 1] = [gap.first + 1] * len(gap.placeholder)
    return typed


def _with_marks(attributes: str, typed: Sequence[int]) -> str:
    """The attributes with the numbers of the marked lines that students have, as they count them."""

    def marked(found: re.Match[str]) -> str:
        ranges = [_RANGE.fullmatch(each) for each in re.split(r"[\s,]+", found["value"].strip("\"'"))]
        lines = {n for each in ranges if each for n in range(int(each[1]), int(each[2] or each[1]) + 1)}
        numbers = [str(number) for number, line in enumerate(typed, 1) if line in lines]
        return f'{found["key"]}"{",".join(numbers)}"' if numbers else ""

    return _MARKED.sub(marked, attributes)
