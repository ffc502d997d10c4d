"""Count what a lesson has of each kind that is numbered."""

from collections.abc import Mapping

from coursebuild import drawings, editions, pandoc, source
from coursebuild.engine.session import Session
from coursebuild.model import PAGES, Location, Values


def count(
    session: Session, location: Location, metadata: Values
) -> tuple[dict[str, Mapping[str, int]], dict[str, str]]:
    """What students see of each kind, by format, and the `fingerprint.state` of each file that is included.

    Raises what reading and parsing a lesson raise.
    """
    read = source.read(location)
    parsed = pandoc.parse(read, session.course.limits)
    document = drawings.with_plain_metadata(parsed, session.course)
    setup = session.for_selecting(metadata)
    first, *others = PAGES
    counts = {first.value: editions.count(document, first, setup)}
    for format_ in others:
        depends = editions.depends_on_format(document)
        counts[format_.value] = editions.count(document, format_, setup) if depends else counts[first.value]
    included = {each.path: each.state for each in read.inclusion.files}
    return counts, included | dict.fromkeys(read.inclusion.lost, "")
