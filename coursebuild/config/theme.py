"""The table `theme` of coursebuild.toml, which sets the look of pages."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coursebuild.config import fonts, keys, toml
from coursebuild.model import Theme

PAPERS = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}  # width and height in millimetres
SHORTEST, LONGEST = 8, 60  # margins in millimetres: printers leave 5 blank, and text needs room

_COLOUR, _FAMILY = (re.compile(keys.KEYS[f"theme.{key}"].pattern) for key in ("accent", "font"))
_LENGTH = re.compile(keys.LENGTH)
# Which of one to four lengths is the margin of each side: top, right, bottom, left.
_SIDES = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}
_MILLIMETRES = {"mm": 1, "cm": 10, "in": 25.4, "pt": 25.4 / 72}


def parse(table: Mapping[str, Any], root: Path) -> Theme:
    """Convert the table to a theme; `root` is the folder of the course.

    Raises: ValueError, whose message quotes the key and the value.
    """
    toml.check(table, keys.shapes("theme."), "theme.")
    defaults = Theme()
    return Theme(
        accent=_accent(table.get("accent", defaults.accent)),
        logo=root / table["logo"] if table.get("logo") else None,
        font=_font(table.get("font", defaults.font)),
        paper=_paper(table.get("paper", defaults.paper)),
        margins=_margins(table.get("margins", defaults.margins)),
    )


def _accent(colour: str) -> str:
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"`theme.accent` must be a colour such as `#0b5f7d`, not `{colour}`")
    return colour if len(colour) != len("#rgb") else "#" + "".join(digit * 2 for digit in colour[1:])


def _font(family: str) -> str:
    if not _FAMILY.fullmatch(family):
        raise ValueError(
            f"`theme.font` must be the name of a font family such as `Source Serif 4`, not `{family}`"
        )
    if not fonts.is_installed(family):
        raise ValueError(
            f"`theme.font`: the font `{family}` is not installed; type `pip install {fonts.package(family)}`"
        )
    return family


def _paper(name: str) -> str:
    paper = {paper.lower(): paper for paper in PAPERS}.get(name.lower())
    if paper is None:
        raise ValueError(f"`theme.paper` must be one of {', '.join(PAPERS)}, not `{name}`")
    return paper


def _margins(text: str) -> str:
    """One to four lengths, in the order of the CSS property `margin`."""
    lengths = [_LENGTH.fullmatch(length) for length in text.split()]
    if not 1 <= len(lengths) <= 4:  # noqa: PLR2004 (the sides of a page)
        raise ValueError(f"`theme.margins` must be one to four lengths such as `20mm 18mm`, not `{text}`")
    for length in lengths:
        if not length or not SHORTEST <= float(length[1]) * _MILLIMETRES[length[2]] <= LONGEST:
            raise ValueError(
                f"`theme.margins` must hold lengths from {SHORTEST}mm to {LONGEST}mm, not `{text}`"
            )
    return " ".join(text.split())


def line_lengths(theme: Theme) -> tuple[float, float]:
    """The width of the text in points: on a page, and on one in landscape format."""
    _, right, _, left = sides(theme.margins)
    width, height = PAPERS[theme.paper]
    return (width - left - right) * 72 / 25.4, (height - left - right) * 72 / 25.4


def text_heights(theme: Theme) -> tuple[float, float]:
    """The height of the text in millimetres: on a page, and on one in landscape format."""
    top, _, bottom, _ = sides(theme.margins)
    width, height = PAPERS[theme.paper]
    return round(height - top - bottom, 2), round(width - top - bottom, 2)


def sides(margins: str) -> tuple[float, float, float, float]:
    """The margins of the top, right, bottom and left side, in millimetres."""
    lengths = [float(number) * _MILLIMETRES[unit] for number, unit in _LENGTH.findall(margins)]
    top, right, bottom, left = (lengths[side] for side in _SIDES[len(lengths)])
    return top, right, bottom, left
