"""Pandoc: Markdown to its JSON, its JSON to HTML. The only module that asks it to."""

import re
from functools import cache
from typing import Any

from coursebuild.model import BuildError, Diagnostic, Document, Markup, Selection, Source
from coursebuild.pandoc.process import ConversionError, Converter
from coursebuild.runtime import resources

READER = "markdown+alerts"
DEEPEST_HEADING = 6
TAB = 4  # columns: pandoc's command widens tabs before it reads, its Lua does not

_BOUNDARY = "<!--contents end here-->"
_YAML_ERROR = re.compile(
    r"YAML metadata at \(line (\d+), column \d+\):\s+"
    r"YAML parse exception at line (\d+), column (\d+)[:,]\s*(.*)",
    re.DOTALL,
)
_HEADING = re.compile(r'\{"t":"Header","c":\[(\d+),')
_NOT_RENDERED = ("BlockNotRendered", "InlineNotRendered")


def begin(source: Source) -> None:
    """Have pandoc read a source, which is parsed next."""
    _converter().begin(_text(source), to="json")


def parse(source: Source) -> Document:
    """The document as pandoc reads it, with no access to files or the network.

    Raises BuildError where pandoc refuses the source, or where it holds what no page can.
    """
    name = source.location.name
    try:
        output, log = _converter().convert(_text(source), to="json")
    except ConversionError as error:
        raise BuildError(_refusal(name, str(error))) from error
    deepest = max(map(int, _HEADING.findall(output)), default=0)
    if deepest > DEEPEST_HEADING:
        raise BuildError(
            source.place(f"\n{'#' * deepest} ", "CB201", f"a heading of level {deepest}").below(1)
        )
    return Document(source, output, tuple(_noticed(source, entry) for entry in log if _matters(entry)))


def _text(source: Source) -> str:
    return source.reading.marked().expandtabs(TAB)


def write(selection: Selection) -> Markup:
    """The selection as HTML, and its table of contents."""
    source = selection.source
    try:
        output, log = _converter().convert(selection.json, to="html5")
    except ConversionError as error:
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB010", str(error))) from error
    contents, _, body = output.partition(_BOUNDARY)
    return Markup(
        selection,
        contents.strip(),
        body.strip(),
        tuple(_noticed(source, entry) for entry in log if _matters(entry)),
    )


def close() -> None:
    """Ends this process's pandoc; it starts again where another document is read."""
    _converter().close()


@cache
def _converter() -> Converter:
    return Converter(resources.pandoc(), READER, f"$toc$\n{_BOUNDARY}\n$body$")


def _refusal(name: str, said: str) -> Diagnostic:
    if found := _YAML_ERROR.search(said):
        # pandoc counts the line from the block's first, and both from 0
        line, column = int(found[1]) + int(found[2]), int(found[3]) + 1
        reason = " ".join(found[4].split()) or "it is not YAML"
        return Diagnostic(name, line, column, "CB004", f"the front matter cannot be read: {reason}")
    return Diagnostic(name, 0, 0, "CB010", f"pandoc cannot read it: {' '.join(said.split())}")


def _matters(entry: dict[str, Any]) -> bool:
    return entry["verbosity"] in ("WARNING", "ERROR") or entry["type"] in _NOT_RENDERED


def _noticed(source: Source, entry: dict[str, Any]) -> Diagnostic:
    if entry["type"] in _NOT_RENDERED:
        format_, text = entry["contents"]["c"]
        first = text.strip().splitlines()[0] if text.strip() else text
        return source.place(first, "CB208", f"`{first}` is left out: it is {format_}")
    place = entry.get("openpos", entry)
    message = _without_place(entry["pretty"].splitlines()[0])
    if entry["type"] == "UnclosedDiv":
        line = 0 if place["source"] else place["line"]
        return Diagnostic(source.location.name, line, line and 1, "CB107", "the division is never closed")
    if entry["type"] == "DuplicateNoteReference":
        return Diagnostic(source.location.name, place["line"], place["column"], "CB132", message)
    if "line" in place:
        return Diagnostic(source.location.name, place["line"], place["column"], "CB207", message)
    return source.place(entry.get("contents", "") or "", "CB207", message)


def _without_place(message: str) -> str:
    return re.sub(r" at (?:- |\S+ )?line (\d+) column \d+(?=\b)", r" (line \1)", message)
