"""Documents built and written: those that have changed, and none of the others."""

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coursebuild import orders, shards, store
from coursebuild.console import Made, Report, counted, progress
from coursebuild.request import Location, Order
from coursebuild.unchanged import Former

if TYPE_CHECKING:
    from coursebuild.model import Source


def deliver(
    located: Sequence[Location], order: Order, output: Path, report: Report, *, tidy: bool
) -> dict[str, float]:
    """What each document that was built took, in seconds, by its name among shares.

    `tidy` takes away the files of sources that are no more.
    """
    started = time.monotonic()
    made, former = Made(order.course, output), Former(order, output)
    told = {} if order.anew or order.fetch else former.told(located)  # the web may have changed
    for diagnostics in told.values():
        report.say(diagnostics)
    stale = [location for location in located if location not in told]
    taken, written = _built(stale, order, made, former, report) if stale else ({}, 0)
    made.settle(report, tidy=tidy)
    former.keep()
    if written:
        store.prune()
    counts = [counted(len(located), "document"), counted(written, "file")]
    counts += [f"{len(told)} unchanged"] if told else []
    report.note(f"{', '.join([*counts, *report.counted()])} in {time.monotonic() - started:.1f} s")
    return taken


def _built(
    stale: Sequence[Location], order: Order, made: Made, former: Former, report: Report
) -> tuple[dict[str, float], int]:
    """What each took, and how many files were written."""
    from coursebuild.workers import Workers  # noqa: PLC0415 (where there is nothing to do, it is not needed)

    taken: dict[str, float] = {}
    written = 0
    printing = orders.PRINTING if order.sheets else ()
    preparing = orders.CHECKING if len(stale) > 1 else ()
    with (
        Workers(orders.processes(order, len(stale), printed=True), *printing, *preparing) as workers,
        progress(len(stale), quiet=report.quiet) as advance,
    ):
        first = _opened(stale[0])
        from coursebuild import pipeline  # noqa: PLC0415 (while the workers import theirs)

        for outcome in pipeline.build(stale, order, workers, first):
            report.say(outcome.diagnostics)
            files = {artifact.path: artifact.content for artifact in outcome.artifacts}
            done = [made.write(path, content, outcome.location, report) for path, content in files.items()]
            if files and all(done):
                former.add(outcome.location, outcome.reads, files, outcome.diagnostics)
                taken[shards.name(outcome.location, order.course)] = outcome.seconds
            written += sum(done)
            advance()
    return taken, written


def _opened(location: Location) -> "Source | None":
    """A source that pandoc reads while the stages are imported; what is wrong with it is said by them."""
    from coursebuild import pandoc, sources  # noqa: PLC0415 (the few of the stages that this takes)

    with suppress(Exception):
        source = sources.read(location)
        pandoc.begin(source)
        return source
    return None
