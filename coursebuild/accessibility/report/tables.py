"""The tables of a report in HTML, which on a telephone become lists of their rows."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell: HTML, and classes."""

    content: str
    classes: str = ""


def table(caption: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Cell]]]) -> Iterator[str]:
    """A table whose rows have a header, in HTML, and cells.

    The roles are those that these elements have by themselves, unless a style sheet shows them as blocks.
    """
    yield f'<table role="table">\n<caption>{escape(caption)}</caption>'
    names = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in columns)
    yield f'<thead role="rowgroup">\n<tr role="row">{names}</tr>\n</thead>\n<tbody role="rowgroup">'
    for header, cells in rows:
        named = "".join(
            f'<td role="cell" class="{cell.classes}" data-name="{escape(name)}">{cell.content}</td>'
            for name, cell in zip(columns[1:], cells, strict=True)
        )
        yield f'<tr role="row"><th scope="row" role="rowheader">{header}</th>{named}</tr>'
    yield "</tbody>\n</table>"
