"""What a build would do, and why, without doing it."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.engine.state.changed import with_base
from coursebuild.engine.state.numbering import with_begins
from coursebuild.model import BuildOptions, Location
from coursebuild.output import History, Reason, Writer


class Planned(NamedTuple):
    """A document that would be built: the files that it would have, if nothing is wrong, and why."""

    location: Location
    files: tuple[Path, ...]
    reasons: tuple[Reason, ...]


class Plan(NamedTuple):
    """What a build would do; `removed` are files, each with the reason."""

    documents: tuple[Planned, ...]
    unchanged: tuple[Location, ...]
    removed: tuple[tuple[Path, str], ...]


def plan(
    session: Session, locations: Sequence[Location], options: BuildOptions, output: Path, *, tidy: bool
) -> Plan:
    """Find out what `build` with the same arguments would do. Nothing is written.

    Copies that no lesson links to any more are not known before their lessons are built.
    """
    options, _ = with_base(session, with_begins(session, options, output))
    history = History(session.course, options, output)
    unchanged = history.find_unchanged(locations)
    stale = [location for location in locations if location not in unchanged]
    chosen = options._replace(editions=history.choose_editions(stale))
    documents = tuple(
        Planned(location, files(location, chosen, output), history.reasons(location)) for location in stale
    )
    removed = Writer(session.course, output).stale() if tidy else []
    return Plan(documents, tuple(unchanged), tuple(removed))


def files(location: Location, options: BuildOptions, output: Path) -> tuple[Path, ...]:
    """The pages of a document in the editions and formats of the options."""
    return tuple(
        output / edition.name / f"{location.stem}{row.suffix}"
        for edition in options.editions
        for format_, row in ((format_, FORMATS[format_]) for format_ in options.formats)
        if row.is_for(edition) and options.writes(edition, format_)
    )
