"""Checks of what pandoc made of a source against what its author probably meant, and automatic fixes."""

from coursebuild.lint.check import Setup, check, styled_classes
from coursebuild.lint.fix import diff, fix
from coursebuild.lint.links import broken_links, withheld_names
from coursebuild.lint.locating import without_echoes, without_ignored

__all__ = [
    "Setup",
    "broken_links",
    "check",
    "diff",
    "fix",
    "styled_classes",
    "withheld_names",
    "without_echoes",
    "without_ignored",
]
