"""The output folder: skip documents that have not changed, write files, and remove stale ones."""

from coursebuild.output.former import Known
from coursebuild.output.history import History, MadeOf
from coursebuild.output.inputs import everywhere as inputs_everywhere
from coursebuild.output.inputs import own_files
from coursebuild.output.inputs import shared as shared_inputs
from coursebuild.output.kept import Kept
from coursebuild.output.reasons import Kind, Reason
from coursebuild.output.writer import CollisionError, Writer

__all__ = [
    "CollisionError",
    "History",
    "Kept",
    "Kind",
    "Known",
    "MadeOf",
    "Reason",
    "Writer",
    "inputs_everywhere",
    "own_files",
    "record",
    "shared_inputs",
    "tags",
]
