"""Read sources line by line, and translate the notation of other tools to pandoc's."""

from coursebuild.source.attributes import read_attributes
from coursebuild.source.fences import COLONS, LIST_MARKER, ODD_SPACES
from coursebuild.source.lines import MAX_INDENT, read_lines, without_code
from coursebuild.source.read import read, read_text

__all__ = [
    "COLONS",
    "LIST_MARKER",
    "MAX_INDENT",
    "ODD_SPACES",
    "read",
    "read_attributes",
    "read_lines",
    "read_text",
    "without_code",
]
