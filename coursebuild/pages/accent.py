"""Adapt a course's accent colour so that it can be read in each colour scheme."""

from typing import Any

from coursebuild.config.palette import Palette

MIN_CONTRAST = 4.5  # of text (WCAG 2.2, 1.4.3)
_STEP = 0.01  # of OKLCH lightness, which goes from 0 to 1


def with_accent(palette: Palette, accent: str) -> Palette:
    """Set a palette's accent (`#rrggbb`), made lighter or darker if text in it could not be read."""
    return {
        scheme: {**colours, "accent": with_contrast(accent, colours["paper"], colours["sunken"])}
        for scheme, colours in palette.items()
    }


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
