"""What the cells of a notebook have printed and drawn."""

import re
from collections.abc import Sequence
from typing import Any

from coursebuild.importers.draft import KEPT, Draft
from coursebuild.importers.notebook.attachments import SUFFIXES, store
from coursebuild.importers.notebook.cell import joined

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f]")
_MOST_LINES = 200  # of one output; more are a log, and no part of a lesson
_OBJECT = re.compile(
    r"<[\w.]+(?: [^<>\n]*)?>|\[?<matplotlib[^\n]*|Text\([^\n]*\)|Figure\(\d+x\d+\)|<Figure [^\n]*>"
)


def texts(draft: Draft, outputs: Sequence[Any], cell: int, line: int) -> list[str]:
    """Return the Markdown of a cell's outputs, each after a blank line."""
    lines: list[str] = []
    for number, output in enumerate(outputs, 1):
        if isinstance(output, dict):
            lines += _output(draft, output, cell, line, number)
    return lines


def _output(draft: Draft, output: dict[str, Any], cell: int, line: int, number: int) -> list[str]:
    kind = output.get("output_type")
    if kind == "stream":
        return _block(draft, joined(output.get("text")), cell, line)
    if kind in ("error", "pyerr"):
        traceback = output.get("traceback")
        return _block(
            draft, "\n".join(map(str, traceback if isinstance(traceback, list) else ())), cell, line
        )
    data = output.get("data")
    data = data if isinstance(data, dict) else _old(output)
    for image in SUFFIXES:
        if image in data and (path := store(draft, f"cell-{cell}-{number}", image, data[image])):
            return ["", f"![]({path}){{alt={_alt(data)}}}"]
    written = joined(data.get("text/markdown") or data.get("text/latex")).strip()
    return ["", *written.split("\n")] if written else _plain(draft, data, cell, line, number)


def _plain(draft: Draft, data: dict[str, Any], cell: int, line: int, number: int) -> list[str]:
    """Return the plain text of an output, and tell what else it has."""
    plain = joined(data.get("text/plain"))
    plain = "" if _OBJECT.fullmatch(plain.strip()) else plain
    others = [kind for kind in data if kind == "text/html" or kind.startswith("application/")]
    if others:
        name = "HTML" if "text/html" in others else f"`{others[0]}`"
        what = "its plain text is in its place" if plain.strip() else "it is left out"
        draft.tell(line, KEPT, f"output {number} of cell {cell} is {name}: {what}")
    return _block(draft, plain, cell, line)


def _old(output: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an output of nbformat 3."""
    names = {
        "png": "image/png",
        "jpeg": "image/jpeg",
        "svg": "image/svg+xml",
        "text": "text/plain",
        "html": "text/html",
        "latex": "text/latex",
    }
    return {kind: output[name] for name, kind in names.items() if name in output}


def _alt(data: dict[str, Any]) -> str:
    plain = " ".join(joined(data.get("text/plain")).split())
    shown = "" if not plain or _OBJECT.fullmatch(plain) else plain.replace("\\", "").replace('"', "'")
    return f'"{shown[:80] or "Output of the code above"}"'


def _block(draft: Draft, text: str, cell: int, line: int) -> list[str]:
    """Return a text as a code block without colours."""
    shown = [
        _ANSI.sub("", each.rpartition("\r")[2])
        for each in text.rstrip("\n").replace("\r\n", "\n").split("\n")
    ]
    if not any(each.strip() for each in shown):
        return []
    if len(shown) > _MOST_LINES:
        draft.tell(
            line, KEPT, f"the output of cell {cell} has {len(shown)} lines: the first {_MOST_LINES} stay"
        )
        shown = [*shown[:_MOST_LINES], "…"]
    longest = max((len(run) for each in shown for run in re.findall(r"`{3,}", each)), default=2)
    fence = "`" * max(3, longest + 1)
    return ["", f"{fence}text", *shown, fence]
