"""A check of the sources, which builds nothing."""

from collections.abc import Iterator, Sequence

from coursebuild.engine.build import PREPARING
from coursebuild.engine.events import Diagnosed
from coursebuild.model import BuildOptions, Location


def check(locations: Sequence[Location], options: BuildOptions) -> Iterator[Diagnosed]:
    """What a build of every edition and format would report before it prints."""
    from coursebuild.runtime.pool import Pool  # noqa: PLC0415 (a build that has nothing to do needs none)

    with Pool(options.processes(len(locations), printing=False), *PREPARING) as pool:
        from coursebuild.engine import pipeline  # noqa: PLC0415 (while the workers import it)

        for task in [pool.submit(pipeline.examine, location, options) for location in locations]:
            yield Diagnosed(task.result())
