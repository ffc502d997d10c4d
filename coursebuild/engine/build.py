"""Build the documents that have changed since the last build."""

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

# What workers import while they start. Pages with images need email.policy, and pypdfium2 reads files back.
PRINT_MODULES = (
    "coursebuild.pdf.preload",
    "coursebuild.engine.print_job",
    "email.policy",
    "pypdfium2.raw",
)
PREPARE_MODULES = ("coursebuild.engine.pipeline",)


def build(
    session: Session, locations: Sequence[Location], options: BuildOptions, output: Path, *, tidy: bool
) -> Iterator[Event]:
    """Build the documents whose inputs have changed, into the folder `output`.

    With `tidy`, also remove the files of sources that no longer exist.
    """
    started = time.monotonic()
    writer, history = Writer(session.course, output), History(session.course, options, output)
    # With `fetch`, no record tells whether an image on the web has changed.
    unchanged = {} if options.force or options.fetch else history.find_unchanged(locations)
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
                path = shown(output / artifact.path)
                failed.append(Diagnostic(path, 0, 0, "CB007", f"it cannot be written: {error.strerror}"))
        if failed:
            yield Diagnosed(tuple(failed))
        elif written:
            contents = {artifact.path: artifact.content for artifact in outcome.artifacts}
            history.add(outcome.location, outcome.reads, contents, outcome.diagnostics)
            durations[shards.document_name(outcome.location, session.course)] = outcome.seconds
        files += len(written)
        yield Built(outcome.location, tuple(written))
    for removed in writer.finish(tidy=tidy):
        yield Removed(removed)
    history.save()
    if files:
        store.prune()
    yield Finished(len(locations), files, len(unchanged), time.monotonic() - started, durations)


def _outcomes(session: Session, stale: Sequence[Location], options: BuildOptions) -> Iterator["Outcome"]:
    """Build documents in parallel. This process imports the stages while the workers import theirs."""
    from coursebuild.runtime.pool import Pool  # noqa: PLC0415 (slow to import; an up-to-date build needs no pool)

    printed = len(options.editions) * sum(FORMATS[format_].is_printed for format_ in options.formats)
    printing = PRINT_MODULES if printed else ()
    preparing = PREPARE_MODULES if len(stale) > 1 else ()
    count = min(options.jobs, len(stale) * printed) if printed else worker_count(options, len(stale))
    with Pool(count, *printing, *preparing) as pool:
        first = _read_ahead(stale[0])
        from coursebuild.engine import pipeline  # noqa: PLC0415 (while the workers start)

        yield from pipeline.build(session, stale, options, pool, first)


def worker_count(options: BuildOptions, documents: int) -> int:
    """The number of workers where nothing is printed; 0 for one document, which is done before one starts."""
    count = min(options.jobs, documents)
    return count if count > 1 else 0


def _read_ahead(location: Location) -> "Source | None":
    """Read a source, and let pandoc parse it while the stages are imported.

    Returns None if this fails; the stages then fail in the same way, and report it.
    """
    from coursebuild import pandoc, source  # noqa: PLC0415 (only the stages that this needs)

    with suppress(Exception):
        text = source.read(location)
        pandoc.begin_parsing(text)
        return text
    return None
