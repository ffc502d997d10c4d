"""The lessons of a course: what each has, and which of its files are up to date."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from coursebuild.engine import division, limits
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.engine.state.changed import with_base
from coursebuild.engine.state.numbering import with_begins
from coursebuild.model import BuildOptions, Diagnostic, Edition, Format, Location, Summary
from coursebuild.output import History, Known
from coursebuild.runtime import fingerprint, store
from coursebuild.runtime.system import regular_file

VERSION = "6"  # of the cached summaries


class State(StrEnum):
    """The state of a file."""

    CURRENT = "up to date"
    OUTDATED = "out of date"
    ABSENT = "not built"


class File(NamedTuple):
    """A page of a lesson; `pages` is the number of its sheets, of a PDF that can be read."""

    edition: str
    format: Format
    path: Path
    state: State
    pages: int | None


class Lesson(NamedTuple):
    """A lesson; `summary` is None if it cannot be read, for which `diagnostics` are the reasons.

    `seconds` is what its last build took, if that is on record.
    """

    location: Location
    summary: Summary | None
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[File, ...]
    seconds: float | None

    def state(self, edition: str) -> State:
        """The state of the files of an edition: absent if all are, and current if all that are there are."""
        states = {file.state for file in self.files if file.edition == edition} - {State.ABSENT}
        return State.ABSENT if not states else states.pop() if len(states) == 1 else State.OUTDATED


def lessons(
    session: Session, locations: Sequence[Location], options: BuildOptions, output: Path
) -> Iterator[Lesson]:
    """The lessons, in order, with their files in the editions and formats of the options."""
    options, _ = with_base(session, with_begins(session, options, output))
    history = History(session.course, options, output)
    summaries = _summaries(session, locations, options, history.signature)
    for location in locations:
        known = tuple(history.known(location))
        files = tuple(
            _file(location, edition, format_, output, known)
            for edition in options.editions
            for format_ in options.formats
            if FORMATS[format_].is_for(edition)
        )
        summary, diagnostics = summaries[location]
        yield Lesson(location, summary, diagnostics, files, known[0].seconds if known else None)


def _file(
    location: Location, edition: Edition, format_: Format, output: Path, known: Sequence[Known]
) -> File:
    row = FORMATS[format_]
    name = f"{edition.name}/{location.stem}{row.suffix}"
    path = output / name
    if any(each.is_current and name in each.files for each in known):
        state = State.CURRENT
    else:
        state = State.OUTDATED if os.path.lexists(path) else State.ABSENT
    counted = row.is_printed and state is not State.ABSENT
    return File(edition.name, format_, path, state, _pages(path) if counted else None)


def _pages(path: Path) -> int | None:
    from coursebuild import audit  # noqa: PLC0415 (slow to import, and not needed where there is no PDF)

    try:
        return audit.page_count(regular_file.read(path, fingerprint.LARGEST))
    except (OSError, audit.UnreadableError):
        return None


Found = dict[Location, tuple[Summary | None, tuple[Diagnostic, ...]]]


def _summaries(
    session: Session, locations: Sequence[Location], options: BuildOptions, signature: str
) -> Found:
    """The summary of each lesson, from the cache, or else from what pandoc reads, which is then cached."""
    keys = {location: _key(location, signature) for location in locations}
    cached = {location: _cached(key) for location, key in keys.items()}
    new = [location for location, summary in cached.items() if summary is None]
    known: Found = {location: (summary, ()) for location, summary in cached.items() if summary}
    return known | (_read(session, new, options, keys) if new else {})


def _cached(key: str) -> Summary | None:
    """The summary of a lesson as it is now, with what it includes; None if it is not in the cache."""
    if not (content := store.read(key)):
        return None
    summary, included = json.loads(content)
    is_current = all(fingerprint.state(path) == state for path, state in included.items())
    return Summary(*summary) if is_current else None


def _key(location: Location, signature: str) -> str:
    return store.key("summary", VERSION, signature, fingerprint.state(location.path), str(location.stem))


def _read(
    session: Session, locations: Sequence[Location], options: BuildOptions, keys: Mapping[Location, str]
) -> Found:
    """The summaries of lessons, which are then cached."""
    limit = limits.lesson_limit(session.course.limits)
    with division.pool(session, options, len(locations)) as pool:
        from coursebuild.engine.documents.failures import explain_failure  # noqa: PLC0415 (while workers start)
        from coursebuild.engine.state.summary import summarize  # noqa: PLC0415 (the same)

        tasks = {location: pool.submit(limit, summarize, session, location) for location in locations}
        found: Found = {}
        for location, task in tasks.items():
            try:
                summary, included = task.result()
                found[location] = summary, ()
                store.write(keys[location], json.dumps((summary, included)).encode())
            except Exception as error:  # noqa: BLE001 (one lesson must not stop the others)
                found[location] = None, explain_failure(location, None, error)
    return found
