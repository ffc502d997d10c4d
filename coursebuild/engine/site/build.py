"""Build the index of pages that are there already, as several machines have built them."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from coursebuild.engine.events import Diagnosed, Event, Finished, Written
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.engine.site.finish import Output, Scope, finish
from coursebuild.model import BuildOptions, Diagnostic, Edition, Format, Location, shown
from coursebuild.output import History, Writer


def build_index(
    session: Session, lessons: Sequence[Location], options: BuildOptions, output: Path
) -> Iterator[Event]:
    """Build the index of each edition that has a folder in `output`."""
    started = time.monotonic()
    writer, history = Writer(session.course, output), History(session.course, options, output)
    editions = tuple(each for each in options.editions if (output / each.name).is_dir())
    for edition in editions:
        yield Diagnosed(tuple(_adopt(writer, output, edition, lessons)))
    parts = finish(
        session,
        options._replace(editions=editions),
        Output(output, writer, history, None),
        Scope(lessons, is_whole=True),
    )
    files = 0
    for event in parts:
        files += len(event.files) if isinstance(event, Written) else 0
        yield event
    writer.finish(tidy=False)
    history.save()
    yield Finished(len(lessons), files, 0, time.monotonic() - started, {})


def _adopt(
    writer: Writer, output: Path, edition: Edition, lessons: Sequence[Location]
) -> Iterator[Diagnostic]:
    """Take the pages of an edition for those of a build; a diagnostic for each that is not there."""
    for location in lessons:
        for format_, row in FORMATS.items():
            name = PurePosixPath(edition.name, f"{location.stem}{row.suffix}")
            if not writer.adopt(name, location) and format_ is Format.HTML:
                path, message = shown(output / name), f"{location.name} has not been built"
                yield Diagnostic(path, 0, 0, "CB154", message)
