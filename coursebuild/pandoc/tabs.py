"""Expand the tabs of a source, as pandoc's command does before it parses; its Lua interpreter does not."""

from collections.abc import Sequence

from coursebuild.model import Reading

TAB = 4  # columns


def with_expanded_tabs(lines: Sequence[str], reading: Reading) -> list[str]:
    """Expand the tabs of lines, but for those of fenced code, which readers copy.

    In the cells of a grid table, whose columns count, and in front of code in a list item, they are expanded
    as well.
    """
    expanded = [line.expandtabs(TAB) for line in lines]
    for code in reading.codes:
        if not code.last or reading.prose[code.line - 1]:  # never closed, or in a cell
            continue
        indent = len(lines[code.line - 1][: code.column - 1].expandtabs(TAB))
        for n in range(code.line, code.last - 1):
            if "\t" in lines[n]:
                expanded[n] = _expanded_to(indent, lines[n])
    return expanded


def _expanded_to(column: int, line: str) -> str:
    """Expand the tabs of a line that begin before a column."""
    end = next((n for n in range(len(line)) if len(line[:n].expandtabs(TAB)) >= column), len(line))
    return line[:end].expandtabs(TAB) + line[end:]
