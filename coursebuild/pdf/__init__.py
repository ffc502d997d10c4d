"""Make PDFs of print pages with WeasyPrint, its fonts and its optimizations."""

from coursebuild.pdf.make import engine_id, located, make
from coursebuild.pdf.missing_glyphs import replace_missing, report_missing

__all__ = ["engine_id", "located", "make", "preload", "replace_missing", "report_missing"]
