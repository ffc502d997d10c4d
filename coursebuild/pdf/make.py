"""A print page made into a PDF by WeasyPrint."""

import gc
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from coursebuild.model import Artifact, BuildError, Diagnostic, Page
from coursebuild.runtime.log_capture import captured

_DATA = re.compile(r"data:[^\s'\"]+")


def make(page: Page) -> Artifact:
    """The finished file. Raises BuildError where it cannot be made."""
    try:
        with captured("weasyprint") as records, _collector_at_rest():
            content = _printing().pdf(page.html)
    except OSError as error:  # cffi's, where a library cannot be loaded
        raise BuildError(Diagnostic(page.source, 0, 0, "CB013", str(error).partition("\n")[0])) from error
    # an image without an alternative text is reported with its place, by the stage that sanitizes
    told = [record for record in records if "has no required alt" not in record.getMessage()]
    noticed = [_diagnostic(page, record) for record in told if record.levelno >= logging.WARNING]
    return Artifact(page.path, content, tuple(noticed))


@cache
def engine() -> str:
    """All beside a page that makes its PDF: versions of what lays out, of fonts, of ourselves; options.

    Empty where WeasyPrint cannot be loaded.
    """
    try:
        printing = _printing()
    except (ImportError, OSError):
        return ""
    return " ".join([*printing.versions(), *(f"{key}={value}" for key, value in printing.OPTIONS.items())])


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """What layout makes lives until its end: there is nothing to collect."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _printing() -> Any:
    """Imported at the first page: it takes longer than printing a short lesson."""
    return import_module("coursebuild.pdf.weasy")


def _diagnostic(page: Page, record: logging.LogRecord) -> Diagnostic:
    message = _DATA.sub("data:…", " ".join(record.getMessage().split()))
    return Diagnostic(page.source, 0, 0, "CB209", f"in print: {message[:200]}")
