"""Translate other tools' notation for an answer, or for a comment, where it has only one reading.

What `answers.other_tools` refuses becomes a correction, or a comment of HTML, if it is clear where it ends.
All else is left as it is, and stays refused.
"""

from collections.abc import Mapping

from coursebuild.lint.translations.boxes import box_edits
from coursebuild.lint.translations.comments import comment_edits
from coursebuild.lint.translations.directives import directive_edits, has_translation
from coursebuild.lint.translations.fences import fence_edits
from coursebuild.lint.translations.terms import Terms
from coursebuild.model import Reading

__all__ = ["Terms", "has_translation", "translation_edits"]


def translation_edits(reading: Reading, terms: Terms) -> Mapping[int, list[str]]:
    """Return the lines that replace a line, by its number: those of the first kind that finds any."""
    for kind in (box_edits, directive_edits, fence_edits, comment_edits):
        if found := dict(kind(reading, terms)):
            return found
    return {}
