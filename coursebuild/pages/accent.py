"""Adapt a course's accent colour so that it can be read in each colour scheme."""

from collections.abc import Mapping
from typing import Any

from coursebuild.config.palette import Palette

MIN_CONTRAST = 4.5  # of text (WCAG 2.2, 1.4.3)
_STEP = 0.01  # of OKLCH lightness, which goes from 0 to 1
_TINT = 0.1  # the share of the accent in the background of exercises


def with_accent(palette: Palette, accent: str, own: Palette) -> Palette:
    """Set a palette's accent (`#rrggbb`), and the colours of exercises after it, unless they are in `own`.

    Each is made lighter or darker if text in it could not be read.
    """
    return {
        scheme: {**colours, **_shades(colours, accent, own.get(scheme, {}))}
        for scheme, colours in palette.items()
    }


def _shades(colours: Mapping[str, str], accent: str, own: Mapping[str, str]) -> dict[str, str]:
    """The colours of one scheme that the accent decides."""
    from coloraide import Color  # noqa: PLC0415 (slow to import, and few courses set an accent)

    paper = colours["paper"]
    tint = Color(paper).mix(accent, _TINT, space="oklab").convert("srgb").fit().to_string(hex=True)
    exercise = {"exercise-tint": tint, "exercise": with_contrast(accent, paper, tint)}
    if exercise.keys() & own.keys():
        return {"accent": with_contrast(accent, paper, colours["sunken"])}
    return {**exercise, "accent": with_contrast(accent, paper, colours["sunken"], tint)}


def with_contrast(colour: str, *backgrounds: str) -> str:
    """Change a colour's lightness as little as its contrast with each background requires."""
    from coloraide import Color  # noqa: PLC0415 (slow to import, and few courses set an accent)

    def contrast(colour: Any) -> float:
        return min(float(colour.contrast(ground, method="wcag21")) for ground in backgrounds)

    shade = Color(colour)
    step = -_STEP if Color(backgrounds[0]).luminance() > 0.5 else _STEP  # noqa: PLR2004 (half of white)
    lightness = shade.convert("oklch")["lightness"]
    while contrast(shade) < MIN_CONTRAST and 0 <= lightness + step <= 1:
        lightness += step
        shade = Color(colour).convert("oklch").set("lightness", lightness).convert("srgb").fit()
    return str(shade.to_string(hex=True))
