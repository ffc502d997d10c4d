"""Measure the outline of a shape of an SVG: the number of its vertices, and at most its length."""

import re
from xml.etree import ElementTree as ET

from coursebuild.pages.images.references import local

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBERS = re.compile(_NUMBER)
_TOKEN = re.compile(rf"(?P<command>[MLHVCSQTAZmlhvcsqtaz])|{_NUMBER}")
_COUNTS = {"h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "a": 7}  # numbers of a segment; otherwise 2
_LETTER = 1_000  # the length of a letter's outline, ten times a large font's size
_CORNERS = 4  # of a rectangle; shapes without corners have fewer vertices


def vertices(element: ET.Element) -> int:
    """Return how many markers a shape may have."""
    return _CORNERS + len(_NUMBERS.findall(element.get("d", "") + element.get("points", "")))


def length(element: ET.Element) -> float:
    """Return a length that the outline of a shape does not exceed, in the shape's own units."""
    sides = [_number(element.get(name, "")) for name in ("width", "height", "r", "rx", "ry")]
    sides += [_number(element.get(f"{axis}2", "")) - _number(element.get(f"{axis}1", "")) for axis in "xy"]
    letters = len(element.text or "") + len(element.tail or "") if local(element) != "style" else 0
    path = element.get("d") or ("M" + element.get("points", "") if element.get("points") else "")
    measured = _path(path) + 7 * sum(map(abs, sides)) + _LETTER * letters
    return max(measured, _number(element.get("pathLength", "")))


def _number(text: str) -> float:
    found = _NUMBERS.match(text.strip())
    return float(found[0]) if found else 0.0


def _path(text: str) -> float:
    """Return the length of the lines between all points of a path, also those that only bend it."""
    measured, x, y = 0.0, 0.0, 0.0
    command, numbers = "M", list[float]()
    for token in _TOKEN.finditer(text):
        if token["command"]:
            command, numbers = token["command"], []
            continue
        numbers.append(float(token[0]))
        if len(numbers) < _COUNTS.get(command.lower(), 2):
            continue
        from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
        kind = command.lower()
        if kind == "a":
            measured += 7 * (abs(numbers[0]) + abs(numbers[1]))
            numbers = numbers[5:]
        if kind == "h":
            points = [(from_x + numbers[0], y)]
        elif kind == "v":
            points = [(x, from_y + numbers[0])]
        else:
            points = [(from_x + a, from_y + b) for a, b in zip(numbers[::2], numbers[1::2], strict=False)]
        for at_x, at_y in points:
            measured += abs(at_x - x) + abs(at_y - y)
            x, y = at_x, at_y
        numbers = []
    return 2 * measured  # and the line back to the start
