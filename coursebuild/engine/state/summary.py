"""Summarize a lesson: its title, its exercises and its corrections."""

from collections.abc import Mapping

from coursebuild import drawings, lint, pandoc, source
from coursebuild.engine.session import Session
from coursebuild.model import NOTHING, Location, Summary


def summarize(session: Session, location: Location) -> tuple[Summary, Mapping[str, str]]:
    """The summary of a lesson, and the `fingerprint.state` of each file that it includes, by path.

    The state of a file that cannot be included is empty.

    Raises what reading and parsing it raise.
    """
    read = source.read(location)
    parsed = pandoc.parse(read, session.course.limits)
    document = drawings.with_plain_metadata(parsed, session.course)
    included = {each.path: each.state for each in read.inclusion.files}
    summary = lint.summarize(document, session.for_checking(NOTHING))
    return summary, included | dict.fromkeys(read.inclusion.lost, "")
