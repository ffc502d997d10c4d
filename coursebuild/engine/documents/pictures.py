"""Draw an SVG as the pixels that Word shows."""

import base64
import re
from functools import lru_cache
from pathlib import PurePosixPath

from coursebuild.model import Format, Page

_ROOT = re.compile(r"<svg\b[^>]*>")
_LENGTH = r"""\s{}\s*=\s*["']\s*([\d.]+)\s*(?:px)?\s*["']"""
_VIEW = re.compile(r"""\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
_DEFAULT = 300.0, 150.0  # of CSS, in pixels
_WIDEST, _DENSITY = 672.0, 2  # pixels of the text of a page, and those drawn for each of them


@lru_cache(maxsize=64)
def rasterized(svg: bytes) -> tuple[bytes, float]:
    """An SVG as a PNG, and the width that it has on a page, in inches."""
    from coursebuild import audit, pdf  # noqa: PLC0415 (slow to import; few builds draw for Word)

    width, height = _size(svg.decode("utf-8", "replace"))
    scale = min(1.0, _WIDEST / width)
    width, height = width * scale, height * scale
    page = (
        f"<html lang=en><title>-</title><style>@page{{size:{width}px {height}px;margin:0}}body{{margin:0}}"
        f"img{{display:block;width:{width}px;height:{height}px}}</style>"
        f'<img alt="-" src="data:image/svg+xml;base64,{base64.b64encode(svg).decode("ascii")}">'
    )
    printed = pdf.make(Page("", PurePosixPath("drawing.pdf"), Format.PDF, page)).content
    return audit.page_picture(printed, 1, max(1, round(width * _DENSITY))), width / 96


def _size(svg: str) -> tuple[float, float]:
    """The width and height of an SVG in pixels."""
    root = found[0] if (found := _ROOT.search(svg)) else ""
    given = [re.search(_LENGTH.format(name), root) for name in ("width", "height")]
    view = _VIEW.search(root)
    ratio = float(view[2]) / float(view[1]) if view and float(view[1]) else 0.0
    width = float(given[0][1]) if given[0] else float(view[1]) if view else _DEFAULT[0]
    height = float(given[1][1]) if given[1] else width * ratio if ratio else _DEFAULT[1]
    return (width, height) if width > 0 and height > 0 else _DEFAULT
