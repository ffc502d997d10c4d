"""Read values of an SVG's attributes; what is not understood is as if it was not there."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from coursebuild.drawings.diagrams.measuring import DEFAULT

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_LENGTH = re.compile(rf"\s*({_NUMBER.pattern})\s*(px|pt|em|rem|ex|%)?")
_GEOMETRY = re.compile(r"[-+0-9.,eE%\sMmLlHhVvCcSsQqTtAaZzpx]+")
_TRANSFORM = re.compile(r"(?:\s*(?:translate|scale|rotate|matrix|skewX|skewY)\([-+0-9.,e\s]*\)\s*,?)*\s*")
_POINT = 4 / 3  # pixels
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")
_ABSOLUTE = re.compile(r"[-+0-9.,eE\sMLCZz]+")  # a path whose numbers are places
_SAME = 0.001  # a scale that differs less from 1 is none

Bounds = tuple[float, float, float, float]  # left, top, right, bottom


def name(element: ET.Element) -> str:
    """The name of an element, without its namespace."""
    return str(element.tag).rpartition("}")[2]


def numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def box(element: ET.Element) -> tuple[float, float, float, float]:
    """The place and size of what an `<svg>` shows; its size is 0 if it says none."""
    found = numbers(element.get("viewBox", ""))
    if len(found) != len("xywh"):
        return 0, 0, length(element.get("width", "")), length(element.get("height", ""))
    return found[0], found[1], found[2], found[3]


def length(value: str, em: float = DEFAULT) -> float:
    """A length in pixels."""
    found = _LENGTH.match(value)
    units = {"pt": _POINT, "em": em, "rem": DEFAULT, "ex": em / 2, "%": em / 100}
    return float(found[1]) * units.get(found[2] or "px", 1) if found else 0.0


def size(style: Mapping[str, str]) -> float:
    """The size of text."""
    return length(style.get("font-size", "")) or DEFAULT


def geometry(value: str) -> str:
    """The numbers and letters of a path, of points or of a length."""
    return " ".join(value.split()) if _GEOMETRY.fullmatch(value) else ""


def transform(element: ET.Element) -> dict[str, str]:
    value = element.get("transform", "")
    return {"transform": value} if value.strip() and _TRANSFORM.fullmatch(value) else {}


def shift(element: ET.Element) -> str:
    """The transformation that places an inner `<svg>` or a `<use>`."""
    x, y = length(element.get("x", "0")), length(element.get("y", "0"))
    moved = f" translate({x:g},{y:g})" if x or y else ""
    width, height = length(element.get("width", "")), length(element.get("height", ""))
    left, top, inner_width, inner_height = box(element) if element.get("viewBox") else (0, 0, 0, 0)
    if width and height and inner_width and inner_height:
        scale = min(width / inner_width, height / inner_height)
        moved += f" scale({scale:g})" if abs(scale - 1) > _SAME else ""
        moved += f" translate({-left:g},{-top:g})" if left or top else ""
    return moved


def bounds(shape: str, given: Mapping[str, str]) -> Bounds | None:
    """Where a shape with these attributes is; None for a path that is not in absolute coordinates."""

    def at(key: str) -> float:
        return length(given.get(key, ""))

    if shape in ("circle", "ellipse"):
        across, down = (at("r"), at("r")) if shape == "circle" else (at("rx"), at("ry"))
        return at("cx") - across, at("cy") - down, at("cx") + across, at("cy") + down
    if shape == "rect":
        return at("x"), at("y"), at("x") + at("width"), at("y") + at("height")
    if shape == "line":
        return (
            min(at("x1"), at("x2")),
            min(at("y1"), at("y2")),
            max(at("x1"), at("x2")),
            max(at("y1"), at("y2")),
        )
    steps = given.get("points") or given.get("d", "")
    found = numbers(steps) if _ABSOLUTE.fullmatch(steps) else []
    return (min(found[::2]), min(found[1::2]), max(found[::2]), max(found[1::2])) if found[1:] else None


def part(opacity: str) -> float:
    """An opacity, as a number from 0 to 1."""
    return min(max(length(opacity) if opacity[:1].isdigit() or opacity[:1] == "." else 1, 0), 1)


def target(element: ET.Element) -> str:
    """What a link or a copy refers to."""
    return next((value for key in _HREF if (value := element.get(key))), "")


def by_identifier(root: ET.Element) -> Mapping[str, ET.Element]:
    return {each.get("id", ""): each for each in root.iter() if each.get("id")}


def text_of(root: ET.Element, kind: str) -> str:
    """The text of the first child of a kind, such as `title`."""
    found = next((each for each in root if name(each) == kind), None)
    return "" if found is None else " ".join("".join(found.itertext()).split())
