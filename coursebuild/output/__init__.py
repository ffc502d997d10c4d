"""The output folder: which documents need no build, what is written, what is removed."""

from coursebuild.output.history import History
from coursebuild.output.writer import Writer

__all__ = ["History", "Writer"]
