"""A course's documents shared out among machines that do not talk to one another.

Each machine makes the same plan from what all of them have: the names, and how long each document
took or else how long its text is. Each document has an order of preference among the shares
(rendezvous hashing, Thaler and Ravishankar 1998), and goes to the first that is not yet full: the
shares are balanced, and a document that is new or gone moves few of the others.
"""

import json
import math
import os
import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import Course, Diagnostic, Location, UsageError

FULL = 1.02  # of an equal share; less moves more documents when one changes, more leaves machines idle
OF_GITLAB = ("CI_NODE_INDEX", "CI_NODE_TOTAL")  # set in each job of `parallel`


class Shard(NamedTuple):
    """One share: the `number`th, from 1, of `total`."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"


WHOLE = Shard(1, 1)


def parse(text: str) -> Shard:
    """`K/N`. Raises ValueError for anything else."""
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    shard = Shard(int(found[1]), int(found[2])) if found else Shard(0, 0)
    if not 1 <= shard.number <= shard.total:
        raise ValueError(f"{text!r} is no share: write K/N, with K from 1 to N.")
    return shard


def of_this_job(environment: Mapping[str, str]) -> Shard:
    """The share that GitLab's `parallel` gives to this job; the whole where it gives none."""
    try:
        return parse("/".join(environment.get(name, "") for name in OF_GITLAB))
    except ValueError:
        return WHOLE


def share(
    locations: Iterable[Location], shard: Shard, course: Course, durations: Mapping[str, float]
) -> list[Location]:
    """The documents of one share, in their order."""
    by_name = {name(location, course): location for location in locations}
    plan = shares(_weights(by_name, durations), shard.total)
    return [location for known, location in by_name.items() if plan[known] == shard.number - 1]


def shares(weights: Mapping[str, float], total: int) -> dict[str, int]:
    """Each name's share, counted from 0; the heaviest are placed first."""
    limit, loads, plan = FULL * sum(weights.values()) / total, [0.0] * total, {}
    for known in sorted(weights, key=lambda known: (-weights[known], known)):
        preferred = sorted(range(total), key=lambda number: _rank(known, number))
        roomy = (number for number in preferred if loads[number] + weights[known] <= limit)
        plan[known] = next(roomy, min(preferred, key=loads.__getitem__))
        loads[plan[known]] += weights[known]
    return plan


def name(location: Location, course: Course) -> str:
    """A document's name on every machine: its path below the course's folder."""
    return Path(os.path.relpath(location.path, course.root)).as_posix()


def read(path: Path) -> dict[str, float]:
    """Past durations in seconds, by name; none where there is no file yet.

    Raises UsageError where it holds something else.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        durations = {str(known): float(seconds) for known, seconds in told.items()}
        wrong = [known for known, seconds in durations.items() if not 0 < seconds < math.inf]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UsageError(Diagnostic(str(path), 0, 0, "CB016", f"no durations: {error}")) from error
    if wrong:
        raise UsageError(Diagnostic(str(path), 0, 0, "CB016", f"`{wrong[0]}` takes no such time"))
    return durations


def dump(durations: Mapping[str, float]) -> bytes:
    """As `read` takes them, a document a line."""
    rounded = {known: round(seconds, 2) or 0.01 for known, seconds in durations.items()}
    return (json.dumps(rounded, indent=1, sort_keys=True) + "\n").encode()


def _weights(by_name: Mapping[str, Location], durations: Mapping[str, float]) -> dict[str, float]:
    """Seconds; of a document that was never timed, by its size and the pace of those that were."""
    sizes = {known: _size(location) for known, location in by_name.items()}
    timed = [known for known in by_name if known in durations]
    pace = sum(durations[known] for known in timed) / sum(sizes[known] for known in timed) if timed else 1.0
    return {known: durations.get(known, size * pace) for known, size in sizes.items()}


def _size(location: Location) -> int:
    """Bytes, and never none: a document that cannot be read takes its time as well."""
    try:
        return max(1, location.path.stat().st_size)
    except OSError:
        return 1


def _rank(known: str, number: int) -> bytes:
    return blake2b(f"{number} {known}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
