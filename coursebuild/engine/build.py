"""Build the documents that have changed since the last build."""

import os
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from coursebuild.engine import division, limits, shards
from coursebuild.engine.encryption.encryptor import Encryptor
from coursebuild.engine.events import Built, Diagnosed, Event, Finished, Removed, Started, Waiting, Written
from coursebuild.engine.session import Session
from coursebuild.engine.site.finish import Output, Scope, finish
from coursebuild.engine.state.changed import with_base, with_changed
from coursebuild.engine.state.numbering import with_begins
from coursebuild.model import BuildOptions, Diagnostic, Location, Remembered, shown
from coursebuild.output import CollisionError, History, MadeOf, Writer
from coursebuild.runtime import store
from coursebuild.runtime.system import locks

if TYPE_CHECKING:
    from coursebuild.engine.pipeline import Outcome
    from coursebuild.model import Source
    from coursebuild.output.record import Record


class Destination(NamedTuple):
    """The folder into which a build writes.

    With `tidy`, it also removes the files of sources that no longer exist. `password` is that of the
    encryption for which the options ask. Where all `lessons` of the course are known, pages lead to their
    neighbours, and a build of all writes the index.
    """

    folder: Path
    tidy: bool = False
    password: str = ""
    lessons: Sequence[Location] = ()


def build(
    session: Session, locations: Sequence[Location], options: BuildOptions, destination: Destination
) -> Iterator[Event]:
    """Build the documents whose inputs have changed, after other builds into the same folder."""
    with locks.folder_lock(destination.folder) as lock:
        if lock.is_taken():
            yield Waiting(destination.folder)
            lock.wait()
        finished = yield from _build(session, locations, options, destination)
    yield finished


def _build(
    session: Session, locations: Sequence[Location], options: BuildOptions, destination: Destination
) -> Generator[Event, None, Finished]:
    started = time.monotonic()
    output = destination.folder
    options, diagnostics = with_base(session, with_begins(session, options, output))
    yield Diagnosed(diagnostics)
    writer, history = Writer(session.course, output), History(session.course, options, output)
    encryptor = Encryptor(options, output, destination.password)
    unchanged = encryptor.unchanged(history.find_unchanged(locations))
    for location, diagnostics in unchanged.items():
        writer.confirm(location, history.digests(location))
        yield Diagnosed(diagnostics)
    stale = [location for location in locations if location not in unchanged]
    record = None
    if stale or options.revealed:
        options, record, diagnostics = recall(session, options)
        yield Diagnosed(diagnostics)
        options, diagnostics = with_changed(session, stale, options)
        yield Diagnosed(diagnostics)
    chosen = options._replace(editions=history.choose_editions(stale))
    made = _Made(session, chosen, Output(output, writer, history, record))
    yield Started(tuple(stale), history)
    for outcome in map(encryptor.encrypted, _outcomes(session, stale, chosen) if stale else ()):
        yield from made.add(outcome)
    encryptor.withdraw_plain(writer, None if destination.tidy else locations)
    failed = {*stale} - {*made.withheld}
    scope = Scope(destination.lessons, [*destination.lessons] == [*locations], made.withheld, failed)
    for event in finish(session, options, made.output, scope):
        made.files += len(event.files) if isinstance(event, Written) else 0
        yield event
    for removed, reason in writer.finish(tidy=destination.tidy):
        yield Removed(removed, reason)
    yield Diagnosed(encryptor.not_withdrawn(writer))
    yield from map(Diagnosed, _left(writer, history, made.withheld))
    # What a stranger's lessons show is no reason to let students see it from now on.
    if record and not session.course.trust:
        record.save(options.revealed)
    history.save()  # last: with it, the next build counts these documents as done
    if made.files:
        _tidy_caches()
    return Finished(len(locations), made.files, len(unchanged), time.monotonic() - started, made.durations)


@dataclass
class _Made:
    """What a build has made; `withheld` has the copies that students lack, of each lesson that succeeded."""

    session: Session
    options: BuildOptions
    output: Output
    durations: dict[str, float] = field(default_factory=dict)
    withheld: dict[Location, Iterable[PurePosixPath]] = field(default_factory=dict)
    files: int = 0

    def add(self, outcome: "Outcome") -> Iterator[Event]:
        """Write the files of a document, and record it."""
        folder, writer, history, record = self.output
        yield Diagnosed(outcome.diagnostics)
        written, failed = _write(writer, outcome, folder)
        copied, not_copied = _copy(writer, outcome, self.options, folder)
        written, failed = (*written, *copied), (*failed, *not_copied)
        if failed:
            yield Diagnosed(failed)
        elif outcome.artifacts:
            _record(history, outcome)
            if record:
                record.add(outcome.location, outcome.phrases)
            self.withheld[outcome.location] = outcome.withheld_copies
            self.durations[shards.document_name(outcome.location, self.session.course)] = outcome.seconds
        self.files += len(written)
        yield Built(outcome.location, written)


def _record(history: History, outcome: "Outcome") -> None:
    """Record a document that was written, unless the next build may succeed with what failed."""
    if all(artifact.is_lasting for artifact in outcome.artifacts):
        digests = {artifact.path: store.digest(artifact.content) for artifact in outcome.artifacts}
        digests |= {copied.name: copied.digest for copied in outcome.copies}
        made_of = MadeOf(outcome.reads, outcome.dates)
        history.add(outcome.location, made_of, digests, outcome.diagnostics, outcome.seconds)


