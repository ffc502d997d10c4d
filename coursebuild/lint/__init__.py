"""Checks of what pandoc made of a source against what its author probably meant, and automatic fixes."""

from coursebuild.lint.check import Setup, check, names_in_filters, styled_classes, summarize
from coursebuild.lint.conditional_parts import NOTE, REFERENCE, Part, audience_at, conditional_parts
from coursebuild.lint.fixes.fix import diff, fix, fix_lines, fix_text
from coursebuild.lint.links.citations import unknown_citations
from coursebuild.lint.links.dead import dead_links, identifiers, places
from coursebuild.lint.links.files import Files, NotCopiedError, answering_part
from coursebuild.lint.links.parts import (
    broken_links,
    identifiers_of,
    numbers_of,
    part_names,
    withheld_names,
)
from coursebuild.lint.links.references import references_to_lessons
from coursebuild.lint.links.targets import LESSON, Kind, Target, Targets
from coursebuild.lint.locating import for_author, without_echoes
from coursebuild.lint.translations import Terms
from coursebuild.lint.translations.terms import box_attributes

__all__ = [
    "LESSON",
    "NOTE",
    "REFERENCE",
    "Files",
    "Kind",
    "NotCopiedError",
    "Part",
    "Setup",
    "Target",
    "Targets",
    "Terms",
    "answering_part",
    "audience_at",
    "box_attributes",
    "broken_links",
    "check",
    "conditional_parts",
    "dead_links",
    "diff",
    "fix",
    "fix_lines",
    "fix_text",
    "for_author",
    "identifiers",
    "identifiers_of",
    "names_in_filters",
    "numbers_of",
    "part_names",
    "places",
    "references_to_lessons",
    "styled_classes",
    "summarize",
    "unknown_citations",
    "withheld_names",
    "without_echoes",
]
