"""A print page made into a PDF; WeasyPrint, its fonts, and what makes it start and lay out faster."""

from coursebuild.pdf.make import engine, make
from coursebuild.pdf.missing_glyphs import printable, told

__all__ = ["engine", "make", "preload", "printable", "told"]
