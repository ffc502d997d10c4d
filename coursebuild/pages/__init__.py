"""Pandoc's HTML made safe, and put into complete pages for the screen and for print."""

from coursebuild.pages.look import Look
from coursebuild.pages.render import render
from coursebuild.pages.sanitize import sanitize

__all__ = ["Look", "render", "sanitize"]
