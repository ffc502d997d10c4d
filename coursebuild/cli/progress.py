"""The events of a build, printed as they come, with a progress bar on a terminal."""

import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING

import click

from coursebuild.cli.terminal import Report
from coursebuild.engine import Built, Diagnosed, Event, Finished, Removed, Started
from coursebuild.model import Location, printable, shown
from coursebuild.runtime import process_exit

if TYPE_CHECKING:
    from rich.progress import Progress


def show(events: Iterable[Event], report: Report) -> Finished:
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
