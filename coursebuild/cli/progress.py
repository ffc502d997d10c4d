"""The events of a build, printed as they come, with a progress bar on a terminal."""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING

import click

from coursebuild.cli.planned import explained
from coursebuild.cli.terminal import Report
from coursebuild.engine import Built, Diagnosed, Event, Finished, Removed, Started, Waiting, Written
from coursebuild.model import Location, printable, shown
from coursebuild.runtime import process_exit

if TYPE_CHECKING:
    from coursebuild.cli.progress_bar import ProgressBar
    from coursebuild.publish import Released


SLOWEST = 5  # documents that are named


def show(events: "Iterable[Event | Released]", report: Report, *, jobs: int, why: bool = False) -> Finished:
    """Print the events of a build as they come, with a progress bar on a terminal; return the last of them.

    `jobs` is the number of processes that build; with `why`, say of each document why it is built.
    """
    bar = _progress_bar() if sys.stderr.isatty() and not report.quiet else None
    remaining: dict[Location, None] = {}
    with bar or nullcontext(), _named_if_interrupted(remaining):
        for event in events:
            with bar.hidden() if bar else nullcontext():
                _print(event, report, why=why)
            match event:
                case Started(documents):
                    remaining.update(dict.fromkeys(documents))
                    if bar:
                        bar.begin(event, jobs)
                case Built(location):
                    remaining.pop(location)
                    if bar:
                        bar.count(location)
                case Finished():
                    return event
    raise AssertionError("the last event of a build is Finished")


def _print(event: "Event | Released", report: Report, *, why: bool) -> None:
    """Print the names of files to standard output, and everything else to standard error."""
    match event:
        case Diagnosed(diagnostics):
            report.add(diagnostics)
        case Waiting(folder):
            report.note(f"waiting for another build into {printable(shown(folder))}")
        case Started(documents, history) if why:
            for location in documents:
                report.note(explained(location.name, history.reasons(location)))
        case Built(_, files) | Written(files) if not report.quiet:
            for file in files:
                click.echo(printable(shown(file)))
        case Removed(file, reason):
            report.note(f"removed {printable(shown(file))}: {reason}")


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


def slowest(durations: Mapping[str, float]) -> str:
    """The documents that took longest, with their seconds; empty if none was built."""
    names = sorted(durations, key=lambda name: (-durations[name], name))[:SLOWEST]
    return ", ".join(f"{printable(name)} {durations[name]:.1f} s" for name in names)


def _progress_bar() -> "ProgressBar":
    from coursebuild.cli.progress_bar import ProgressBar  # noqa: PLC0415 (only a terminal needs it)

    return ProgressBar()
