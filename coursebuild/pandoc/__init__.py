"""Convert Markdown to pandoc's JSON tree, and the tree to HTML; resolve citations."""

from coursebuild.pandoc.citations import FORMATS, Bibliography, cite, references
from coursebuild.pandoc.convert import (
    begin_parsing,
    close,
    parse,
    read_page,
    write,
    write_markdown,
    write_word,
)

__all__ = [
    "FORMATS",
    "Bibliography",
    "begin_parsing",
    "cite",
    "close",
    "parse",
    "read_page",
    "references",
    "write",
    "write_markdown",
    "write_word",
]
