"""Join the shapes of a formula that mathra 1.5 drew: one path for each colour, and nothing beside them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_SVG = re.compile(
    r'<svg [^>]*viewBox="(?P<box>[^"]+)" width="(?P<width>[\d.]+)em" height="(?P<height>[\d.]+)em" '
    r'style="vertical-align: (?P<depth>-?[\d.]+)em"'
)
_GLYPH = re.compile(r'<path id="([^"]+)" d="([^"]+)"/>')
_SHAPES = re.compile("<g [^>]*>(.*)</g>", re.DOTALL)
_SHAPE = re.compile(r"<([a-z]+) ([^>]*)/>")
_ATTRIBUTE = re.compile(r'([a-z0-9-]+)="([^"]*)"')
_MOVED = re.compile(r"translate\((\S+) (\S+)\)(?: scale\((\S+)\))?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SPACE = re.compile(" (?=[A-Z])|(?<=[A-Z]) ")
_OUTLINE = re.compile(r"(?:M(?: ?-?[\d.]+){2}(?: ?L(?: ?-?[\d.]+){2}| ?C(?: ?-?[\d.]+){6})+ ?Z ?)+")
_TEXT_COLOUR = "currentColor"
_AXIS = 258  # of STIX Two Math, in thousandths of an em: arrays are centred on it
_NEAR = 60  # thousandths of an em: more than the lines of an array

Shape = tuple[str, dict[str, str]]  # its name and attributes


class UnknownShapeError(Exception):
    """A drawing with a shape that is not known."""


class Joined(NamedTuple):
    """A drawing: its box, its size as a style, its width in em, and its paths, as SVG."""

    box: str
    size: str
    width: float
    paths: str


def joined(drawn: str, *, has_rules: bool) -> Joined:
    """Join the shapes that follow each other in one paint.

    `has_rules` says that the formula has an array with lines between its columns. Raises: UnknownShapeError.
    """
    head, inside = _SVG.match(drawn), _SHAPES.search(drawn)
    if head is None or inside is None:
        raise UnknownShapeError("its drawing is not understood")
    glyphs = dict(_GLYPH.findall(drawn))
    shapes = [(name, dict(_ATTRIBUTE.findall(text))) for name, text in _SHAPE.findall(inside[1])]
    _, top, _, height = map(float, head["box"].split())
    paths: list[tuple[str, list[str]]] = []
    if has_rules:
        shapes = _with_rules_in_place(shapes, -top, -top - height)
    for paint, steps in _paths(shapes, glyphs):
        if not paths or paths[-1][0] != paint:
            paths.append((paint, []))
        paths[-1][1].append(steps)
    size = f"width:{head['width']}em;height:{head['height']}em;vertical-align:{head['depth']}em"
    svg = "".join(f'<path{paint} d="{"".join(steps)}"/>' for paint, steps in paths)
    return Joined(head["box"], size, float(head["width"]), svg)


def _with_rules_in_place(shapes: Sequence[Shape], top: float, bottom: float) -> list[Shape]:
    """The shapes of a drawing from `top` to `bottom`, with lines between an array's columns where it is.

    A line is a rectangle for each row, of which mathra 1.5 puts all too low, and most outside of the drawing.
    """
    rules: dict[str, list[dict[str, str]]] = defaultdict(list)
    for name, attributes in shapes:
        if name == "rect":
            rules[attributes["x"]].append(attributes)
    placed: list[Shape] = []
    is_moved = False
    for name, attributes in shapes:
        parts = rules[attributes["x"]] if name == "rect" else []
        if not any(float(part["y"]) < bottom - 1 for part in parts):
            placed.append((name, attributes))
        elif attributes is parts[0]:
            length = sum(float(part["height"]) for part in parts)
            start = _AXIS - length / 2
            is_moved = abs(top - start - length) < _NEAR and abs(bottom - start) < _NEAR
            placed.append((name, {**attributes, "y": str(start), "height": str(length)}))
    if not is_moved:
        raise UnknownShapeError("lines between columns are for arrays that stand alone")
    return placed


def _paths(shapes: Sequence[Shape], glyphs: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The paint and the steps of each shape, where y grows downwards."""
    for name, attributes in shapes:
        fill = attributes.get("fill", _TEXT_COLOUR)
        paint = f' fill="{fill}"'
        if name == "use":
            yield paint, _moved(glyphs[attributes["href"].removeprefix("#")], *_place(attributes))
        elif name == "rect":
            x, y, width, height = (float(attributes[key]) for key in ("x", "y", "width", "height"))
            yield paint, _rectangle(x, y, width, height)
        elif name == "path":
            yield paint, _moved(attributes["d"], *_place(attributes))
        elif name == "line":
            stroke, thickness = attributes["stroke"], attributes["stroke-width"]
            x1, y1, x2, y2 = (float(attributes[key]) for key in ("x1", "y1", "x2", "y2"))
            paint = f' fill="none" stroke="{stroke}" stroke-width="{thickness}" stroke-linecap="round"'
            yield paint, f"M{round(x1)} {round(-y1)}L{round(x2)} {round(-y2)}"
        else:
            raise UnknownShapeError(f"its drawing has the shape `{name}`")


def _place(attributes: dict[str, str]) -> tuple[float, float, float]:
    """Where a shape is moved to, and how it is scaled."""
    if moved := _MOVED.fullmatch(attributes.get("transform", "")):
        return float(moved[1]), float(moved[2]), float(moved[3] or 1)
    return float(attributes.get("x", 0)), float(attributes.get("y", 0)), 1.0


@lru_cache(maxsize=1024)
def _outline(steps: str) -> tuple[str, list[float], list[float]]:
    """An outline with places for its numbers, and these: those across, and those upwards."""
    if not _OUTLINE.fullmatch(steps):
        raise UnknownShapeError("its drawing has an outline that is not understood")
    numbers = [float(each) for each in _NUMBER.findall(steps)]
    return _NUMBER.sub("%d", _SPACE.sub("", steps)), numbers[::2], numbers[1::2]


def _moved(steps: str, x: float, y: float, scale: float) -> str:
    template, across, upwards = _outline(steps)
    numbers = [0] * (2 * len(across))
    numbers[::2] = [round(x + scale * each) for each in across]
    numbers[1::2] = [round(-y - scale * each) for each in upwards]
    return template % tuple(numbers)


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    """A rectangle, drawn in the direction of a letter's outline, so that neither is cut out of the other.

    Its last step is a curve without length: where all edges are straight, PDFium draws bolder.
    """
    left, right, bottom, top = (round(each) for each in (x, x + width, -y, -y - height))
    return (
        f"M{left} {bottom}L{right} {bottom}L{right} {top}L{left} {top}"
        f"C{left} {top} {left} {top} {left} {top}Z"
    )
