"""What the style sheets of a page say: contrast, focus, movement, the size of buttons."""

import re
from collections.abc import Iterator, Mapping

from coursebuild.accessibility.html.page import Page
from coursebuild.accessibility.outcome import Fault
from coursebuild.accessibility.patterns import NUMBER
from coursebuild.config import palette

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"--([\w-]+):\s*([^;{}]+)")
_SCHEMES = {  # by what stands before the block of a scheme's colours
    "light": re.compile(r"(?:^|[}\s]):root\s*\{([^{}]*--paper:[^{}]*)\}"),
    "dark": re.compile(r"prefers-color-scheme:\s*dark\)\s*\{\s*[^{}]*\{([^{}]*--paper:[^{}]*)\}"),
}
_NO_OUTLINE = re.compile(r"outline(?:-style|-width)?:\s*(?:none|0(?:px)?)\s*(?:!important\s*)?(?:;|$)")
_REPLACES = re.compile(r"(?:box-shadow|border|background|outline-color):")
_MOVES = re.compile(r"\b(?:animation|transition)(?:-name|-duration)?:\s*(?!none)[^;}]+")
_STILL = re.compile(r"@media[^{]*prefers-reduced-motion[^{]*\{")
_MINIMUM = re.compile(rf"min-(?:height|width):\s*{NUMBER}(px|rem|em)")
_PIXELS = {"px": 1.0, "rem": 16.0, "em": 16.0}
SMALLEST_TARGET = 24  # CSS pixels (WCAG 2.2, 2.5.8)


def schemes(page: Page) -> Mapping[str, Mapping[str, str]]:
    """The colours of each scheme by name, as the page defines them."""
    found = {name: pattern.search(page.styles) for name, pattern in _SCHEMES.items()}
    return {name: dict(_COLOUR.findall(match[1])) for name, match in found.items() if match}


def _contrast(page: Page, *, of_code: bool) -> Iterator[Fault | None]:
    for scheme, colours in schemes(page).items():
        for pair in palette.pairs(tuple(colours.items())):
            if pair.is_of_code is of_code:
                is_low = pair.ratio < palette.LEAST
                yield Fault(f"{pair} ({scheme})") if is_low else None


def text_contrast(page: Page) -> Iterator[Fault | None]:
    yield from _contrast(page, of_code=False)


def code_contrast(page: Page) -> Iterator[Fault | None]:
    yield from _contrast(page, of_code=True)


def colours_found(page: Page) -> Iterator[Fault | None]:
    """The page defines its colours where they are looked for."""
    yield None if schemes(page) else Fault(":root { --paper: … }")


def inline_colours(page: Page) -> Iterator[Fault | None]:
    """Colours that an element sets for itself, which no palette has."""
    for element in page.all("main [style]"):
        style = element.attributes["style"] or ""
        if re.search(r"(?:^|;)\s*(?:color|background(?:-color)?)\s*:", style):
            yield page.fault(element, style)


def focus_visible(page: Page) -> Iterator[Fault | None]:
    """Where a style sheet takes the focus's outline away, it puts something else in its place."""
    shows = re.search(r":focus(?:-visible)?[^{}]*\{[^{}]*outline:\s*(?!none|0)", page.styles)
    for selector, declarations in _RULE.findall(page.styles):
        if _NO_OUTLINE.search(declarations):
            yield None if _REPLACES.search(declarations) else Fault(f"{selector.strip()} {{ outline: none }}")
    if shows:
        yield None


def reduced_motion(page: Page) -> Iterator[Fault | None]:
    """What moves stands where readers have not asked for less motion."""
    still = [match.start() for match in _STILL.finditer(page.styles)]
    blocks = [(start, _end_of_block(page.styles, start)) for start in still]
    for match in _MOVES.finditer(page.styles):
        is_asked = any(start < match.start() < end for start, end in blocks)
        is_asked = is_asked or any("reduce)" in page.styles[start : start + 60] for start, _ in blocks)
        yield None if is_asked else Fault(match[0])


def _end_of_block(text: str, start: int) -> int:
    """The position behind the block of braces that begins after `start`."""
    depth = 0
    for match in re.compile("[{}]").finditer(text, start):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.end()
    return len(text)


def target_sizes(page: Page) -> Iterator[Fault | None]:
    """The least size that style sheets give to buttons and what folds."""
    for selector, declarations in _RULE.findall(page.styles):
        if re.search(r"\b(?:button|summary|\.toggle|\.copy|input)\b", selector):
            for number, unit in _MINIMUM.findall(declarations):
                size = float(number) * _PIXELS[unit]
                is_small = 0 < size < SMALLEST_TARGET
                yield Fault(f"{selector.strip()} {{ {number}{unit} }}") if is_small else None
