"""Adapt a course's accent, and the colours of its boxes, so that they can be read in each colour scheme."""

from collections.abc import Mapping
from typing import Any

from coursebuild.config import palette as palettes
from coursebuild.config.palette import ENHANCED, LEAST, Palette
from coursebuild.model import BoxKind

_STEP = 0.01  # of OKLCH lightness, which goes from 0 to 1
_ALSO_GROUNDS = frozenset({"paper"})  # on which other colours stand
_TINT = 0.1  # the share of the accent in the background of exercises, and of a box of the author's kind


def with_accent(palette: Palette, accent: str, own: Palette) -> Palette:
    """Set a palette's accent (`#rrggbb`), and the colours of exercises after it, unless they are in `own`.

    Each is made lighter or darker if text in it could not be read.
    """
    return {
        scheme: {**colours, **_shades(colours, accent, own.get(scheme, {}))}
        for scheme, colours in palette.items()
    }


def with_boxes(palette: Palette, boxes: Mapping[str, BoxKind], own: Palette) -> Palette:
    """Add the colours of the author's kinds of boxes, unless they are in `own`."""
    added = {
        scheme: {name: shade for kind in boxes.items() for name, shade in _of_box(colours, *kind).items()}
        for scheme, colours in palette.items()
    }
    return {
        scheme: {**colours, **added[scheme], **own.get(scheme, {})} for scheme, colours in palette.items()
    }


def _of_box(colours: Mapping[str, str], name: str, kind: BoxKind) -> Mapping[str, str]:
    """The colours of a kind of box in one scheme: a note's if it has none."""
    if not kind.colour:
        return {name: colours["note"], f"{name}-tint": colours["note-tint"]}
    tint = _tint(kind.colour, colours["paper"])
    return {name: with_contrast(kind.colour, colours["paper"], tint), f"{name}-tint": tint}


def _tint(colour: str, paper: str) -> str:
    from coloraide import Color  # noqa: PLC0415 (slow to import, and few courses set a colour)

    return str(Color(paper).mix(colour, _TINT, space="oklab").convert("srgb").fit().to_string(hex=True))


def _shades(colours: Mapping[str, str], accent: str, own: Mapping[str, str]) -> dict[str, str]:
    """The colours of one scheme that the accent decides."""
    paper = colours["paper"]
    tint = _tint(accent, paper)
    exercise = {"exercise-tint": tint, "exercise": with_contrast(accent, paper, tint)}
    if exercise.keys() & own.keys():
        return {"accent": with_contrast(accent, paper, colours["sunken"])}
    return {**exercise, "accent": with_contrast(accent, paper, colours["sunken"], tint)}


def with_enhanced_contrast(palette: Palette) -> Palette:
    """Change the lightness of each colour of text as little as a contrast of 7 to 1 requires."""
    return {scheme: {**colours, **_enhanced(colours)} for scheme, colours in palette.items()}


def _enhanced(colours: Mapping[str, str]) -> dict[str, str]:
    grounds = palettes.grounds(tuple(colours))
    return {
        name: with_contrast(colours[name], *(colours[each] for each in on if each in colours), least=ENHANCED)
        for name, on in grounds.items()
        if name in colours and name not in _ALSO_GROUNDS
    }


def with_contrast(colour: str, *backgrounds: str, least: float = LEAST) -> str:
    """Change a colour's lightness as little as its contrast with each background requires."""
    from coloraide import Color  # noqa: PLC0415 (slow to import, and few courses set an accent)

    def contrast(colour: Any) -> float:
        return min(float(colour.contrast(ground, method="wcag21")) for ground in backgrounds)

    shade = Color(colour)
    step = -_STEP if Color(backgrounds[0]).luminance() > 0.5 else _STEP  # noqa: PLR2004 (half of white)
    lightness = shade.convert("oklch")["lightness"]
    while contrast(shade) < least and 0 <= lightness + step <= 1:
        lightness += step
        lighter = Color(colour).convert("oklch").set("lightness", lightness).convert("srgb").fit()
        shade = Color(lighter.to_string(hex=True))  # as it will be written
    return str(shade.to_string(hex=True))
