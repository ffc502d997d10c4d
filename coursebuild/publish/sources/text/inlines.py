"""Remove what students do not see in paragraphs: Spans, code, links and images."""

import re
from collections.abc import Collection, Iterator

from coursebuild.model import Block, Paragraph, Place, Reading, vocabulary
from coursebuild.publish.sources.text.blocks import cells, columns
from coursebuild.publish.sources.text.conditions import Resolved, Shown, Students, is_for_other_programs
from coursebuild.publish.sources.text.edits import Edit, NotCutError
from coursebuild.source import read_attributes

_BLANK_LINE = f"[]{{.{vocabulary.LINE}}}"  # in place of a blank
_BLANK_COPY = f"[{vocabulary.UNANSWERED}]{{.{vocabulary.BLANK}}}"  # never longer than the blank
_AROUND = '*_~"'  # what is removed where it is around nothing
_EMPTY = "<span></span>"
_DEFINITION = re.compile(r"[ \t>]*[:~][ \t]")
_GAP = re.compile(r"[ \t]{2,}")
_BACKTICKS = re.compile(r"`+\Z")


def edits(reading: Reading, students: Students, not_here: Collection[Place]) -> Iterator[Edit]:
    """Remove Spans, code, links and images, or their conditions; attributes `not_here` are others'.

    Raises: NotCutError.
    """
    elsewhere = {code.line for code in reading.codes} | {fence.line for fence in reading.fences}
    for block in reading.blocks:
        is_elsewhere = block.line in elsewhere or (block.line, block.column) in not_here
        if is_elsewhere or not block.attached:
            continue
        attributes = read_attributes(block.text)
        is_blank = vocabulary.BLANK in attributes.classes
        resolved = _resolved(block, students)
        if resolved.shown is Shown.ALWAYS:
            continue
        paragraph = _paragraph_of(reading, block)
        at = paragraph.offset((block.line, block.column)) if paragraph else -1
        start = _start(paragraph, at) if paragraph else -1
        if paragraph is None or at < 0 or (start < 0 and _needs_start(resolved, paragraph.source[at - 1])):
            raise NotCutError(block.line, block.column, f"what has the condition `{block.text}`")
        end = at + len(block.text)
        if columns.has_columns(reading, block.line) and _is_of_cells(paragraph.source[max(start, 0) : end]):
            raise NotCutError(block.line, block.column, "what goes over lines of a cell without borders")
        if resolved.shown is Shown.NEVER:
            if is_blank:
                yield from _line_in_place(reading, paragraph, start, end)
            else:
                start, end = _with_space(paragraph.source, *_with_emphasis(paragraph.source, start, end))
                yield from _replaced(reading, paragraph, start, end, _nothing(reading, paragraph, start, end))
        elif resolved.text:
            yield from _replaced(reading, paragraph, at, end, f"{{{resolved.text}}}")
        elif paragraph.source[at - 1] == "]" and not _is_link(paragraph, at, start):
            yield from _replaced(reading, paragraph, start, start + 1, "")
            yield from _replaced(reading, paragraph, at - 1, end, "")
        else:
            yield from _replaced(reading, paragraph, at, end, "")


def _is_of_cells(part: str) -> bool:
    """Whether a part goes over lines of a cell, between which it has something of the cells beside it."""
    return "\n" in part and any(_GAP.search(line.strip()) for line in part.split("\n"))


def _needs_start(resolved: Resolved, before: str) -> bool:
    """Whether more is edited than the attributes, which follow a character."""
    return resolved.shown is Shown.NEVER or (before == "]" and not resolved.text)


def _resolved(block: Block, students: Students) -> Resolved:
    if is_for_other_programs(block.text, block.text):
        return Resolved(Shown.NEVER)
    return students.resolve(block.text, (block.line, block.column))


def _line_in_place(reading: Reading, paragraph: Paragraph, start: int, end: int) -> Iterator[Edit]:
    """Put a line in place of a blank: in a narrow cell, a blank that has no answer any more."""
    is_narrow = cells.is_narrow(reading, paragraph.place(start))
    length = (paragraph.source[start:end] + "\n").index("\n")
    instead = _BLANK_COPY if is_narrow and length < len(_BLANK_LINE) else _BLANK_LINE
    yield from _replaced(reading, paragraph, start, end, instead)


