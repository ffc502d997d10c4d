"""Turn MyST's tables into tables of lines and pipes."""

import csv
import re
from collections.abc import Sequence

from coursebuild.importers.draft import KEPT, Draft, Line
from coursebuild.importers.markdown.myst.directive import Directive

_ITEM = re.compile(r"(?P<outer>[*-][ \t]+)?(?P<inner>[-*])[ \t]?(?P<text>.*)")


def table(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    caption = (
        [f"{directive.prefix}: {directive.argument}{directive.name_as('tbl')}"] if directive.argument else []
    )
    return ["", *directive.body, "", *caption, *([""] if caption else [])]


def list_table(draft: Draft, directive: Directive, number: int) -> Sequence[Line | str] | None:
    rows: list[list[str]] = []
    for text in directive.texts():
        item = _ITEM.fullmatch(text.strip())
        if item and (item["outer"] or text[:1] == "*"):
            rows.append([item["text"].strip()])
        elif item and rows:
            rows[-1].append(item["text"].strip())
        elif text.strip() and rows:
            rows[-1][-1] = f"{rows[-1][-1]} {text.strip()}"
    return _pipe_table(draft, directive, number, rows)


def csv_table(draft: Draft, directive: Directive, number: int) -> Sequence[Line | str] | None:
    rows = [row for row in csv.reader(directive.texts(), skipinitialspace=True) if row]
    header = next(csv.reader([directive.options.get("header", "")], skipinitialspace=True), [])
    return _pipe_table(draft, directive, number, [header, *rows] if header else rows)


def _pipe_table(
    draft: Draft, directive: Directive, number: int, rows: list[list[str]]
) -> Sequence[Line | str] | None:
    if not rows:
        draft.tell(number, KEPT, f"`{{{directive.name}}}` is shown as it is typed")
        return None
    width = max(map(len, rows))
    filled = [[cell.replace("|", "\\|") for cell in row] + [""] * (width - len(row)) for row in rows]
    is_headed = directive.options.get("header-rows", "1" if directive.options.get("header") else "0") != "0"
    head, body = (filled[0], filled[1:]) if is_headed else ([""] * width, filled)
    lines = [f"| {' | '.join(row)} |" for row in (head, *body)]
    lines.insert(1, "|" + "---|" * width)
    caption = ["", f": {directive.argument}{directive.name_as('tbl')}"] if directive.argument else []
    return [directive.prefix + line for line in ("", *lines, *caption, "")]
