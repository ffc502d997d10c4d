"""The output folder: skip documents that have not changed, write files, and remove stale ones."""

from coursebuild.output.history import History
from coursebuild.output.writer import Writer

__all__ = ["History", "Writer", "record"]
