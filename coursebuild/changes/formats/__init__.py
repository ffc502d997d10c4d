"""The formats of a report of changes."""

from coursebuild.changes.formats.as_html import PageLook, as_html
from coursebuild.changes.formats.as_json import as_json
from coursebuild.changes.formats.as_markdown import as_markdown
from coursebuild.changes.formats.as_text import as_text
from coursebuild.changes.formats.lines import Line

__all__ = ["Line", "PageLook", "as_html", "as_json", "as_markdown", "as_text"]
