"""Examine a finished page by the criteria of WCAG 2.2, without a browser."""

from coursebuild.accessibility.html.checks import CHECKS, examine

__all__ = ["CHECKS", "examine"]
