"""Put what stands at the wrong place where pandoc reads it: brackets, list items, fenced divs and headings.

Each function yields the lines that replace a line, with its number.
"""

import re
from collections.abc import Iterator

from coursebuild.lint import lists, source_rules
from coursebuild.model import Reading

_NUMBER = re.compile(r"(\d{1,9})([.)])( +)\S")
_PLAIN_LINE = re.compile(r"[^\W\d_][^|]*$")
_GAP = re.compile(r"(?<=[\]`)])[ \t]+(?=\{)")


def gap_edits(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Rewrite `[words] {.if …}` as `[words]{.if …}`."""
    for block in reading.blocks:
        if not block.guard or block.attached:  # it may be a heading's or a caption's
            continue
        line = reading.lines[block.line - 1]
        before = line[: block.column - 1]
        if "<!--" in before or before.startswith(("    ", "\t")) or not reading.prose[block.line - 1]:
            continue  # a comment, or indented code
        if reading.cell_of((block.line, block.column)):
            continue  # the table's columns would move
        if _GAP.search(before + "{") and before.rstrip().endswith(("]", "`")):
            yield block.line, [before.rstrip() + line[block.column - 1 :]]
            return


def list_edits(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    for first, has, needs in lists.unnested_lists(reading):
        last = first
        while last < len(reading.lines) and (
            reading.is_blank(last + 1) or lists.indent(reading.lines[last]) >= has
        ):
            last += 1
        if all(reading.prose[first - 1 : last]):
            for number in range(first, last + 1):
                if not reading.is_blank(number):
                    yield number, [" " * (needs - has) + reading.lines[number - 1]]
            return


def fence_indent_edits(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Move an indented fenced div under the text of its list item, or to the margin outside lists."""
    for fence in reading.fences:
        if not (fence.opens and fence.partner and fence.prefix and not fence.prefix.strip()):
            continue
        needed, has = lists.item_column(reading, fence.line), len(fence.prefix.expandtabs(4))
        inside = range(fence.line, fence.partner + 1)
        if needed == has or "\t" in fence.prefix or not all(reading.prose[n - 1] for n in inside):
            continue
        if any(
            not reading.is_blank(n) and lists.indent(reading.lines[n - 1]) < min(has, needed) for n in inside
        ):
            continue
        for number in inside:
            line = reading.lines[number - 1]
            if not reading.is_blank(number):
                yield number, [" " * max(0, lists.indent(line) + needed - has) + line.lstrip(" ")]
        return


def blank_line_edits(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Put a blank line before an opening fence or a heading; a list that this splits keeps counting."""
    for fence in reading.fences:
        in_cell = bool(reading.cell_of((fence.line, fence.column)))
        lacks_blank_line = not in_cell and source_rules.lacks_blank_line(reading, fence.line)
        if fence.opens and not fence.repeats_opener and lacks_blank_line:
            blank = fence.prefix[: fence.prefix.rfind(">") + 1]
            yield fence.line, [blank, reading.lines[fence.line - 1]]
            after = fence.partner + 1
            if (
                fence.partner
                and not fence.prefix
                and not reading.is_blank(after)
                and reading.prose[after - 1]
            ):
                yield after, [blank, _continue_numbering(reading, fence.line - 1, reading.lines[after - 1])]
            return
    for heading in reading.headings:
        if heading.well_formed and _ends_a_paragraph(reading, heading.line):
            yield heading.line, ["", reading.lines[heading.line - 1]]
            return


def _ends_a_paragraph(reading: Reading, number: int) -> bool:
    """Whether the lines above, up to a blank one, are plain text: no table, list, formula, HTML or YAML."""
    above = number - 1
    while not reading.is_blank(above):
        if not reading.prose[above - 1] or not _PLAIN_LINE.match(reading.lines[above - 1]):
            return False
        above -= 1
    return above < number - 1


def _continue_numbering(reading: Reading, before: int, line: str) -> str:
    """Number the first item after a fenced div after the last item before it."""
    following = _NUMBER.match(line)
    count = 0
    while before > 0 and not reading.is_blank(before) and not any(f.line == before for f in reading.fences):
        if found := _NUMBER.match(reading.lines[before - 1]):
            count, first = count + 1, int(found[1])
        before -= 1
    if not following or not count or following[1] != "1":
        return line
    return f"{first + count}{line[following.end(1) :]}"
