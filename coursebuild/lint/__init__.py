"""Checks of what pandoc made of a source against what its author probably meant, and automatic fixes."""

from coursebuild.lint.check import Setup, check, styled_classes
from coursebuild.lint.fix import diff, fix
from coursebuild.lint.links.dead import dead_links, identifiers, places
from coursebuild.lint.links.files import Files, NotCopiedError, answering_part
from coursebuild.lint.links.parts import broken_links, identifiers_of, part_names, withheld_names
from coursebuild.lint.links.targets import Kind, Target, Targets
from coursebuild.lint.locating import without_echoes, without_ignored

__all__ = [
    "Files",
    "Kind",
    "NotCopiedError",
    "Setup",
    "Target",
    "Targets",
    "answering_part",
    "broken_links",
    "check",
    "dead_links",
    "diff",
    "fix",
    "identifiers",
    "identifiers_of",
    "part_names",
    "places",
    "styled_classes",
    "withheld_names",
    "without_echoes",
    "without_ignored",
]
