"""The formats of files, and the media of their pages."""

from enum import StrEnum


class Medium(StrEnum):
    """The medium that the style sheets and the markup of a page are for."""

    SCREEN = "screen"
    PRINT = "print"
    WORD = "word"
    EXCHANGE = "exchange"  # for another program: the body alone, with formulas in TeX


class Format(StrEnum):
    """The formats by their names in `--to` and in conditions; `engine/formats.py` has the details."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    MOODLE = "moodle"
    GIFT = "gift"

    @property
    def seen_as(self) -> "Format":
        """The format for which conditions take it."""
        return self if self in PAGES else Format.PDF if self is Format.DOCX else Format.HTML


# The metadata in which a file that students do not see all of names its edition.
EDITION_MARK = "coursebuild-edition"

# The formats that a build makes unless it is told otherwise, and that conditions know.
PAGES = (Format.HTML, Format.PDF)
