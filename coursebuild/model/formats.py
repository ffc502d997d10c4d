"""The formats in which an edition is built, and the media that their pages are for."""

from enum import StrEnum


class Medium(StrEnum):
    """What a page's style sheets and markup are for."""

    SCREEN = "screen"
    PRINT = "print"


class Format(StrEnum):
    """By the names that `--to` and the condition `format` have; `engine/formats.py` says all else of each."""

    HTML = "html"
    PDF = "pdf"
