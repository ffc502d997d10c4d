"""Check sources without building them."""

from collections.abc import Iterator, Sequence

from coursebuild.engine.build import PREPARE_MODULES, recall, worker_count
from coursebuild.engine.events import Diagnosed
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Location


def check(session: Session, locations: Sequence[Location], options: BuildOptions) -> Iterator[Diagnosed]:
    """Report what a build would report before it prints, a document at a time."""
    options, _, diagnostics = recall(session, options)
    yield Diagnosed(diagnostics)
    from coursebuild.runtime.pool import Pool  # noqa: PLC0415 (slow to import)

    with Pool(worker_count(options, len(locations)), *PREPARE_MODULES) as pool:
        from coursebuild.engine import pipeline  # noqa: PLC0415 (while the workers start)

        for task in [pool.submit(pipeline.diagnose, session, location, options) for location in locations]:
            yield Diagnosed(task.result())
