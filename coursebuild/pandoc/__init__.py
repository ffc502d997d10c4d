"""Pandoc: Markdown to its JSON tree, and the tree to HTML."""

from coursebuild.pandoc.convert import begin, close, parse, write

__all__ = ["begin", "close", "parse", "write"]
