"""Checks of what pandoc made of a source against what its author probably meant, and automatic fixes."""

from coursebuild.lint.check import (
    Setup,
    broken_links,
    check,
    styled_classes,
    withheld_names,
    without_echoes,
    without_ignored,
)
from coursebuild.lint.fix import diff, fix

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
