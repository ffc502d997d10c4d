"""The formats that a page is made in."""

from enum import StrEnum


class Format(StrEnum):
    HTML = "html"
    PDF = "pdf"
