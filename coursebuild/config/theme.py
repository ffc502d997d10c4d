"""The table `theme` of coursebuild.toml, which sets the look of pages."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from coursebuild.config import fonts, keys, toml
from coursebuild.model import Theme, vocabulary

PAPERS = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}  # width and height in millimetres
SHORTEST, LONGEST = 8, 60  # margins in millimetres: printers leave 5 blank, and text needs room
SMALLEST_TYPE, LARGEST_TYPE = 8, 36  # points
STANDARD_TYPE = 10.3  # points: what print.css gives to the text
WIDE_WORDS = 1.25  # times the usual width, with the spacing that theme.css.jinja has
CLOSEST, WIDEST = 1, 3  # times the size of the text, from a line to the next

_COLOUR, _FAMILY = (re.compile(keys.KEYS[f"theme.{key}"].pattern) for key in ("accent", "font"))
_LENGTH, _POINTS = re.compile(keys.LENGTH), re.compile(keys.POINTS)
# Which of one to four lengths is the margin of each side: top, right, bottom, left.
_SIDES = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}
_MILLIMETRES = {"mm": 1, "cm": 10, "in": 25.4, "pt": 25.4 / 72}


def parse(table: Mapping[str, Any], root: Path, name: str = "theme") -> Theme:
    """Convert the table to a theme; `root` is the folder of the course, `name` the table's.

    Raises: ValueError, whose message quotes the key and the value.
    """
    defaults = Theme()
    toml.check(table, keys.shapes("theme."), f"{name}.")
    return Theme(
        accent=_accent(table.get("accent", defaults.accent), name),
        logo=root / table["logo"] if table.get("logo") else None,
        font=_font(table.get("font", defaults.font), name),
        paper=_paper(table.get("paper", defaults.paper), name),
        margins=_margins(table.get("margins", defaults.margins), name),
        size=_size(table["size"], name) if "size" in table else 0,
        line_height=_line_height(table["line-height"], name) if "line-height" in table else 0,
        spacing=_choice("spacing", table.get("spacing", defaults.spacing), name),
        contrast=_choice("contrast", table.get("contrast", defaults.contrast), name),
    )


def parse_themes(
    tables: Mapping[str, Any], theme: Mapping[str, Any], root: Path, editions: Collection[str]
) -> Mapping[str, Theme]:
    """Convert the tables of editions to themes; what one does not set is as in the table `theme`.

    Raises: ValueError, as `parse`.
    """
    themes = {}
    for edition, table in tables.items():
        name = f"themes.{edition}"
        if edition not in editions:
            hint = vocabulary.suggest(edition, editions)
            raise ValueError(f"`{name}`: there is no edition `{edition}`{hint}")
        if not isinstance(table, dict):
            raise ValueError(f"`{name}` must be a table")  # noqa: TRY004 (`load` catches ValueError)
        toml.check(table, keys.shapes("themes.*."), f"{name}.")
        themes[edition] = parse({**theme, **table}, root, name)
    return themes


def _accent(colour: str, name: str) -> str:
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"`{name}.accent` must be a colour such as `#0b5f7d`, not `{colour}`")
    return colour if len(colour) != len("#rgb") else "#" + "".join(digit * 2 for digit in colour[1:])


def _font(family: str, name: str) -> str:
    if not _FAMILY.fullmatch(family):
        raise ValueError(
            f"`{name}.font` must be the name of a font family such as `Source Serif 4`, not `{family}`"
        )
    if not fonts.is_installed(family):
        raise ValueError(
            f"`{name}.font`: the font `{family}` is not installed; type `pip install {fonts.package(family)}`"
        )
    return family


def _paper(typed: str, name: str) -> str:
    paper = {paper.lower(): paper for paper in PAPERS}.get(typed.lower())
    if paper is None:
        raise ValueError(f"`{name}.paper` must be one of {', '.join(PAPERS)}, not `{typed}`")
    return paper


def _margins(text: str, name: str) -> str:
    """One to four lengths, in the order of the CSS property `margin`."""
    lengths = [_LENGTH.fullmatch(length) for length in text.split()]
    if not 1 <= len(lengths) <= 4:  # noqa: PLR2004 (the sides of a page)
        raise ValueError(f"`{name}.margins` must be one to four lengths such as `20mm 18mm`, not `{text}`")
    for length in lengths:
        if not length or not SHORTEST <= float(length[1]) * _MILLIMETRES[length[2]] <= LONGEST:
            raise ValueError(
                f"`{name}.margins` must hold lengths from {SHORTEST}mm to {LONGEST}mm, not `{text}`"
            )
    return " ".join(text.split())


def _size(text: str, name: str) -> float:
    found = _POINTS.fullmatch(text)
    if not found or not SMALLEST_TYPE <= float(found[1]) <= LARGEST_TYPE:
        limits = f"from {SMALLEST_TYPE}pt to {LARGEST_TYPE}pt"
        raise ValueError(f"`{name}.size` must be a size {limits}, such as `18pt`, not `{text}`")
    return float(found[1])


def _line_height(number: float, name: str) -> float:
    if not CLOSEST <= number <= WIDEST:
        raise ValueError(f"`{name}.line-height` must be a number from {CLOSEST} to {WIDEST}, not `{number}`")
    return number


def _choice(key: str, typed: str, name: str) -> str:
    allowed = keys.KEYS[f"theme.{key}"].allowed
    if typed not in allowed:
        listed = ", ".join(f'"{each}"' for each in allowed)
        raise ValueError(f"`{name}.{key}` must be one of {listed}, not `{typed}`")
    return typed


def type_scale(theme: Theme) -> float:
    """How much larger the printed text is than without a size of its own."""
    return theme.size / STANDARD_TYPE if theme.size else 1.0


def stretch(theme: Theme) -> float:
    """How much wider words are than without spacing."""
    return WIDE_WORDS if theme.spacing == "wide" else 1.0


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
