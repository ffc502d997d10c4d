"""Read a notebook (nbformat 3 and 4) cell by cell."""

import json
import re
from collections.abc import Iterator
from typing import Any

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, KEPT, REFUSED, Draft, Line
from coursebuild.importers.notebook import attachments, outputs, solutions
from coursebuild.importers.notebook.cell import Cell, joined
from coursebuild.importers.notebook.solutions import Audience
from coursebuild.model import BuildError, Diagnostic

_CELL = re.compile(r'(?<!\\)"cell_type"\s*:')
_SHELL = re.compile(r"(?m)\A%%(?P<language>bash|sh|javascript|html|latex|perl|ruby|R)\b.*\n?")
_LANGUAGES = {"sh": "bash", "R": "r", "ipython": "python", "ipython3": "python", "c++17": "cpp"}


def read(draft: Draft, text: str) -> None:
    """Fill a draft with the Markdown of a notebook. Raises: BuildError, if it is none."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        reason = getattr(error, "msg", "it is nested too deeply")
        raise BuildError(
            Diagnostic(draft.name, line, column, REFUSED, f"this is not JSON: {reason}")
        ) from error
    cells = list(_cells(notebook, text))
    if not cells:
        raise BuildError(Diagnostic(draft.name, 0, 0, REFUSED, "this is not a notebook: it has no cells"))
    language = _language(notebook.get("metadata"))
    regions = solutions.Regions()
    is_released = any(map(solutions.withholds_outputs, cells))
    if is_released and any(cell.outputs for cell in cells):
        message = "no student sees the outputs there: they are for instructors alone"
        draft.tell(next(cell.line for cell in cells if cell.outputs), HIDDEN, message)
    for cell in cells:
        audience = regions.audience(cell, draft)
        if is_released and audience is Audience.ALL and cell.outputs:
            audience = Audience.NO_OUTPUT
        if audience is not None:
            draft.lines += _lines(draft, cell, audience, language)


def _cells(notebook: Any, text: str) -> Iterator[Cell]:
    """Yield the cells that are well-formed."""
    if not isinstance(notebook, dict):
        return
    sheets = notebook.get("worksheets")
    raw = notebook.get("cells") or (
        sheets[0].get("cells")
        if isinstance(sheets, list) and sheets and isinstance(sheets[0], dict)
        else None
    )
    lines = (
        [text.count("\n", 0, found.start()) + 1 for found in _CELL.finditer(text)]
        if isinstance(raw, list)
        else []
    )
    for number, cell in enumerate(raw if isinstance(raw, list) else (), 1):
        if isinstance(cell, dict):
            source = joined(cell.get("source", cell.get("input", "")))
            metadata, found, attached = (cell.get(key) for key in ("metadata", "outputs", "attachments"))
            kind = str(cell.get("cell_type"))
            if kind == "heading":  # nbformat 3
                kind, source = "markdown", f"{_hashes(cell.get('level'))} {source}"
            yield Cell(
                number,
                lines[number - 1] if number <= len(lines) else 0,
                kind,
                source.replace("\r\n", "\n").replace("\r", "\n"),
                metadata if isinstance(metadata, dict) else {},
                found if isinstance(found, list) else [],
                attached if isinstance(attached, dict) else {},
            )


def _hashes(level: Any) -> str:
    return "#" * (level if isinstance(level, int) and 0 < level < 7 else 1)  # noqa: PLR2004 (those of HTML)


def _language(metadata: Any) -> str:
    for keys in (("language_info", "name"), ("kernelspec", "language"), ("kernelspec", "name")):
        value = metadata
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str) and value:
            return _LANGUAGES.get(value, re.sub(r"\d+$", "", value.lower()) or "python")
    return "python"


def _lines(draft: Draft, cell: Cell, audience: Audience, language: str) -> list[Line]:
    """The lines of a cell, in a box if not everybody may see it."""
    if cell.kind == "markdown":
        text = attachments.rewritten(draft, cell.text, cell.attachments, cell.number)
        texts = _markdown(draft, cell, text)
    elif cell.kind == "code":
        texts = _code(draft, cell, audience, language)
    else:
        if cell.text.strip():
            draft.tell(
                cell.line,
                KEPT,
                f"cell {cell.number} is raw, which no page shows: it is for instructors alone",
            )
        texts = [*_fenced(cell.text, "text")] if cell.text.strip() else []
        audience = Audience.INSTRUCTORS
    if not any(text.strip() for text in texts):
        return []
    return [Line(cell.line, text) for text in (*_boxed(texts, audience), "")]


def _boxed(texts: list[str], audience: Audience) -> list[str]:
    if audience not in (Audience.ANSWER, Audience.INSTRUCTORS):
        return texts
    colons = ":" * (
        max([2, *(len(found) for text in texts for found in re.findall(r"^\s*(:{3,})", text))]) + 1
    )
    attributes = notation.correction() if audience is Audience.ANSWER else notation.HIDDEN
    return [f"{colons} {attributes}", *texts, colons]


def _markdown(draft: Draft, cell: Cell, text: str) -> list[str]:
    """The lines of a text; what is between the marks of a solution is a correction."""
    lines: list[str] = []
    for part, is_answer in solutions.parts(text):
        if is_answer:
            draft.tell(cell.line, HIDDEN, f"the solution in cell {cell.number} becomes a correction")
            lines += ["", *_boxed(part.split("\n"), Audience.ANSWER), ""]
        else:
            lines += part.split("\n")
    return lines


def _code(draft: Draft, cell: Cell, audience: Audience, language: str) -> list[str]:
    """The lines of a code cell and of what it has printed."""
    text = cell.text.strip("\n")
    if shell := _SHELL.match(text):
        language, text = _LANGUAGES.get(shell["language"], shell["language"].lower()), text[shell.end() :]
    gapped = solutions.with_gaps(text)
    stubbed = gapped or solutions.stubbed(text)
    shown = [*_fenced(stubbed, language)] if stubbed.strip() else []
    has_solution = bool(gapped) or stubbed != text
    if gapped:
        draft.tell(cell.line, HIDDEN, f"students get a gap for the solution in cell {cell.number}")
    elif has_solution:
        draft.tell(cell.line, HIDDEN, f"the solution in cell {cell.number} becomes a correction")
        complete = [*_fenced(solutions.complete(text), language)]
        shown += ["", *_boxed(complete, Audience.ANSWER)]
    if audience is Audience.NO_CODE and shown:
        draft.tell(
            cell.line,
            HIDDEN,
            f"the code of cell {cell.number} is not shown there: it is for instructors alone",
        )
        shown = _boxed(shown, Audience.INSTRUCTORS)
    printed = outputs.texts(draft, cell.outputs, cell.number, cell.line)
    if printed and audience is Audience.NO_OUTPUT:
        draft.tell(cell.line, HIDDEN, f"the output of cell {cell.number} is for instructors alone")
        printed = ["", *_boxed(printed[1:], Audience.INSTRUCTORS)]
    elif printed and has_solution:
        printed = ["", *_boxed(printed[1:], Audience.ANSWER)]
    return [*shown, *printed]


def _fenced(text: str, language: str) -> Iterator[str]:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}{language}", *text.split("\n"), fence)
