"""Examine a finished PDF by PDF/UA-1, and by what of WCAG 2.2 that standard does not say."""

from collections.abc import Iterator
from itertools import chain

from coursebuild.accessibility.outcome import Result, run
from coursebuild.accessibility.pdf.checks import CHECKS
from coursebuild.accessibility.pdf.document import Document, UnreadableError
from coursebuild.accessibility.pdf.validators import EXTRA, PACKAGE, PROGRAM, STANDARD, validate, versions

__all__ = ["CHECKS", "EXTRA", "PACKAGE", "PROGRAM", "STANDARD", "UnreadableError", "examine", "versions"]


def examine(content: bytes) -> Iterator[Result]:
    """The results for a PDF. Raises UnreadableError if it cannot be read."""
    return chain(run(CHECKS, Document(content)), validate(content))
