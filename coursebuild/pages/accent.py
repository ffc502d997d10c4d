"""The course's own accent, made readable on the paper of each scheme."""

from typing import Any

from coursebuild.config.palette import Palette

READABLE = 4.5  # the contrast of text (WCAG 2.2, 1.4.3)
_STEP = 0.01  # of OKLCH's lightness, from 0 to 1


def with_accent(palette: Palette, accent: str) -> Palette:
    """The palette with an accent (`#rrggbb`), lighter or darker where text in it could not be read."""
    return {
        scheme: {**colours, "accent": readable(accent, colours["paper"], colours["sunken"])}
        for scheme, colours in palette.items()
    }


def readable(colour: str, *backgrounds: str) -> str:
    """The colour nearest to it in lightness that text can have on each of the backgrounds."""
    from coloraide import Color  # noqa: PLC0415 (it takes long to import, and few courses have an accent)

    def contrast(colour: Any) -> float:
        return min(float(colour.contrast(ground, method="wcag21")) for ground in backgrounds)

    shade = Color(colour)
    step = -_STEP if Color(backgrounds[0]).luminance() > 0.5 else _STEP  # noqa: PLR2004 (half of white)
    lightness = shade.convert("oklch")["lightness"]
    while contrast(shade) < READABLE and 0 <= lightness + step <= 1:
        lightness += step
        shade = Color(colour).convert("oklch").set("lightness", lightness).convert("srgb").fit()
    return str(shade.to_string(hex=True))
