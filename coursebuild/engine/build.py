"""A build from end to end: the documents that have changed, and none of the others."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coursebuild.engine import shards
from coursebuild.engine.events import Built, Diagnosed, Event, Finished, Removed, Started
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Diagnostic, Location, shown
from coursebuild.output import History, Writer
from coursebuild.runtime import store

if TYPE_CHECKING:
    from coursebuild.engine.pipeline import Outcome
    from coursebuild.model import Source

# What the workers import first; of the last two, one is for the first image of a page and one for the
# first file that is read back.
PRINTING = (
    "coursebuild.pdf.preload",
    "coursebuild.engine.print_job",
    "email.policy",
    "pypdfium2.raw",
)
PREPARING = ("coursebuild.engine.pipeline",)


def build(
    session: Session, locations: Sequence[Location], options: BuildOptions, output: Path, *, tidy: bool
) -> Iterator[Event]:
    """Build the documents whose inputs have changed, into `output`.

    `tidy` removes the files of sources that are gone.
    """
    started = time.monotonic()
    writer, history = Writer(session.course, output), History(session.course, options, output)
    # what is on the web may have changed
    unchanged = {} if options.force or options.fetch else history.unchanged(locations)
    for diagnostics in unchanged.values():
        yield Diagnosed(diagnostics)
    stale = [location for location in locations if location not in unchanged]
    durations: dict[str, float] = {}
    files = 0
    yield Started(len(stale))
    for outcome in _outcomes(session, stale, options) if stale else ():
        yield Diagnosed(outcome.diagnostics)
        written: list[Path] = []
        failed: list[Diagnostic] = []
        for artifact in outcome.artifacts:
            try:
                written.append(writer.write(artifact.path, artifact.content, outcome.location))
            except OSError as error:
                place = shown(output / artifact.path)
                failed.append(Diagnostic(place, 0, 0, "CB007", f"it cannot be written: {error.strerror}"))
        if failed:
            yield Diagnosed(tuple(failed))
        elif written:
            contents = {artifact.path: artifact.content for artifact in outcome.artifacts}
            history.add(outcome.location, outcome.reads, contents, outcome.diagnostics)
            durations[shards.name(outcome.location, session.course)] = outcome.seconds
        files += len(written)
        yield Built(outcome.location, tuple(written))
    for path in writer.finish(tidy=tidy):
        yield Removed(path)
    history.save()
    if files:
        store.prune()
    yield Finished(len(locations), files, len(unchanged), time.monotonic() - started, durations)


def _outcomes(session: Session, stale: Sequence[Location], options: BuildOptions) -> Iterator["Outcome"]:
    """What became of each document; this process imports the stages while the workers import theirs."""
    from coursebuild.runtime.pool import Pool  # noqa: PLC0415 (a build that has nothing to do needs none)

    sheets = len(options.editions) * sum(FORMATS[format_].is_printed for format_ in options.formats)
    printing = PRINTING if sheets else ()
    preparing = PREPARING if len(stale) > 1 else ()
    count = min(options.jobs, len(stale) * sheets) if sheets else processes(options, len(stale))
    with Pool(count, *printing, *preparing) as pool:
        first = _read(stale[0])
        from coursebuild.engine import pipeline  # noqa: PLC0415 (see above)

        yield from pipeline.build(session, stale, options, pool, first)


def processes(options: BuildOptions, documents: int) -> int:
    """How many workers, where nothing is printed: starting them for one document takes too long."""
    count = min(options.jobs, documents)
    return count if count > 1 else 0


def _read(location: Location) -> "Source | None":
    """A source that pandoc reads while the stages are imported; what is wrong with it is reported by them."""
    from coursebuild import pandoc, source  # noqa: PLC0415 (the few of the stages that this takes)

    with suppress(Exception):
        text = source.read(location)
        pandoc.begin(text)
        return text
    return None
