"""The formats of files, and the media of their pages."""

from enum import StrEnum


class Medium(StrEnum):
    """The medium that the style sheets and the markup of a page are for."""

    SCREEN = "screen"
    PRINT = "print"


class Format(StrEnum):
    """The formats by their names in `--to` and in conditions; `engine/formats.py` has the details."""

    HTML = "html"
    PDF = "pdf"
