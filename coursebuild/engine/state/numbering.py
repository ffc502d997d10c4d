"""Where the numbers of each lesson begin, if they do not begin anew in each.

What a lesson has of each kind is cached, so that only lessons that have changed are read.
"""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from coursebuild import config
from coursebuild.engine import division, limits
from coursebuild.engine.session import Session
from coursebuild.model import PAGES, BuildOptions, Location, UsageError
from coursebuild.output import shared_inputs
from coursebuild.runtime import fingerprint, store

if TYPE_CHECKING:
    from coursebuild.runtime.pool import Pool

VERSION = "1"  # of the cached counts

Counts = Mapping[str, Mapping[str, int]]  # what students see of each kind, by format


def with_begins(
    session: Session, options: BuildOptions, output: Path | None = None, pool: "Pool | None" = None
) -> BuildOptions:
    """The options with where the numbers of each lesson of the course begin.

    The folder `output` has no lessons; by default it is the course's. The workers of `pool` count, if given.
    """
    course = session.course
    if course.numbering_per == "lesson":
        return options
    try:
        located, _ = config.locate(course, (), output or config.output_folder(course, None))
    except UsageError:  # the lessons to build are then given one by one
        return options
    locations = [each for each in config.in_order(course, located) if each.stem != config.INTRODUCTION]
    if course.numbering_per == "chapter":
        begins: dict[str, tuple[int, Counts]] = {
            os.path.realpath(location.path): (number, {}) for number, location in enumerate(locations, 1)
        }
    else:
        begins = _running_totals(locations, _counts(session, locations, options, pool))
    return options._replace(begins=json.dumps(begins))


def changed(before: BuildOptions, after: BuildOptions) -> set[str]:
    """The real paths of the lessons whose numbers begin elsewhere than before."""
    paths = json.loads(after.begins) if after.begins != before.begins and after.begins else ()
    return {path for path in paths if before.begin(path) != after.begin(path)}


def _running_totals(
    locations: Sequence[Location], counts: Mapping[Location, Counts]
) -> dict[str, tuple[int, Counts]]:
    """For each lesson no number of its own, and the sums of the counts of those before it.

    The sums are of the kinds that the lesson has, so that it depends on no others.
    """
    sums: dict[str, Counter[str]] = {format_.value: Counter() for format_ in PAGES}
    begins: dict[str, tuple[int, Counts]] = {}
    for location in locations:
        own = {name: counts[location].get(name, {}) for name in sums}
        before = {name: {kind: sums[name][kind] for kind in kinds} for name, kinds in own.items()}
        begins[os.path.realpath(location.path)] = 0, before
        for name, total in sums.items():
            total.update(own[name])
    return begins


def _counts(
    session: Session, locations: Sequence[Location], options: BuildOptions, pool: "Pool | None"
) -> Mapping[Location, Counts]:
    """What each lesson has, from the cache, or else from what pandoc reads; nothing of one it cannot read."""
    signature = shared_inputs(session.course, options).without_choice
    keys = {
        location: store.key("counts", VERSION, signature, fingerprint.state(location.path))
        for location in locations
    }
    found = {location: counts for location in locations if (counts := _cached(keys[location])) is not None}
    new = [location for location in locations if location not in found]
    if not new:
        return found
    limit = limits.lesson_limit(session.course.limits)
    with nullcontext(pool) if pool else division.pool(session, options, len(new)) as workers:
        from coursebuild.engine.state.counting import count  # noqa: PLC0415 (while the workers start)

        submit = workers.submit_apart if pool else workers.submit
        tasks = {location: submit(limit, count, session, location, options.metadata) for location in new}
        for location, task in tasks.items():
            try:
                counts, included = task.result()
                store.write(keys[location], json.dumps((counts, included)).encode())
                found[location] = counts
            except Exception:  # noqa: BLE001 (what is wrong with a lesson is reported when that one is built)
                found[location] = {}
    return found


def _cached(key: str) -> Counts | None:
    """What a lesson has as it is now, with what it includes; None if that is not in the cache."""
    if not (content := store.read(key)):
        return None
    counts, included = json.loads(content)
    is_current = all(fingerprint.state(path) == state for path, state in included.items())
    return counts if is_current else None
