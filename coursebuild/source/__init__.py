"""The authors' texts, line by line, in whatever tool's notation they are written."""

from coursebuild.source.attributes import read_attributes
from coursebuild.source.fences import COLON, LIST_MARKER, ODD
from coursebuild.source.lines import DEEPEST, read_lines, without_code
from coursebuild.source.read import read, read_text

__all__ = [
    "COLON",
    "DEEPEST",
    "LIST_MARKER",
    "ODD",
    "read",
    "read_attributes",
    "read_lines",
    "read_text",
    "without_code",
]
