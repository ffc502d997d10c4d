"""Draw the diagrams of a lesson, each in its own notation, once for each look of pages."""

import base64
import json
import shutil
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from coursebuild.config import theme
from coursebuild.config.trust import UNTRUSTED
from coursebuild.drawings.diagrams import colours
from coursebuild.drawings.diagrams.failure import DiagramError, NoToolError
from coursebuild.drawings.diagrams.programs import graphviz, mermaid, messages, process
from coursebuild.drawings.diagrams.svg.copy import PREFIX
from coursebuild.drawings.diagrams.svg.shapes import Shapes, shapes
from coursebuild.model import Course, Drawing, Theme, short
from coursebuild.runtime import store

EM = 16.0  # units of a drawing: the size of its text
SCALE = 0.92  # em of the text around it: the size of a drawing's text
LONGEST = 50_000  # characters of a diagram
_SMALLEST_ON_SCREEN = 0.65  # em: a drawing that would have smaller text is moved sideways instead
IN_PROCESS = frozenset(("mermaid", "dot", "graphviz"))  # the notations that need no program of the author's
_KEYS = {"dot": "graphviz"}  # the keys in `[diagrams]` of notations with other names
_BODY = 10.3  # points: the size of the text of a printed page, in print.css
_POINTS_A_MILLIMETRE = 72 / 25.4
_BESIDE = 7 * _BODY  # points: what print.css leaves on the page of an image for other lines
_FORMAT = 4  # of what the cache keeps; another number is another cache


class Diagram(NamedTuple):
    """A diagram of a lesson; `notation` is one of `vocabulary.DIAGRAMS`, `alternative` may be empty."""

    notation: str
    text: str
    alternative: str = ""


def drawing(diagram: Diagram, course: Course, palette: Mapping[str, str], number: int) -> Drawing:
    """The drawing of a diagram, which is the page's n-th one; `palette` has the colours of print.

    Raises: DiagramError.
    """
    drawn = drawn_shapes(diagram, course)
    alternative = alternative_text(diagram, drawn)
    width = SCALE * drawn.width / EM
    least = min(width, width * _SMALLEST_ON_SCREEN * EM / (SCALE * drawn.smallest))
    attributes = f'role="img" aria-label="{escape(alternative)}"' if alternative else 'role="img"'
    style = f"width:{width:.2f}em;min-width:{least:.2f}em"
    if diagram.notation in IN_PROCESS and not mermaid.OWN_COLOURS.match(diagram.text):
        classes, on_screen = "drawn", colours.for_screen(drawn.svg)
    else:
        classes, on_screen = "drawn on-paper", colours.on_paper(drawn.svg, palette)
    on_screen = on_screen.replace(PREFIX, f"diagram-{number}-")
    screen = on_screen.replace("<svg ", f'<svg class="{classes}" {attributes} style="{style}" ', 1)
    data = base64.b64encode(colours.for_print(drawn.svg, palette).encode()).decode("ascii")
    printed = (
        f'<img class="drawn" alt="{escape(alternative)}" style="width:{width:.2f}em" '
        f'src="data:image/svg+xml;base64,{data}">'
    )
    return Drawing(screen, printed, (*drawn.texts, alternative), alternative, 1)


def alternative_text(diagram: Diagram, drawn: Shapes) -> str:
    """What those get who do not see a drawing: the author's text, or the title and description in it."""
    own = ". ".join(text.rstrip(".") for text in (drawn.title, drawn.description) if text)
    return diagram.alternative or own


def smallest_print(drawn: Shapes, theme_: Theme) -> float:
    """The size of the smallest text of a drawing in print, in points."""
    width, _ = theme.line_lengths(theme_)
    height, _ = theme.text_heights(theme_)
    fitted = min(
        1.0, width / _points(drawn.width), (height * _POINTS_A_MILLIMETRE - _BESIDE) / _points(drawn.height)
    )
    return _points(drawn.smallest) * fitted


def _points(units: float) -> float:
    return units / EM * SCALE * _BODY


def drawn_shapes(diagram: Diagram, course: Course) -> Shapes:
    """The shapes of a diagram, from the cache if it was drawn before. Raises: DiagramError."""
    if len(diagram.text) > LONGEST:
        raise DiagramError(f"it has {len(diagram.text)} characters; {LONGEST} are the most")
    if not diagram.text.strip():
        raise DiagramError("it is empty")
    command = course.diagrams.get(_KEYS.get(diagram.notation, diagram.notation), ())
    if not command and diagram.notation not in IN_PROCESS:
        raise NoToolError(_no_program(diagram.notation, course))
    seconds = course.limits.diagram_seconds
    drawn = _drawn(diagram.notation, diagram.text, command, course.theme.font, seconds)
    if isinstance(drawn, DiagramError):
        raise drawn
    return drawn


def _no_program(notation: str, course: Course) -> str:
    if course.trust == UNTRUSTED:
        return "a checkout that is not trusted names no program that is run"
    return f"`diagrams.{notation}` in coursebuild.toml names no program"


@lru_cache(maxsize=256)
def _drawn(
    notation: str, text: str, command: tuple[str, ...], family: str, seconds: float
) -> Shapes | DiagramError:
    """The shapes, or why there are none: what takes too long is not tried again for each edition."""
    key = store.key("diagram", str(_FORMAT), _versions(command), notation, text, family, *command)
    if (kept := store.read(key)) is not None:
        return _kept(json.loads(kept))
    try:
        made = _made(notation, text, command, family, seconds)
    except NoToolError:  # which may be installed at any time
        raise
    except DiagramError as error:
        return error
    store.write(key, json.dumps(made).encode())
    return made


def _kept(values: list[Any]) -> Shapes:
    """Shapes as JSON has kept them, which has no tuples."""
    return Shapes._make(tuple(value) if isinstance(value, list) else value for value in values)


def _made(notation: str, text: str, command: tuple[str, ...], family: str, seconds: float) -> Shapes:
    if notation == "mermaid" and not command:
        return shapes(mermaid.svg(text, family, seconds), family, colours.DEFAULTS)
    if notation in IN_PROCESS:
        drawn = graphviz.svg(text, seconds, command)
        return shapes(drawn, family, colours.DEFAULTS, graphviz.DRAWN_SIZE)
    try:
        return shapes(process.output(command, text, seconds), family)
    except process.Failed as error:
        said, line, column = messages.read(str(error), text)
        raise DiagramError(f"`{Path(command[0]).name}` says: {short(said)}", line, column) from error


def _versions(command: tuple[str, ...]) -> str:
    """The versions of what draws, so that a newer one draws anew; of a program, its size and time."""
    if not command:
        return " ".join(f"{name} {_version(name)}" for name in ("coursebuild", "merman", "graphviz-pure"))
    program = shutil.which(command[0]) or command[0]
    try:
        status = Path(program).stat()
    except OSError:
        return program
    return f"{program} {status.st_size} {status.st_mtime_ns}"


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