def _nothing(reading: Reading, paragraph: Paragraph, start: int, end: int) -> str:
    """What stands in place of a part that is removed: an empty element if it is a term with a definition."""
    begin, end_ = paragraph.source.rfind("\n", 0, start) + 1, (paragraph.source + "\n").index("\n", end)
    alone = not f"{paragraph.source[begin:start]}{paragraph.source[end:end_]}".strip(" \t>")
    if begin and alone and paragraph.source[begin:end_].endswith("  ") and end_ < len(paragraph.source):
        return "\\"  # the line still ends where the author broke it
    is_all = not f"{paragraph.source[:start]}{paragraph.source[end:]}".strip(" \t>\n")
    below = next((n for n in range(paragraph.last + 1, len(reading.lines) + 1) if not reading.is_blank(n)), 0)
    return _EMPTY if is_all and below and _DEFINITION.match(reading.lines[below - 1]) else ""


def _with_emphasis(source: str, start: int, end: int) -> tuple[int, int]:
    """The part with the marks of emphasis and the quotation marks that have nothing else between them."""
    while start and source[start - 1] in _AROUND and source[start - 1] == source[end : end + 1]:
        start, end = start - 1, end + 1
    return start, end


def _with_space(source: str, start: int, end: int) -> tuple[int, int]:
    """The part with one of the two spaces around it, or with that at the beginning or the end of its line."""
    before, after = source[max(start - 1, 0) : start], source[end : end + 1]
    if before == " " and after in ("", " ", "\n"):
        return start - 1, end
    return start, end + (before in ("", "\n") and after == " ")


def _is_link(paragraph: Paragraph, at: int, start: int) -> bool:
    """Whether a text in brackets before a block is the name of a reference, or an image's."""
    return paragraph.source[start] == "!" or _opening(paragraph.text, at - 1, "[]") != start


def _paragraph_of(reading: Reading, block: Block) -> Paragraph | None:
    for paragraph in reading.paragraphs:
        at = paragraph.offset((block.line, block.column))
        if at >= 0 and paragraph.source.startswith(block.text, at):
            return paragraph
    return None


def _start(paragraph: Paragraph, at: int) -> int:
    """Where what an attribute block belongs to begins in its paragraph; -1 if that is not known."""
    text, source = paragraph.text, paragraph.source
    before = source[at - 1 : at]
    if before == "`":
        run = len(_BACKTICKS.search(source, 0, at)[0])  # type: ignore[index]
        opening = re.compile(rf"(?<!`)`{{{run}}}(?!`)")
        starts = [found.start() for found in opening.finditer(source, 0, at - run)]
        return starts[-1] if starts else -1
    if before == ")":
        opening_ = _opening(text, at - 1, "()")
        start = _opening(text, opening_ - 1, "[]") if opening_ > 0 and text[opening_ - 1] == "]" else -1
    elif before == "]":
        start = _opening(text, at - 1, "[]")
        if start > 0 and text[start - 1] == "]":
            start = _opening(text, start - 1, "[]")
    else:
        return -1
    return start - 1 if start > 0 and source[start - 1] == "!" else start


def _opening(text: str, closing: int, pair: str) -> int:
    """The index of the bracket that matches the one at `closing`, or -1."""
    depth = 0
    for at in range(closing, -1, -1):
        if at and text[at - 1] == "\\":
            continue
        depth += {pair[1]: 1, pair[0]: -1}.get(text[at], 0)
        if depth == 0:
            return at
    return -1


def _replaced(reading: Reading, paragraph: Paragraph, start: int, end: int, text: str) -> Iterator[Edit]:
    """Replace a part of a paragraph; a cell keeps its width."""
    done = start
    for number, part in enumerate(paragraph.source[start:end].split("\n")):
        line, column = paragraph.place(done)
        instead = text if number == 0 else ""
        yield from cells.changed(reading, line, column - 1, column - 1 + len(part), instead)
        done += len(part) + 1
