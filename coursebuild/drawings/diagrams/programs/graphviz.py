"""Draw Graphviz's notation with graphviz-pure, or with the program that coursebuild.toml names."""

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from coursebuild.drawings.diagrams.failure import DiagramError, NoToolError
from coursebuild.drawings.diagrams.programs import process

NAME = "graphviz-pure"
FACE = "Arial"  # whose widths Graphviz knows; those of a page's font are about the same
SIZE = 17  # units of the drawing: the size of a label, for which a box has room
DRAWN_SIZE = 0.92  # of it: the size in which it is drawn, as the page's font may be wider

_WHERE = re.compile(r"syntax error in line (\d+)( near '.*'| scanning [^(\n]*[^(\n ])?")
_NO_ERRORS = ("graphviz-pure - ", "Warning")
_NO_FILES = {"SERVER_NAME": "coursebuild"}  # with which Graphviz reads no file, such as an `image`
_DEFAULTS = (
    *("-Gbgcolor=transparent", f"-Gfontname={FACE}", f"-Nfontname={FACE}", f"-Efontname={FACE}"),
    *(f"-Gfontsize={SIZE}", f"-Nfontsize={SIZE}", f"-Efontsize={SIZE - 1}"),
)


def svg(text: str, seconds: float, command: Sequence[str] = ()) -> str:
    """Draw a graph as an SVG. Raises: DiagramError, with the line in the graph if it has one."""
    try:
        drawn = process.output(
            (*(command or (str(program()),)), "-Tsvg", *_DEFAULTS), text, seconds, _NO_FILES
        )
    except process.Failed as error:
        found = _WHERE.search(str(error))
        line = int(found[1]) if found else 0
        near = re.search(" near '(.*)'", str(error))
        lines = text.split("\n")
        column = lines[line - 1].find(near[1]) + 1 if near and 0 < line <= len(lines) else 0
        raise DiagramError(_shortened(str(error)), line, column) from error
    if drawn.count("<svg ") != 1:
        raise DiagramError("it must be one graph")
    return drawn


def program() -> Path:
    """The program that the package has installed, or another of its name on the path. Raises: NoToolError."""
    with suppress(PackageNotFoundError):
        for file in distribution(NAME).files or ():
            if Path(file).stem == NAME and (path := Path(str(file.locate()))).is_file():
                return path
    if found := shutil.which(NAME):
        return Path(found)
    raise NoToolError("`graphviz-pure`, which draws Graphviz's graphs, is not installed")


def _shortened(message: str) -> str:
    """The first error of a message, without the file and the line."""
    found = _WHERE.search(message)
    if found:
        return f"syntax error{found[2] or ''}".replace("'", "`").strip()
    lines = (line for line in message.splitlines() if line.strip() and not line.startswith(_NO_ERRORS))
    return next(lines, "it cannot be drawn").removeprefix("Error: ")
