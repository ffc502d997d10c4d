"""What coursebuild.toml says of a course's looks, held to what a page can do."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coursebuild.config import fonts, toml
from coursebuild.model import Theme

PAPERS = ("A4", "letter")
SHORTEST, LONGEST = 8, 60  # millimetres of a margin: printers leave 5 blank, and a page must hold text

_SHAPES: toml.Shapes = dict.fromkeys(Theme._fields, (str,))
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,60}")
_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)(mm|cm|in|pt)")
_MILLIMETRES = {"mm": 1, "cm": 10, "in": 25.4, "pt": 25.4 / 72}


def read(told: Mapping[str, Any], root: Path) -> Theme:
    """The theme of the table `theme`. Raises ValueError, which says what is wrong with it."""
    toml.check(told, _SHAPES, "theme.")
    plain = Theme()
    return Theme(
        accent=_accent(told.get("accent", plain.accent)),
        logo=root / told["logo"] if told.get("logo") else None,
        font=_font(told.get("font", plain.font)),
        paper=_paper(told.get("paper", plain.paper)),
        margins=_margins(told.get("margins", plain.margins)),
    )


def _accent(colour: str) -> str:
    if colour and not _COLOUR.fullmatch(colour):
        raise ValueError(f"`theme.accent` must be a colour such as `#0b5f7d`, not `{colour}`")
    return colour if len(colour) != len("#rgb") else "#" + "".join(digit * 2 for digit in colour[1:])


def _font(family: str) -> str:
    if not _FAMILY.fullmatch(family):
        raise ValueError(f"`theme.font` must be a family's name such as `Source Serif 4`, not `{family}`")
    if not fonts.is_installed(family):
        raise ValueError(f"`theme.font`: `{family}` is not there: install {fonts.package(family)}")
    return family


def _paper(name: str) -> str:
    paper = {paper.lower(): paper for paper in PAPERS}.get(name.lower())
    if paper is None:
        raise ValueError(f"`theme.paper` must be one of {', '.join(PAPERS)}, not `{name}`")
    return paper


def _margins(told: str) -> str:
    """One to four lengths, as CSS's `margin` takes them."""
    lengths = [_LENGTH.fullmatch(length) for length in told.split()]
    if not 1 <= len(lengths) <= 4:  # noqa: PLR2004 (the sides of a page)
        raise ValueError(f"`theme.margins` must be one to four lengths such as `20mm 18mm`, not `{told}`")
    for length in lengths:
        if not length or not SHORTEST <= float(length[1]) * _MILLIMETRES[length[2]] <= LONGEST:
            raise ValueError(
                f"`theme.margins` must hold lengths from {SHORTEST}mm to {LONGEST}mm, not `{told}`"
            )
    return " ".join(told.split())
