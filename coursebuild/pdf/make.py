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
from coursebuild.runtime import optimizations
from coursebuild.runtime.log_capture import captured

_DATA = re.compile(r"data:[^\s'\"]+")


def make(page: Page) -> Artifact:
    """The finished file. Raises BuildError where it cannot be made."""
    try:
        with captured("weasyprint") as records, _collector_paused():
            content = _weasy().pdf(page.html)
    except OSError as error:  # cffi's, where a library cannot be loaded
        raise BuildError(Diagnostic(page.source, 0, 0, "CB013", str(error).partition("\n")[0])) from error
    # an image without an alternative text is reported with its place, by the stage that sanitizes
    reported = [record for record in records if "has no required alt" not in record.getMessage()]
    diagnostics = [_diagnostic(page, record) for record in reported if record.levelno >= logging.WARNING]
    return Artifact(page.path, content, tuple(diagnostics))


@cache
def engine() -> str:
    """All beside a page that makes its PDF: versions of what lays out, of fonts, of coursebuild; options.

    Empty where WeasyPrint cannot be loaded.
    """
    try:
        weasy = _weasy()
        versions = weasy.versions()
    except (ImportError, OSError):
        return ""
    return " ".join([*versions, *(f"{key}={value}" for key, value in weasy.OPTIONS.items())])


@contextmanager
def _collector_paused() -> Iterator[None]:
    """What layout makes lives until its end: there is nothing to collect."""
    pauses = gc.isenabled() and optimizations.enabled("collector")
    if pauses:
        gc.disable()
    try:
        yield
    finally:
        if pauses:
            gc.enable()


def _weasy() -> Any:
    """Imported at the first page: it takes longer than printing a short lesson."""
    return import_module("coursebuild.pdf.weasy")


def _diagnostic(page: Page, record: logging.LogRecord) -> Diagnostic:
    message = _DATA.sub("data:…", " ".join(record.getMessage().split()))
    return Diagnostic(page.source, 0, 0, "CB209", f"in print: {message[:200]}")
