"""Make a PDF of a print page with WeasyPrint."""

import gc
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib import import_module
from typing import Any

from coursebuild.model import Artifact, BuildError, Diagnostic, Page, Source
from coursebuild.runtime import optimizations
from coursebuild.runtime.log_capture import captured, swallows
from coursebuild.runtime.system import libraries

_FONT_FAILED = re.compile("Unable to |Font-face .* cannot be loaded")
_OUTSIDE, _QUOTE = "CB219", re.compile("«(.+?)…?»")
_NO_ANCHOR = re.compile(r"No anchor #(.+) for internal URI reference")
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_DATA = re.compile(r"data:[^\s'\"]+")
_NO_FORMULA, _FORMULA = "CB231", re.compile("`(.+?)…?` is text", re.DOTALL)


def make(page: Page) -> Artifact:
    """Make the PDF of a page. Raises BuildError if a library cannot be loaded."""
    try:
        with captured("weasyprint") as records, _collector_paused():
            content = _weasy().write_pdf(page.html)
    except OSError as error:  # cffi's, where a library cannot be loaded
        raise BuildError(Diagnostic(page.source, 0, 0, "CB013", libraries.explain(error))) from error
    # pages.sanitize reports images without alternative text, with their positions
    reported = [record for record in records if "has no required alt" not in record.getMessage()]
    reported = [record for record in reported if not _is_dead_link(page, record)]
    diagnostics = [_diagnostic(page, record) for record in reported if record.levelno >= logging.WARNING]
    return Artifact(page.path, content, tuple(diagnostics), is_lasting=not any(map(_may_pass, records)))


@cache
def engine_id() -> str:
    """Identify all that a PDF depends on besides its page: versions of libraries and fonts, and options.

    Empty if WeasyPrint cannot be loaded.
    """
    try:
        weasy = _weasy()
        versions = weasy.versions()
    except (ImportError, OSError):
        return ""
    return " ".join([*versions, *(f"{key}={value}" for key, value in weasy.OPTIONS.items())])


def pango_version() -> str:
    """The version of Pango, such as `1.50.12`; empty as `engine_id`, where it is a number such as 15012."""
    identity = engine_id().split()
    if not identity:
        return ""
    number = int(identity[1])
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the garbage collector: objects of a layout live until its end, so there is nothing to collect."""
    pauses = gc.isenabled() and optimizations.enabled("collector")
    if pauses:
        gc.disable()
    try:
        yield
    finally:
        if pauses:
            gc.enable()


def _weasy() -> Any:
    """Import the module when the first page is made: this takes longer than to print a short lesson."""
    return import_module("coursebuild.pdf.weasy")


def _may_pass(record: logging.LogRecord) -> bool:
    """Whether a record is about a failure that the next attempt may not have, as when memory is short.

    WeasyPrint logs an image that it cannot read or draw as an error, while it handles the exception, and a
    font that it cannot read as a warning. Its other records are about HTML and CSS, which stay the same.
    """
    if record.module == "fonts":
        return bool(_FONT_FAILED.match(record.getMessage()))
    return record.levelno >= logging.ERROR and swallows(record)


def _is_dead_link(page: Page, record: logging.LogRecord) -> bool:
    """Whether a record is about a link in the body of a page, which CB172 reports with its place."""
    found = _NO_ANCHOR.fullmatch(record.getMessage())
    body = _MAIN.search(page.html) if found else None
    return bool(found and body and f'href="#{escape(found[1])}"' in body[0])


def located(source: Source, diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic of a print page or Word file, at the place of what it quotes or of its longest word."""
    pattern = {_OUTSIDE: _QUOTE, _NO_FORMULA: _FORMULA}.get(diagnostic.code)
    quote = pattern.search(diagnostic.message) if pattern else None
    if not quote:
        return diagnostic
    words = sorted(quote[1].split(), key=len, reverse=True)
    word = next((word for word in words if word in source.text), "")
    return source.place(quote[1], diagnostic.code, diagnostic.message, or_at=word)


def _diagnostic(page: Page, record: logging.LogRecord) -> Diagnostic:
    message = _DATA.sub("data:…", " ".join(record.getMessage().split()))
    if getattr(record, "code", "") == _OUTSIDE:
        return Diagnostic(page.source, 0, 0, _OUTSIDE, message)
    return Diagnostic(page.source, 0, 0, "CB209", f"in print: {message[:200]}")
