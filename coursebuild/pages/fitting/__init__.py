"""Fit tables, figures and code to the printed page."""

from coursebuild.pages.fitting.code import with_code_broken
from coursebuild.pages.fitting.figures import with_captions_measured, with_lead_ins
from coursebuild.pages.fitting.tables import SMALLEST, TYPE, with_tables_fitted

__all__ = ["SMALLEST", "TYPE", "fitted"]


def fitted(body: str, width: float, landscape: float, scale: float = 1, stretch: float = 1) -> str:
    """Fit tables to the text's width, in points, or to that of a landscape page; images to their captions.

    The type is `scale` times as large as usual, and words are `stretch` times as wide besides.
    Paragraphs that introduce a block are marked, so that print.css keeps both on one page. Code that is long
    in larger type may break.
    """
    body = with_lead_ins(body)
    if scale > 1:
        body = with_code_broken(body, scale)
    if "<figcaption" in body:
        body = with_captions_measured(body)
    return with_tables_fitted(body, width, landscape, scale, stretch) if "<table" in body else body
