"""Check sources without building them."""

from collections.abc import Iterator, Sequence

from coursebuild.engine import division, limits
from coursebuild.engine.build import recall
from coursebuild.engine.events import Diagnosed
from coursebuild.engine.session import Session
from coursebuild.engine.state.changed import with_base
from coursebuild.engine.state.numbering import with_begins
from coursebuild.model import BuildOptions, Location


def check(session: Session, locations: Sequence[Location], options: BuildOptions) -> Iterator[Diagnosed]:
    """Report what a build would report before it prints, a document at a time."""
    options, unknown = with_base(session, with_begins(session, options))
    options, _, diagnostics = recall(session, options)
    yield Diagnosed((*unknown, *diagnostics))
    limit = limits.lesson_limit(session.course.limits)
    with division.pool(session, options, len(locations)) as pool:
        from coursebuild.engine import pipeline  # noqa: PLC0415 (while the workers start)

        tasks = [
            (location, pool.submit(limit, pipeline.diagnose, session, location, options))
            for location in locations
        ]
        for location, task in tasks:
            yield Diagnosed(pipeline.result_of(location, task, tuple))
