"""The colours of drawings: names of the palette, where the author has set no other."""

import re
from collections import defaultdict
from collections.abc import Mapping

from tinycss2 import color3

from coursebuild.drawings.diagrams.svg.values import Bounds

# The palette's names that drawings use. Each stands in a drawing as a colour of its own, by which it is found
# when the drawing is put into a page; it is almost black or white, as what Mermaid mixes of it may be seen.
_DARK = "ink muted line accent tip warning important danger question note link".split()
_LIGHT = "paper sunken exercise-tint tip-tint warning-tint important-tint danger-tint question-tint".split()
TOKENS = {
    **{name: f"#01{number:02x}02" for number, name in enumerate(_DARK, 1)},
    **{name: f"#fd{0xF0 + number:02x}fe" for number, name in enumerate(_LIGHT)},
}
DEFAULTS = {"#000000": TOKENS["ink"], "#ffffff": TOKENS["paper"]}  # of notations without colours of a page

_BY_TOKEN = {token: name for name, token in TOKENS.items()}
_TOKEN = re.compile("|".join(_BY_TOKEN))
_FONT = re.compile(' font-family="[^"]*"')
_MEASURED = re.compile(' textLength="[^"]*" lengthAdjust="[^"]*"')
_BRIGHT = 0.55  # of 1: what is brighter has dark text on it


def normalized(colour: str, replaced: Mapping[str, str]) -> str:
    """A colour as `#rrggbb`, or `none` if nothing is seen of it; those that are `replaced` are others."""
    parsed = color3.parse_color(colour)
    if not isinstance(parsed, color3.RGBA):
        return "none" if parsed is None else replaced.get("#000000", "#000000")
    if not parsed.alpha:
        return "none"
    numbers = (min(max(round(255 * part), 0), 255) for part in parsed[:3])
    text = "#" + "".join(f"{number:02x}" for number in numbers)
    return replaced.get(text, text)


def is_named(colour: str) -> bool:
    """Whether a normalized colour is one of the palette's."""
    return colour in _BY_TOKEN


def text_on(colour: str) -> str:
    """Black or white, whichever is read better on a normalized colour."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > _BRIGHT else "#ffffff"


class Grounds:
    """What is filled under a place of a drawing; `system` is a name of the coordinates in which it is."""

    def __init__(self) -> None:
        self._filled: dict[str, list[tuple[Bounds, str]]] = defaultdict(list)

    def fill(self, system: str, bounds: Bounds, colour: str) -> None:
        self._filled[system].append((bounds, colour))

    def under(self, system: str, bounds: Bounds) -> str | None:
        """The colour that the author gave to what is under a place; "" if it is the palette's.

        None if nothing is filled in these coordinates.
        """
        if system not in self._filled:
            return None
        left, top, right, bottom = bounds
        for (x1, y1, x2, y2), colour in reversed(self._filled[system]):
            if x1 <= left and right <= x2 and y1 <= top and bottom <= y2:
                return "" if is_named(colour) else colour
        return ""


def for_screen(svg: str) -> str:
    """Let a drawing take its colours from the page, in both schemes, and its font.

    Its texts keep the width that they were measured with, whatever font the screen has.
    """
    return _TOKEN.sub(lambda found: f"var(--{_BY_TOKEN[found[0]]})", _FONT.sub("", svg))


def on_paper(svg: str, palette: Mapping[str, str]) -> str:
    """Give a drawing the colours of a palette on the screen, too, where it stands on white like an image."""
    return _in_palette(_FONT.sub("", svg), palette)


def for_print(svg: str, palette: Mapping[str, str]) -> str:
    """Give a drawing the colours of a palette. Its texts have the font by which they were measured."""
    return _in_palette(_MEASURED.sub("", svg), palette)


def _in_palette(svg: str, palette: Mapping[str, str]) -> str:
    return _TOKEN.sub(lambda found: palette[_BY_TOKEN[found[0]]], svg)
