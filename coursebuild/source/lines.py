"""Read a source line by line, as its author sees it: code, comments, fences, headings, attribute blocks.

This module finds what the author meant. To find what pandoc makes of it, each opening fence and each
attribute block with a condition is passed to pandoc with a mark (`pandoc/marks.py`). If pandoc returns the
mark on an element, it read the notation; otherwise, the notation is text.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from coursebuild.model import (
    Code,
    Fence,
    Frames,
    Heading,
    Paragraph,
    Piece,
    Place,
    Reading,
    without_ignoring,
)
from coursebuild.source import dialects
from coursebuild.source.blocks import find_blocks
from coursebuild.source.code_info import translate_infos
from coursebuild.source.fences import LIST_MARKER, ODD_SPACES, pair_fences, parse_fence
from coursebuild.source.inline_code import without_code
from coursebuild.source.layout.after_boxes import dedent_after_boxes
from coursebuild.source.layout.attribute_lists import translate_attribute_lists
from coursebuild.source.layout.formulas import translate_formulas
from coursebuild.source.layout.glued import find_glued
from coursebuild.source.layout.grids import grid_cells
from coursebuild.source.layout.markers import find_literals
from coursebuild.source.paragraphs import paragraphs

_MOST_DEEP = 20  # boxes in boxes
_MAY_BE_BOX = re.compile(r"(?m)^[ \t>]*(?:!!!|\?\?\?|===[!+]?[ \t]|\[!|(?:`{3,}|~{3,})[ \t]*\{\w)")
MAX_INDENT = 3  # spaces before a fence; with more, it is indented code

_CODE_FENCE = re.compile(
    rf"(?P<prefix>[ \t>]*(?:(?:{LIST_MARKER}|\[\^[^\]\s]+\]:|:)[ \t]+)*)"
    # a value in quotation marks may contain backticks
    r"(?P<fence>`{3,}|~{3,})(?P<info>[ \t]*(?:\{(?:[^{}\"`]|\"[^\"]*\")*\}|[\w{.+][^`]*)?)"
)
_HASHES = "#\uff03\ufe5f"  # and those that look like it, for `[…]`
_HEADING = re.compile(
    rf"(?P<before>[ {ODD_SPACES}]{{0,3}}|[^\w{_HASHES}]{{0,8}}(?=[{_HASHES}]{{2}})"
    rf"|[^{_HASHES}]*[ \t](?=[{_HASHES}]{{2,}}[ \t]))"
    rf"(?!#[.)][ \t])(?P<marks>[{_HASHES}]{{1,6}})"  # `#.` and `#)` are markers of a list
    rf"(?P<space>[ \t{ODD_SPACES}]+|[^\w{_HASHES}]{{0,4}}(?=[^\W\d]))(?P<text>\S.*)"
)
_VALID_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_ROW = re.compile(r"[ \t>]*[|+].*[|+][ \t]*")  # of a grid table
_UNDERLINE = re.compile(r"(?:={2,}|-{3,})[ \t]*")
_YAML_ENDS = ("---", "...")


def read_lines(
    text: str, kinds: frozenset[str] = frozenset(), *, boxes: bool = True, backslash: bool = False
) -> Reading:
    r"""Read a text, and translate the notation of other tools; lines keep their numbers.

    `kinds` are the author's own kinds of boxes. Without `boxes`, those of other tools that do not end with
    a line of colons stay as they are. `backslash` says that `\(` begins a formula.
    """
    lines = text.split("\n")
    prose, codes, open_comment = classify(lines)
    frames = Frames.none()
    for _ in range(_MOST_DEEP if boxes and _MAY_BE_BOX.search(text) else 0):
        if not dialects.translate_blocks(lines, prose, codes, frames, kinds):
            break
        prose, codes, open_comment = classify(lines)  # what is in a box may be a box
    if dedent_after_boxes(lines, prose, frames):
        prose, codes, open_comment = classify(lines)
    if dialects.translate_components(lines, prose, frames):
        prose, codes, open_comment = classify(lines)
    dialects.translate_tabs(lines, prose, frames)
    if "\\[" in text or "\\(" in text:
        translate_formulas(lines, prose, lines[: front_matter_end(lines)], backslash=backslash)
    translate_infos(lines, codes)
    translate_attribute_lists(lines, prose)
    frames.boxes.extend(dialects.translate_fences(lines, prose, kinds))
    cells = [_read_cell(cell, kinds) for cell in grid_cells(lines, prose)]
    in_cells = {piece.line for cell in cells for piece in cell.all}
    numbered = [
        (n, without_ignoring(line)) for n, line in enumerate(lines, 1) if prose[n - 1] and n not in in_cells
    ]
    fences = pair_fences([fence for n, line in numbered if (fence := parse_fence(n, line, kinds))])
    fence_lines = {fence.line for fence in fences}
    headings = tuple(
        heading for n, line in numbered if (heading := _heading(n, line) or _underlined(lines, n))
    )
    kept = [is_prose and n not in fence_lines and n not in in_cells for n, is_prose in enumerate(prose, 1)]
    box_ends = {index + 1 for index in frames.ends}
    blanked = [*paragraphs(lines, kept, {heading.line for heading in headings}, box_ends)]
    blanked += [paragraph for cell in cells for paragraph in cell.paragraphs]
    end = front_matter_end(lines)
    front_matter = [*paragraphs(lines[:end], [0 < n < end - 1 for n in range(end)], range(end + 1))]
    openings = [Paragraph.of_line(code.line, lines[code.line - 1]) for code in codes]
    openings += [opening for cell in cells for opening in cell.openings]
    block_ends = frozenset(f.line for f in fences if f.well_formed) | {
        h.line for h in headings if h.well_formed
    }
    return Reading(
        tuple(lines),
        tuple(prose),
        (*codes, *(code for cell in cells for code in cell.codes)),
        open_comment,
        (*fences, *(fence for cell in cells for fence in cell.fences)),
        tuple(block for part in (*front_matter, *blanked, *openings) for block in find_blocks(part)),
        headings,
        block_ends,
        tuple(cell.prose for cell in cells),
        tuple(blanked),
        tuple(front_matter),
        "\n".join(lines),
        find_glued(
            lines,
            [is_prose and n not in in_cells for n, is_prose in enumerate(prose, 1)],
            block_ends,
            {code.line for code in codes if code.last},
            box_ends,
        ),
        frames,
        find_literals(lines, prose, {heading.line for heading in headings}, block_ends),
    )


class _Cell(NamedTuple):
    """What is read in a cell of a grid table."""

    all: Sequence[Piece]
    prose: tuple[Piece, ...]
    codes: tuple[Code, ...]
    fences: tuple[Fence, ...]
    paragraphs: tuple[Paragraph, ...]
    openings: tuple[Paragraph, ...]  # the first lines of code blocks


def _read_cell(pieces: Sequence[Piece], kinds: frozenset[str]) -> _Cell:
    """Read a cell as a text of its own; fences are paired within it."""
    texts = [piece.text for piece in pieces]
    is_prose, codes, _ = classify(texts)
    prose = tuple(piece for piece, wanted in zip(pieces, is_prose, strict=True) if wanted)
    fences = [
        fence._replace(column=fence.column + piece.start, prefix=f"|{fence.prefix}")
        for piece in prose
        if (fence := parse_fence(piece.line, piece.text, kinds))
    ]
    fence_lines = {fence.line for fence in fences}
    kept = [wanted and piece.line not in fence_lines for piece, wanted in zip(pieces, is_prose, strict=True)]
    return _Cell(
        pieces,
        prose,
        tuple(
            code._replace(
                line=pieces[code.line - 1].line,
                column=code.column + pieces[code.line - 1].start,
                last=code.last and pieces[code.last - 1].line,
            )
            for code in codes
        ),
        pair_fences(fences),
        tuple(_in_cell(paragraph, pieces) for paragraph in paragraphs(texts, kept, ())),
        tuple(_in_cell(Paragraph.of_line(code.line, texts[code.line - 1]), pieces) for code in codes),
    )


def _in_cell(paragraph: Paragraph, pieces: Sequence[Piece]) -> Paragraph:
    """Return a paragraph whose lines were counted in its cell."""
    inside = pieces[paragraph.first - 1 : paragraph.last]
    return paragraph._replace(first=inside[0].line, starts=tuple(piece.start for piece in inside))


def _heading(number: int, line: str) -> Heading | None:
    found = _HEADING.fullmatch(line)
    if not found:
        return None
    before, well_formed = found["before"].strip(), bool(_VALID_HEADING.match(line))
    return Heading(number, len(found["marks"]), found["text"], before, well_formed)


def _underlined(lines: list[str], number: int) -> Heading | None:
    """Parse a setext heading at its underline; pandoc does not read one that ends a paragraph."""
    title = lines[number - 2] if number > 1 else ""
    if not _UNDERLINE.fullmatch(lines[number - 1]) or not title.strip() or title.lstrip().startswith("|"):
        return None
    well_formed = number == 2 or not lines[number - 3].strip()  # noqa: PLR2004 (the first line)
    level = 1 if "=" in lines[number - 1] else 2
    return Heading(number - 1, level, title, "" if well_formed else "=", well_formed)


def front_matter_end(lines: list[str]) -> int:
    """Return the number of lines of the front matter; 0 if there is none or it is never closed."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines[1:], 1) if line.rstrip() in _YAML_ENDS), 0)


