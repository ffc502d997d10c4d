"""Output to the terminal: diagnostics, names of files, a progress bar and the summary."""

import os
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, TextIO

import click

from coursebuild.cli import reports
from coursebuild.engine import Built, Diagnosed, Event, Finished, Removed, Started
from coursebuild.model import Course, Diagnostic, Location, Severity, UsageError, printable, shown
from coursebuild.runtime import atomic, process_exit

if TYPE_CHECKING:
    from rich.progress import Progress

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def enable_debug_log() -> None:
    """Log everything to standard error, but for fontTools, which logs each table of each font."""
    import logging  # noqa: PLC0415 (it takes as long to import as click)

    logging.basicConfig(level=logging.DEBUG, format="%(name)s: %(message)s")
    logging.getLogger("fontTools").setLevel(logging.WARNING)


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


def colourize(diagnostic: Diagnostic, stream: TextIO | None = None) -> str:
    """Format a diagnostic: in colour, and on a terminal with an excerpt of the source.

    `stream` is where it will be printed, standard error by default. NO_COLOR is respected
    (no-color.org).
    """
    severity = f"{diagnostic.severity}[{diagnostic.code}]"
    plain = str(diagnostic)
    if (stream or sys.stderr).isatty():
        message, _, remedy = plain.partition("\n")
        plain = "\n".join(part for part in (message, reports.excerpt(diagnostic), remedy) if part)
    if "NO_COLOR" in os.environ:
        return plain
    return plain.replace(severity, click.style(severity, fg=_COLOURS[diagnostic.severity], bold=True), 1)


def pluralize(number: int, noun: str) -> str:
    """The number and its noun, such as `1 file` or `2 files`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def fix_sources(locations: Iterable[Location], course: Course, *, write: bool, diff: bool) -> int:
    """Fix sources, or print a diff of what would change.

    Returns the number of sources that were, or would be, changed.
    Raises: UsageError if a source cannot be written.
    """
    from coursebuild import lint  # noqa: PLC0415 (only these options need it)

    changed = 0
    for location in locations:
        before, after = lint.fix(location, course)
        changed += before != after
        if diff and before != after:
            click.echo(lint.diff(location, before, after), nl=False)
        if write and before != after:
            try:
                atomic.write(location.path.resolve(), after)
            except OSError as error:
                message = f"it cannot be written: {error.strerror}"
                raise UsageError(Diagnostic(location.name, 0, 0, "CB007", message)) from error
            click.echo(f"fixed {location.name}", err=True)
    return changed


def show_progress(events: Iterable[Event], report: Report) -> Finished:
    """Print the events of a build as they come, with a progress bar on a terminal; return the last event."""
    bar = _progress_bar() if sys.stderr.isatty() and not report.quiet else None
    remaining: dict[Location, None] = {}
    with bar or nullcontext(), _named_if_interrupted(remaining):
        for event in events:
            match event:
                case Diagnosed(diagnostics):
                    report.add(diagnostics)
                case Started(documents):
                    remaining.update(dict.fromkeys(documents))
                    if bar and documents:
                        bar.add_task("Building", total=len(documents))
                case Built(location, files):
                    remaining.pop(location)
                    for file in files if not report.quiet else ():
                        click.echo(printable(shown(file)))
                    if bar:
                        bar.advance(bar.task_ids[0])
                case Removed(file, reason):
                    report.note(f"removed {printable(shown(file))}: {reason}")
                case Finished():
                    return event
    raise AssertionError("the last event of a build is Finished")


@contextmanager
def _named_if_interrupted(remaining: Collection[Location]) -> Iterator[None]:
    """Add to an interruption which documents are not built."""
    try:
        yield
    except (KeyboardInterrupt, process_exit.Terminated) as interruption:
        for first in islice(remaining, 1):
            more = f" and {len(remaining) - 1} more" if len(remaining) > 1 else ""
            interruption.add_note(f"{printable(first.name)}{more} not built")
        raise


def _progress_bar() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 (only a terminal needs it)
    from rich.progress import Progress  # noqa: PLC0415 (the same)

    return Progress(console=Console(stderr=True), transient=True)
