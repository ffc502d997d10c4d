"""Examine a finished PDF by PDF/UA-1, and by what of WCAG 2.2 that standard does not say."""

from collections.abc import Iterator

import pikepdf

from coursebuild.accessibility.outcome import Result, UnreadableError, run
from coursebuild.accessibility.pdf.checks import CHECKS
from coursebuild.accessibility.pdf.document import Document, Password, no_password
from coursebuild.accessibility.pdf.validated import STANDARD
from coursebuild.accessibility.pdf.validators import EXTRA, PACKAGE, validate, versions
from coursebuild.accessibility.pdf.verapdf import PROGRAM

__all__ = [
    "CHECKS",
    "EXTRA",
    "PACKAGE",
    "PROGRAM",
    "STANDARD",
    "Password",
    "UnreadableError",
    "examine",
    "no_password",
    "versions",
]


def examine(content: bytes, password: Password = no_password) -> Iterator[Result]:
    """The results for a PDF, without its encryption. Raises UnreadableError if it cannot be read."""
    pdf = Document(content, password)
    try:
        yield from run(CHECKS, pdf)
        yield from validate(pdf.decrypted)
    except pikepdf.PdfError as error:
        raise UnreadableError("damaged") from error