def classify(lines: list[str]) -> tuple[list[bool], tuple[Code, ...], Place | None]:
    """Return which lines are prose, the code blocks, and the place of a comment that is never closed."""
    start = front_matter_end(lines)
    prose = [number >= start for number in range(len(lines))]
    codes: list[Code] = []
    open_comment: Place | None = None
    number, never_closed = start, set[str]()
    while number < len(lines):
        last = number
        if found := _CODE_FENCE.fullmatch(lines[number].rstrip()):
            fence = found["fence"]
            last = 0 if fence in never_closed else _closing_line(lines, number, fence, found["prefix"])
            text = "\n".join(lines[number + 1 : last])
            column = found.start("fence") + 1
            codes.append(Code(number + 1, column, last and last + 1, fence, found["info"].strip(), text))
            if last:
                prose[number : last + 1] = [False] * (last + 1 - number)
            else:
                never_closed.add(fence)
        elif opening_column := _open_comment_column(lines[number]):
            last = next((n for n in range(number + 1, len(lines)) if "-->" in lines[n]), 0)
            if last:
                is_in_cell = _ROW.fullmatch(lines[number])  # where it ends, the other cells go on
                prose[number + 1 : last + 1] = [
                    bool(is_in_cell and _ROW.fullmatch(line)) for line in lines[number + 1 : last + 1]
                ]
            else:
                open_comment = open_comment or (number + 1, opening_column)
        number = max(last, number) + 1
    return prose, tuple(codes), open_comment


def _open_comment_column(line: str) -> int:
    """Return the column of a comment that does not end on its line; 0 if there is none."""
    if "<!--" not in line:
        return 0
    at = without_code(line).rfind("<!--")
    return 0 if at < 0 or "-->" in line[at + 4 :] else at + 1


def _closing_line(lines: list[str], start: int, fence: str, prefix: str) -> int:
    """Return the line, from 0, that closes the code fence on line `start`; 0 if none does."""
    closing = re.compile(
        rf"[ \t>]{{0,{len(prefix) + MAX_INDENT}}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*"
    )
    for number in range(start + 1, len(lines)):
        if ">" in prefix and not lines[number].lstrip().startswith(">"):
            return 0
        if closing.fullmatch(lines[number].rstrip("\r")):
            return number
    return 0
