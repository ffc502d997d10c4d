"""Output to the terminal: diagnostics and the summary."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any, NoReturn, TextIO

import click

from coursebuild.cli import reports
from coursebuild.model import BuildError, Diagnostic, Severity, UsageError, excerpt

FAILED = 1  # the exit status of a command that found errors
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def enable_debug_log() -> None:
    """Log to standard error, but for what libraries log of each font, and of each step of each page."""
    import logging  # noqa: PLC0415 (it takes as long to import as click)

    logging.basicConfig(level=logging.DEBUG, format="%(name)s: %(message)s")
    for name in ("fontTools", "weasyprint.progress", "pikepdf"):
        logging.getLogger(name).setLevel(logging.WARNING)


def log_failure(error: Exception) -> None:
    """Log the traceback of an error, which `enable_debug_log` shows."""
    import logging  # noqa: PLC0415 (see above)

    logging.getLogger("coursebuild").debug("%s", error, exc_info=error)


class Report:
    """Collect diagnostics, each once, and tell whether the command fails.

    Diagnostics are printed to standard error at once, unless `keep` holds them back for a report.
    """

    def __init__(self, *, quiet: bool = False, strict: bool = False, keep: bool = False) -> None:
        self.quiet = quiet
        self.strict = strict
        self.keep = keep
        self.counts = dict.fromkeys(Severity, 0)
        self.diagnostics: dict[Diagnostic, None] = {}

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            if diagnostic not in self.diagnostics:
                self.diagnostics[diagnostic] = None
                self.counts[diagnostic.severity] += 1
                if not self.keep:
                    click.echo(colourize(diagnostic), err=True)

    def note(self, text: str) -> None:
        """Print a line to standard error, unless the report is quiet."""
        if not self.quiet:
            click.echo(text, err=True)

    @property
    def failed(self) -> bool:
        return bool(self.counts[Severity.ERROR] or (self.strict and self.counts[Severity.WARNING]))

    def summary(self) -> list[str]:
        """The numbers of errors and of warnings, without zeros, such as `["2 errors", "1 warning"]`."""
        return [pluralize(n, severity.value) for severity, n in self.counts.items() if n]


@contextmanager
def failing() -> Iterator[None]:
    """Where something cannot be done, print the reasons, and exit with the status of a failure."""
    try:
        yield
    except UsageError:
        raise  # which `main` prints
    except BuildError as error:
        for diagnostic, below in zip_longest(error.diagnostics, error.diagnostics[1:]):
            text = colourize(diagnostic)
            if below and (remedy := str(diagnostic).partition("\n")[2]) == str(below).partition("\n")[2]:
                text = text.removesuffix(f"\n{remedy}")  # which the last one has
            click.echo(text, err=True)
        sys.exit(FAILED)


def colourize(diagnostic: Diagnostic, stream: TextIO | None = None) -> str:
    """Format a diagnostic: in colour, and on a terminal with an excerpt of the source.

    `stream` is where it will be printed, standard error by default.
    """
    severity = f"{diagnostic.severity}[{diagnostic.code}]"
    plain = str(diagnostic)
    if (stream or sys.stderr).isatty():
        message, _, remedy = plain.partition("\n")
        plain = "\n".join(part for part in (message, excerpt(diagnostic), remedy) if part)
    return plain.replace(severity, style(severity, fg=_COLOURS[diagnostic.severity], bold=True), 1)


def style(text: str, **styles: Any) -> str:
    """The text with the styles of `click.style`, unless NO_COLOR is set (no-color.org)."""
    return text if "NO_COLOR" in os.environ else click.style(text, **styles)


def width() -> int:
    """What COLUMNS says, or the columns of the terminal; a file and a pipe have no end of a line."""
    import shutil  # noqa: PLC0415 (few commands need it)

    return shutil.get_terminal_size((sys.maxsize, 0)).columns


def pluralize(number: int, noun: str) -> str:
    """The number and its noun, such as `1 file` or `2 files`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def report_and_exit(report: Report, format_: str, checked: str) -> NoReturn:
    """Print the report to standard output and its summary to standard error, and exit."""
    diagnostics = sorted(report.diagnostics)
    if format_ == "text":
        for diagnostic in diagnostics:
            click.echo(colourize(diagnostic, sys.stdout))
    elif text := reports.FORMATS[format_](diagnostics):
        click.echo(text)
    report.note(", ".join([checked, *(report.summary() or ["no problems"])]))
    sys.exit(FAILED if report.failed else 0)
