"""Plain pages, of which other programs make files."""

from coursebuild.pages.plain.word import word_page

__all__ = ["word_page"]
