"""Pandoc: Markdown to its JSON, its JSON to HTML. The only module that runs it."""

import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from coursebuild import resources
from coursebuild.errors import BuildError, Diagnostic
from coursebuild.model import Document, Markup, Selection, Source

READER = "markdown+alerts"
DEEPEST_HEADING = 6
TIMEOUT = 30  # seconds: no lesson takes a hundredth
# What pandoc may keep, and what it allocates before it collects: a lesson is done by then, a fifth sooner.
MEMORY = ("+RTS", "-M1g", "-A32m", "-RTS")

_BOUNDARY = "<!--contents end here-->"
_YAML_ERROR = re.compile(
    r"YAML metadata at \(line (\d+), column \d+\):\s+"
    r"YAML parse exception at line (\d+), column (\d+)[:,]\s*(.*)",
    re.DOTALL,
)
_HEADING = re.compile(r'\{"t":"Header","c":\[(\d+),')
_NOT_RENDERED = ("BlockNotRendered", "InlineNotRendered")


def parse(source: Source) -> Document:
    """The document as pandoc reads it, with no access to files or the network.

    Raises BuildError where pandoc refuses the source, or where it holds what no page can.
    """
    name = source.location.name
    try:
        output, log = _run(source.reading.marked(), "--from", READER, "--to", "json")
    except _PandocError as error:
        raise BuildError(_refusal(name, str(error))) from error
    deepest = max(map(int, _HEADING.findall(output)), default=0)
    if deepest > DEEPEST_HEADING:
        raise BuildError(
            source.place(f"\n{'#' * deepest} ", "CB201", f"a heading of level {deepest}").below(1)
        )
    return Document(source, output, tuple(_noticed(source, entry) for entry in log if _matters(entry)))


def write(selection: Selection) -> Markup:
    """The selection as HTML, and its table of contents."""
    source = selection.source
    try:
        output, log = _run(
            selection.json,
            *("--from", "json", "--to", "html5", "--wrap", "none", "--syntax-highlighting", "none"),
            *("--email-obfuscation", "none", "--toc", "--toc-depth", "4", "--verbose"),
            *("--template", str(resources.folder("templates") / "body.pandoc.html")),
        )
    except _PandocError as error:
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB010", str(error))) from error
    contents, _, body = output.partition(_BOUNDARY)
    return Markup(
        selection,
        contents.strip(),
        body.strip(),
        tuple(_noticed(source, entry) for entry in log if _matters(entry)),
    )


class _PandocError(Exception):
    pass


def _run(text: str, *arguments: str) -> tuple[str, list[dict[str, Any]]]:
    with tempfile.TemporaryDirectory(prefix="coursebuild-") as scratch:
        log = Path(scratch, "log.json")
        try:
            done = subprocess.run(
                [resources.pandoc(), *MEMORY, "--sandbox", f"--log={log}", *arguments],
                input=text.encode("utf-8", "surrogatepass"),
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
                cwd=scratch,
            )
        except subprocess.TimeoutExpired as error:
            raise _PandocError(f"pandoc did not finish in {TIMEOUT} s") from error
        except OSError as error:
            raise _PandocError(f"pandoc cannot be started: {error.strerror}") from error
        if b"Heap exhausted" in done.stderr:
            raise _PandocError("pandoc needs more than 1 GB of memory")
        if done.returncode:
            raise _PandocError(
                done.stderr.decode("utf-8", "replace").strip() or f"exit status {done.returncode}"
            )
        return done.stdout.decode("utf-8"), json.loads(log.read_text(encoding="utf-8"))


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
