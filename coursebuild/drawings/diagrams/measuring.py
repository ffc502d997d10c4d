"""Measure text in the fonts of pages, which are those of print."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from coursebuild.config import fonts

DEFAULT = 16.0  # pixels: the size of text that has none
_REGULAR, _BOLD = 400, 600
_UNKNOWN, _WIDE = 0.6, 1.0  # em: the width of a character that the font lacks


class Face(NamedTuple):
    """The widths of a font's characters, in em, by code point."""

    widths: Mapping[int, float]

    def width(self, text: str) -> float:
        """The width of a line of text, in em; kerning, which makes most texts narrower, is left out."""
        return sum(self.widths.get(ord(character)) or _fallback(character) for character in text)


def width(text: str, family: str, size: float, weight: str = "") -> float:
    """The width of the widest line of a text; `weight` is CSS's."""
    face = _face(family, is_bold(weight))
    return size * max(map(face.width, text.split("\n")))


def is_bold(weight: str) -> bool:
    return weight.startswith("bold") or (weight.isdecimal() and int(weight) >= _BOLD)


@lru_cache(maxsize=8)
def _face(family: str, bold: bool) -> Face:  # noqa: FBT001 (a key of the cache)
    """The face of a family; without widths if its file cannot be read."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (only measured lessons need it)

    path = fonts.file(family, _BOLD if bold else _REGULAR)
    if path is None:
        return Face({})
    try:
        with TTFont(path, lazy=True) as font:
            em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
            return Face({code: advances[glyph][0] / em for code, glyph in (font.getBestCmap() or {}).items()})
    except Exception:  # noqa: BLE001 (fontTools does not document what a broken font raises)
        return Face({})


def _fallback(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _UNKNOWN
