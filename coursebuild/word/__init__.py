"""Make a Word file of a page: pandoc's tree with styles, and the file that pandoc writes of it."""

from coursebuild.word.file import finished
from coursebuild.word.tree import styled

__all__ = ["finished", "styled"]
