"""A check of the sources, which builds nothing."""

from collections.abc import Iterator, Sequence

from coursebuild.engine.build import PREPARING, processes
from coursebuild.engine.events import Diagnosed
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Location


def check(session: Session, locations: Sequence[Location], options: BuildOptions) -> Iterator[Diagnosed]:
    """What a build of every edition and format would report before it prints."""
    from coursebuild.runtime.pool import Pool  # noqa: PLC0415 (a build that has nothing to do needs none)

    with Pool(processes(options, len(locations)), *PREPARING) as pool:
        from coursebuild.engine import pipeline  # noqa: PLC0415 (while the workers import it)

        for task in [pool.submit(pipeline.examine, session, location, options) for location in locations]:
            yield Diagnosed(task.result())
