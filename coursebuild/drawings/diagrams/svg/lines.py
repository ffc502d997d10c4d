"""Find the lines of an SVG's text, and where each stands."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from coursebuild.drawings.diagrams.svg import values

Style = Mapping[str, str]

_BASELINES = {  # em: how far below its place a text stands
    **dict.fromkeys(("middle", "central", "mathematical"), 0.35),
    **dict.fromkeys(("hanging", "text-before-edge", "before-edge"), 0.8),
    **dict.fromkeys(("text-after-edge", "after-edge"), -0.2),
}


class Line(NamedTuple):
    """A line of text, the place of its baseline, and the style in which it begins."""

    text: str
    x: float
    y: float
    style: Style


class _Runs(NamedTuple):
    x: float
    y: float
    runs: list[tuple[str, Style]]


def lines(element: ET.Element, style: Style, inherited: Callable[[Style, ET.Element], Style]) -> list[Line]:
    """The lines of a `<text>`, without those that are blank.

    A `<tspan>` with a place of its own begins a line; `inherited` returns the style of an element whose
    parent has a style.
    """
    em = values.size(style)
    x = values.length(element.get("x", ""), em) + values.length(element.get("dx", ""), em)
    y = values.length(element.get("y", ""), em) + values.length(element.get("dy", ""), em)
    found = [_Runs(x, y, [(element.text or "", style)])]

    def add(parent: ET.Element, outer: Style) -> None:
        nonlocal x, y
        for child in parent:
            if values.name(child) in ("tspan", "a"):
                inner = inherited(outer, child)
                if any(child.get(key) for key in ("x", "y", "dy")):
                    em = values.size(inner)
                    x = values.length(child.get("x", str(x)), em) + values.length(child.get("dx", ""), em)
                    y = values.length(child.get("y", str(y)), em) + values.length(child.get("dy", ""), em)
                    found.append(_Runs(x, y, []))
                found[-1].runs.append((child.text or "", inner))
                add(child, inner)
            found[-1].runs.append((child.tail or "", outer))

    add(element, style)
    return [_line(each) for each in found if any(text.strip() for text, _ in each.runs)]


def _line(found: _Runs) -> Line:
    text = " ".join("".join(text for text, _ in found.runs).split())
    style = next(style for text, style in found.runs if text.strip())
    baseline = style.get("dominant-baseline") or style.get("alignment-baseline", "")
    return Line(text, found.x, found.y + _BASELINES.get(baseline, 0.0) * values.size(style), style)
