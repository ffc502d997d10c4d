"""What the command prints: diagnostics, files, progress, and the summary at the end."""

import os
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING, TextIO

import click

from coursebuild.cli import reports
from coursebuild.engine import Built, Diagnosed, Event, Finished, Removed, Started
from coursebuild.model import Diagnostic, Location, Severity, UsageError, shown
from coursebuild.runtime import atomic

if TYPE_CHECKING:
    from rich.progress import Progress

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def verbose() -> None:
    import logging  # noqa: PLC0415 (it takes as long to import as click)

    logging.basicConfig(level=logging.DEBUG, format="%(name)s: %(message)s")
    logging.getLogger("fontTools").setLevel(logging.WARNING)


class Report:
    """The diagnostics, each once; whether one of them is a failure.

    As text they are said at once, on standard error; for another format they are kept.
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
                    click.echo(coloured(diagnostic), err=True)

    def note(self, text: str) -> None:
        if not self.quiet:
            click.echo(text, err=True)

    @property
    def failed(self) -> bool:
        return bool(self.counts[Severity.ERROR] or (self.strict and self.counts[Severity.WARNING]))

    def counted(self) -> list[str]:
        return [counted(n, severity.value) for severity, n in self.counts.items() if n]


def coloured(diagnostic: Diagnostic, stream: TextIO | None = None) -> str:
    """The diagnostic as a terminal shows it: in colour, with the line it is about."""
    severity = f"{diagnostic.severity}[{diagnostic.code}]"
    plain = str(diagnostic)
    if (stream or sys.stderr).isatty():
        said, _, remedy = plain.partition("\n")
        plain = "\n".join(part for part in (said, reports.excerpt(diagnostic), remedy) if part)
    if "NO_COLOR" in os.environ:
        return plain
    return plain.replace(severity, click.style(severity, fg=_COLOURS[diagnostic.severity], bold=True), 1)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def fix(locations: Iterable[Location], *, write: bool, diff: bool) -> int:
    """How many sources were, or would be, fixed. Raises UsageError where one cannot be written."""
    from coursebuild import lint  # noqa: PLC0415 (only these options need it)

    changed = 0
    for location in locations:
        before, after = lint.fix(location)
        changed += before != after
        if diff and before != after:
            click.echo(lint.diff(location, before, after), nl=False)
        if write and before != after:
            try:
                atomic.write(location.path.resolve(), after)
            except OSError as error:
                message = f"it cannot be written: {error.strerror}"
                raise UsageError(Diagnostic(location.name, 0, 0, "CB007", message)) from error
            click.echo(f"{location.name} is fixed", err=True)
    return changed


def show(events: Iterable[Event], report: Report) -> Finished:
    """Print a build's events as they come, with a progress bar on a terminal; return the last one."""
    bar = _bar() if sys.stderr.isatty() and not report.quiet else None
    with bar or nullcontext():
        for event in events:
            match event:
                case Diagnosed(diagnostics):
                    report.add(diagnostics)
                case Started(documents) if bar and documents:
                    bar.add_task("Building", total=documents)
                case Built(_, files):
                    for file in files if not report.quiet else ():
                        click.echo(shown(file))
                    if bar:
                        bar.advance(bar.task_ids[0])
                case Removed(file):
                    report.note(f"{shown(file)} is removed: its source is gone")
                case Finished():
                    return event
    raise AssertionError("a build ends with Finished")


def _bar() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 (only a terminal needs it)
    from rich.progress import Progress  # noqa: PLC0415 (the same)

    return Progress(console=Console(stderr=True), transient=True)
