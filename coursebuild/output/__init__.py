"""The output folder: skip documents that have not changed, write files, and remove stale ones."""

from coursebuild.output.history import History
from coursebuild.output.writer import CollisionError, Writer

__all__ = ["CollisionError", "History", "Writer", "record"]
