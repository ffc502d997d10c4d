"""Divide the documents of a course among machines that do not communicate.

Every machine computes the same plan from what all of them have: the names of the documents, and their
build times or else their sizes. Each document ranks the shards (rendezvous hashing, Thaler and
Ravishankar 1998), and goes to the first one that is not full. The shards are therefore balanced, and a
document that is added or deleted moves few others.
"""

import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import Course, Diagnostic, Location, UsageError
from coursebuild.runtime import atomic
from coursebuild.runtime.system import regular_file

CAPACITY = 1.02  # of a shard, times the mean load; less moves more documents, more leaves machines idle
LARGEST = 10_000_000  # bytes of the file of durations
GITLAB_VARIABLES = ("CI_NODE_INDEX", "CI_NODE_TOTAL")  # docs.gitlab.com/ci/yaml/#parallel


class Shard(NamedTuple):
    """Shard `number` of `total`, counted from 1."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"


COMPLETE = Shard(1, 1)


def parse(text: str) -> Shard:
    """Parse `K/N`. Raises: ValueError for anything else."""
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    shard = Shard(int(found[1]), int(found[2])) if found else Shard(0, 0)
    if not 1 <= shard.number <= shard.total:
        raise ValueError(f"{text!r} is not a shard; write K/N, with K from 1 to N.")
    return shard


def from_gitlab(environment: Mapping[str, str]) -> Shard:
    """The shard of this job in GitLab's `parallel`; the complete course outside of such a job."""
    try:
        return parse("/".join(environment.get(name, "") for name in GITLAB_VARIABLES))
    except ValueError:
        return COMPLETE


def select(
    locations: Iterable[Location], shard: Shard, course: Course, durations: Mapping[str, float]
) -> list[Location]:
    """The documents of a shard, in the order of `locations`."""
    by_name = {document_name(location, course): location for location in locations}
    plan = assign(_weights(by_name, durations), shard.total)
    return [location for name, location in by_name.items() if plan[name] == shard.number - 1]


def assign(weights: Mapping[str, float], total: int) -> dict[str, int]:
    """The shard of each name, counted from 0. The heaviest names choose first."""
    limit, loads, plan = CAPACITY * sum(weights.values()) / total, [0.0] * total, {}
    for name in sorted(weights, key=lambda name: (-weights[name], name)):
        preferred = sorted(range(total), key=lambda number: _rank(name, number))
        roomy = (number for number in preferred if loads[number] + weights[name] <= limit)
        plan[name] = next(roomy, min(preferred, key=loads.__getitem__))
        loads[plan[name]] += weights[name]
    return plan


def document_name(location: Location, course: Course) -> str:
    """The name of a document on every machine: its path relative to the course, with slashes."""
    return Path(os.path.relpath(location.path, course.root)).as_posix()


def read_durations(path: Path) -> dict[str, float]:
    """Read past build times in seconds, by `document_name`; empty if the file does not exist.

    Raises: UsageError if the file cannot be read, or contains anything else.
    """
    try:
        content = json.loads(regular_file.read(path, LARGEST).decode())
        durations = {str(name): float(seconds) for name, seconds in content.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _invalid_durations(path, f"it cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise _invalid_durations(path, "it is not a JSON object of durations in seconds") from error
    for name, seconds in durations.items():
        if not 0 < seconds < math.inf:
            raise _invalid_durations(path, f"`{name}` has the duration {seconds:g}, not a positive number")
    return durations


def write_durations(path: Path, durations: Mapping[str, float]) -> Iterator[Diagnostic]:
    """Write build times as JSON for `read_durations`, a line for each document; report if this fails."""
    rounded = {name: round(seconds, 2) or 0.01 for name, seconds in durations.items()}
    try:
        atomic.write(path, (json.dumps(rounded, indent=1, sort_keys=True) + "\n").encode())
    except OSError as error:
        yield Diagnostic(str(path), 0, 0, "CB007", f"it cannot be written: {error.strerror}")


def _invalid_durations(path: Path, message: str) -> UsageError:
    return UsageError(Diagnostic(str(path), 0, 0, "CB016", message))


def _weights(by_name: Mapping[str, Location], durations: Mapping[str, float]) -> dict[str, float]:
    """Build times in seconds, estimated from the size for a document that was never timed."""
    sizes = {name: _size(location) for name, location in by_name.items()}
    timed = [name for name in by_name if name in durations]
    seconds_per_byte = (
        sum(durations[name] for name in timed) / sum(sizes[name] for name in timed) if timed else 1.0
    )
    return {name: durations.get(name, size * seconds_per_byte) for name, size in sizes.items()}


def _size(location: Location) -> int:
    """The size in bytes; 1 for an empty or unreadable document, because weights must be positive."""
    try:
        return max(1, location.path.stat().st_size)
    except OSError:
        return 1


def _rank(name: str, number: int) -> bytes:
    return blake2b(f"{number} {name}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