def _forget_derived() -> None:
    """Remove what is cached besides pages and records, before any process reads it."""
    from coursebuild.runtime import compiled  # noqa: PLC0415 (an up-to-date build does not need it)

    compiled.clear()
    store.remove(store.derived())


def _tidy_caches() -> None:
    """Remove what killed builds left in the caches, and the pages for which there is no room."""
    from coursebuild.runtime import compiled  # noqa: PLC0415 (an up-to-date build does not need it)

    compiled.sweep()
    store.prune()


def _write(
    writer: Writer, outcome: "Outcome", output: Path
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Write the files of a document; return their paths, and a diagnostic for each that was not written."""
    written, failed = [], []
    for artifact in outcome.artifacts:
        try:
            written.append(writer.write(artifact.path, artifact.content, outcome.location))
        except OSError as error:
            path = shown(output / artifact.path)
            failed.append(Diagnostic(path, 0, 0, "CB007", f"it cannot be written: {error.strerror}"))
    return tuple(written), tuple(failed)


def _copy(
    writer: Writer, outcome: "Outcome", options: BuildOptions, output: Path
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Copy the files to which a document links; as `_write`, without those that were there already."""
    written, failed = [], []
    for copied in outcome.copies:
        try:
            path = writer.copy(copied, outcome.location)
        except OSError as error:
            name = shown(output / copied.name)
            failed.append(Diagnostic(name, 0, 0, "CB007", f"it cannot be written: {error.strerror}"))
        except CollisionError as error:
            message = f"its copy would have the path of another file, made from {shown(Path(error.other))}"
            failed.append(Diagnostic(shown(copied.path), 0, 0, "CB006", message))
        else:
            written += [path] if path else []
    if outcome.artifacts:
        writer.leave(outcome.location, {edition.name for edition in options.editions}, outcome.copies)
    return tuple(written), tuple(failed)


def _left(
    writer: Writer, history: History, withheld: Mapping[Location, Iterable[PurePosixPath]]
) -> Iterator[tuple[Diagnostic, ...]]:
    """Diagnostics for files in the students' folders with names of files that they do not get.

    The lessons that withhold these count as not built, so that the next build finds the files again.
    """
    for location, names in withheld.items():
        message = f"{location.name} links to a file of this name in a correction alone"
        if found := tuple(Diagnostic(shown(path), 0, 0, "CB022", message) for path in writer.left(names)):
            history.drop(location)
            yield found


def _outcomes(session: Session, stale: Sequence[Location], options: BuildOptions) -> Iterator["Outcome"]:
    """Build documents in parallel. This process imports the stages while the workers import theirs."""
    if options.force:
        _forget_derived()
    with division.pool(session, options, len(stale), prints=True) as pool:
        first = _read_ahead(stale[0], session)
        from coursebuild.engine import pipeline  # noqa: PLC0415 (while the workers start)

        yield from pipeline.build(session, stale, options, pool, first)


def recall(session: Session, options: BuildOptions) -> tuple[BuildOptions, "Record", tuple[Diagnostic, ...]]:
    """The options with what the course withheld: according to its record, or else at the revision `since`.

    Returns also the record, and a diagnostic for each source that cannot be read at that revision.
    Raises: UsageError if git cannot give the sources.
    """
    from coursebuild.output.record import Record  # noqa: PLC0415 (an up-to-date build does not need it)

    record = Record(session.course)
    options = options._replace(remembered=record.remembered(options.revealed))
    if options.since is None:
        return options, record, ()
    remembered, diagnostics = _recall_revision(session, options, options.since)
    return options._replace(remembered=remembered), record, diagnostics


def _recall_revision(
    session: Session, options: BuildOptions, revision: str
) -> tuple[Remembered, tuple[Diagnostic, ...]]:
    """What the course withheld at a revision."""
    from coursebuild.config import SUFFIX, is_part  # noqa: PLC0415 (few builds need any of these)
    from coursebuild.engine.documents.former import read_former  # noqa: PLC0415
    from coursebuild.output.record import pack  # noqa: PLC0415
    from coursebuild.source.revision import read_sources, since  # noqa: PLC0415

    root = session.course.root
    sources = read_sources(root, revision, SUFFIX)
    asked = since(root, revision)
    identifiers = asked.identifiers()
    limit = limits.lesson_limit(session.course.limits)
    with division.pool(session, options, len(sources)) as pool:
        tasks = {
            name: pool.submit(limit, read_former, session, root / name, content, options, asked)
            for name, content in sources.items()
        }
        former = {name: task.result() for name, task in tasks.items()}
    salt = options.remembered.salt
    seen, withheld = set[int](), set[int]()
    for name, each in former.items():
        files = each.files.phrases(lambda path: identifiers.get(path, ""), salt)
        # of what other lessons include, these say who saw it
        seen |= frozenset() if is_part(name) else each.phrases.shown | files.shown
        if os.path.realpath(root / name) not in options.revealed:
            withheld |= each.phrases.withheld | files.withheld
    diagnostics = tuple(found for each in former.values() for found in each.diagnostics)
    return Remembered(salt, pack(withheld - seen), f"`{revision}`"), diagnostics


def _read_ahead(location: Location, session: Session) -> "Source | None":
    """Read a source, and let pandoc parse it while the stages are imported.

    Returns None if this fails; the stages then fail in the same way, and report it.
    """
    from coursebuild import pandoc, source  # noqa: PLC0415 (only the stages that this needs)

    with suppress(Exception):
        text = source.read(location)
        pandoc.begin_parsing(text, session.course.limits)
        return text
    return None
