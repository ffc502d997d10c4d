"""Convert Markdown to pandoc's JSON tree, and the tree to HTML."""

from coursebuild.pandoc.convert import begin_parsing, close, parse, write

__all__ = ["begin_parsing", "close", "parse", "write"]
