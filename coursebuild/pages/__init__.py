"""Make pandoc's HTML safe, and render it as complete pages for the screen and for print."""

from coursebuild.pages.images import as_embedded
from coursebuild.pages.look import Look
from coursebuild.pages.render import render, render_index
from coursebuild.pages.sanitize import sanitize

__all__ = ["Look", "as_embedded", "dates", "render", "render_index", "sanitize"]
