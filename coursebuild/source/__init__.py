"""Read sources line by line, and translate the notation of other tools to pandoc's."""

from coursebuild.source.attributes import is_well_formed, read_attributes
from coursebuild.source.blocks import find_blocks
from coursebuild.source.brackets import read_brackets
from coursebuild.source.chunks import DIRECTIVES, Chunk, parse_chunk, read_chunk
from coursebuild.source.code.gaps import (
    faults_of,
    filled,
    gaps_of,
    is_mark,
    is_nearly_mark,
    is_public,
    may_have_gaps,
    read_gaps,
)
from coursebuild.source.dialects.kinds import announces, kind_of, may_be_withheld, of_directive
from coursebuild.source.dialects.kinds import attributes as box_attributes
from coursebuild.source.fences import COLONS, LIST_MARKER, ODD_SPACES
from coursebuild.source.inline_code import without_code
from coursebuild.source.layout.grids import grid_cells
from coursebuild.source.layout.markers import roman, successors
from coursebuild.source.lines import MAX_INDENT, front_matter_end, read_lines
from coursebuild.source.paragraphs import read_paragraphs
from coursebuild.source.read import decode, read, read_text

__all__ = [
    "COLONS",
    "DIRECTIVES",
    "LIST_MARKER",
    "MAX_INDENT",
    "ODD_SPACES",
    "Chunk",
    "announces",
    "box_attributes",
    "decode",
    "faults_of",
    "filled",
    "find_blocks",
    "front_matter_end",
    "gaps_of",
    "grid_cells",
    "inclusion",
    "is_mark",
    "is_nearly_mark",
    "is_public",
    "is_well_formed",
    "kind_of",
    "may_be_withheld",
    "may_have_gaps",
    "of_directive",
    "parse_chunk",
    "read",
    "read_attributes",
    "read_brackets",
    "read_chunk",
    "read_gaps",
    "read_lines",
    "read_paragraphs",
    "read_text",
    "revision",
    "roman",
    "successors",
    "without_code",
]
