"""Summarize a lesson: its title, its exercises and its corrections."""

from coursebuild import drawings, lint, pandoc, source
from coursebuild.engine.session import Session
from coursebuild.model import NOTHING, Location, Summary


def summarize(session: Session, location: Location) -> Summary:
    """The summary of a lesson. Raises what reading and parsing it raise."""
    parsed = pandoc.parse(source.read(location), session.course.limits)
    document = drawings.with_plain_metadata(parsed, session.course)
    return lint.summarize(document, session.for_checking(NOTHING))
