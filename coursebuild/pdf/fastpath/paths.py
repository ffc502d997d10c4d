"""Draw a path of SVG that has only absolute moves, lines and curves with whole numbers, as formulas have.

WeasyPrint reads each number by expressions for lengths in any unit, and computes angles for markers.
"""

import re
from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch

_PLAIN = re.compile("(?:M-?[0-9]+ -?[0-9]+(?:[LC]-?[0-9]+(?: -?[0-9]+)+)+Z)+")
_STEP = re.compile("([MLC])([^MLCZ]+)|Z")
_MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")


def patches(weasyprint: ModuleType) -> list[Patch]:
    svg = weasyprint.svg
    return [Patch(svg, "TAGS", {**svg.TAGS, "path": _at_once(svg.TAGS["path"])})]


def _at_once(original: Callable[..., None]) -> Callable[..., None]:
    @wraps(original)
    def path(svg: Any, node: Any, font_size: float) -> None:
        steps = node.get("d", "")
        if not _PLAIN.fullmatch(steps) or any(node.get(name) for name in _MARKERS):
            original(svg, node, font_size)
            return
        svg.stream.move_to(0, 0)
        svg.stream.stream.append(_STEP.sub(_operator, steps)[:-1].encode())

    return path


def _operator(step: re.Match[str]) -> str:
    """The operator of PDF for a step (ISO 32000-1, 8.5.2), and a line's end."""
    return f"{step[2]} {step[1].lower()}\n" if step[1] else "h\n"
