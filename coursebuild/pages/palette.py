"""The colours of a page: those of palette.toml, with the course's own accent made readable."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from coursebuild.config import files
from coursebuild.model import BuildError, Diagnostic

FILE = "palette.toml"
SCHEMES = ("light", "dark")
READABLE = 4.5  # the contrast of text (WCAG 2.2, 1.4.3)
_STEP = 0.01  # of OKLCH's lightness, from 0 to 1

Palette = Mapping[str, Mapping[str, str]]


@cache
def of_course(accent: str, *folders: Path) -> Palette:
    """Each scheme's colours by name, from each folder's palette.toml, a former folder before a later one.

    The accent is lightened or darkened where text in it could not be read on the scheme's paper.
    Raises BuildError where such a file is broken.
    """
    tables = [_table(folder) for folder in reversed(folders)]
    palette = {scheme: {k: v for t in tables for k, v in t.get(scheme, {}).items()} for scheme in SCHEMES}
    if accent:
        for colours in palette.values():
            colours["accent"] = readable(accent, colours["paper"], colours["sunken"])
    return palette


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


def _table(folder: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        table = files.table(folder, FILE)
    except ValueError as error:
        raise _broken(str(error)) from error
    for scheme, colours in table.items():
        if scheme not in SCHEMES or not isinstance(colours, dict):
            raise _broken(f"`{scheme}` is no scheme ({', '.join(SCHEMES)})")
        for name, colour in colours.items():
            if not (isinstance(colour, str) and _is_plain(colour)):
                raise _broken(f"`{scheme}.{name}` must be a colour")
    return table


def _is_plain(colour: str) -> bool:
    return not set(colour) & set("{};<>\"'\\@") and "url" not in colour.lower()


def _broken(message: str) -> BuildError:
    return BuildError(Diagnostic(f"templates/{FILE}", 0, 0, "CB008", message))
