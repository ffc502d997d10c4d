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
_SAME = 0.001  # a scale that differs less from 1 is none


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
