"""What the command says and writes: diagnostics, progress, files. With cli.py, the only module that does."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TextIO

import click

from coursebuild import record, store
from coursebuild.errors import Diagnostic, Severity, UsageError
from coursebuild.journal import Journal
from coursebuild.request import Course, Location

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
        self.said: dict[Diagnostic, None] = {}

    def say(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            if diagnostic not in self.said:
                self.said[diagnostic] = None
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
        from coursebuild import reports  # noqa: PLC0415 (a build that goes well needs none)

        said, _, remedy = plain.partition("\n")
        plain = "\n".join(part for part in (said, reports.excerpt(diagnostic), remedy) if part)
    if "NO_COLOR" in os.environ:
        return plain
    return plain.replace(severity, click.style(severity, fg=_COLOURS[diagnostic.severity], bold=True), 1)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def shown(path: Path) -> str:
    return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)


def replace(path: Path, content: bytes) -> None:
    """Beside its place, then renamed: the former file stays until the new one is whole."""
    beside = path.with_name(f".coursebuild.{os.getpid()}")  # short: the name itself may be as long as can be
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def fix(locations: Iterable[Location], *, write: bool, diff: bool) -> int:
    """How many sources were, or would be, repaired."""
    from coursebuild import repair  # noqa: PLC0415 (only these options need it)

    changed = 0
    for location in locations:
        before, after = repair.repaired(location)
        changed += before != after
        if diff and before != after:
            click.echo(repair.diff(location, before, after), nl=False)
        if write and before != after:
            try:
                replace(location.path.resolve(), after)
            except OSError as error:
                raise UsageError(
                    Diagnostic(location.name, 0, 0, "CB007", f"it cannot be written: {error.strerror}")
                ) from error
            click.echo(f"{location.name} is repaired", err=True)
    return changed


class Made:
    """What this build makes, held against what former builds made in the same folder."""

    def __init__(self, course: Course, output: Path) -> None:
        self._course = course
        self._output = output
        self._path = record.place(store.folder() / "records", course.root, output)
        self._new = Journal()

    def write(self, name: PurePosixPath, content: bytes, location: Location, report: Report) -> bool:
        """Whether a file was written below the output folder; where it was not, that is said."""
        path = self._output / name
        try:
            replace(path, content)
        except OSError as error:
            report.say([Diagnostic(shown(path), 0, 0, "CB007", f"it cannot be written: {error.strerror}")])
            return False
        if not report.quiet:
            click.echo(shown(path))
        self._new.add(record.line(name, content, location.path))
        return True

    def settle(self, report: Report, *, tidy: bool) -> None:
        """Write the record, if it is another now; a build that cannot is none the worse for it.

        `tidy` takes away the files of sources that are no more, unless somebody else wrote them anew.
        """
        known = record.read(self._path)
        former = dict(known.files)
        known.add(self._new)
        if tidy:
            self._take_away(known, report)
        if known.files != former:
            store.put(self._path, known.dump())

    def _take_away(self, known: record.Record, report: Report) -> None:
        output = Path(os.path.realpath(self._output))
        for name in known.left_over(self._course):
            path = Path(os.path.realpath(output / name))
            with suppress(OSError):
                if path.is_relative_to(output) and path.is_file() and known.made(name, path.read_bytes()):
                    path.unlink()
                    report.note(f"{shown(path)} is removed: its source is gone")
                    for folder in record.emptied(PurePosixPath(name)):
                        (output / folder).rmdir()
            del known.files[name]


@contextmanager
def progress(total: int, *, quiet: bool, what: str = "Building") -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 (only a terminal needs it)
    from rich.progress import Progress  # noqa: PLC0415 (the same)

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
