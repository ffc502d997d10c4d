"""Call a function for each of many lessons, in the processes that a build uses."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from coursebuild.engine import division
from coursebuild.engine.limits import lesson_limit
from coursebuild.engine.pipeline import result_of
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Diagnostic, Location
from coursebuild.runtime.pool import Pool

Result = TypeVar("Result")


class Processes:
    """Processes for a number of lessons; without any, this process does the work."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def results(
        self,
        session: Session,
        calls: Sequence[tuple[Location, Callable[[], Result]]],
        otherwise: Callable[[Location, tuple[Diagnostic, ...]], Result],
    ) -> Iterator[Result]:
        """The results of functions that are each called for a lesson, in order.

        In place of the result of one that fails is what `otherwise` makes of the reasons.
        """
        limit = lesson_limit(session.course.limits)
        tasks = [(location, self._pool.submit(limit, call)) for location, call in calls]
        for location, task in tasks:
            yield result_of(location, task, partial(otherwise, location))


@contextmanager
def processes(session: Session, options: BuildOptions, lessons: int) -> Iterator[Processes]:
    """Processes that end with the context."""
    with division.pool(session, options, lessons) as pool:
        yield Processes(pool)
