"""Compare what readers see of two texts, and report the differences."""

from coursebuild.changes import formats
from coursebuild.changes.blocks import Block, Kind, blocks_of
from coursebuild.changes.compare import Change, How, beyond, compare
from coursebuild.changes.report import ChangesReport, LessonChanges, View

__all__ = [
    "Block",
    "Change",
    "ChangesReport",
    "How",
    "Kind",
    "LessonChanges",
    "View",
    "beyond",
    "blocks_of",
    "compare",
    "formats",
]
