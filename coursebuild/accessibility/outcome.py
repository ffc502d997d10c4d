"""What an examination says of a file: checks, each with its outcome, and the places where it failed."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
MOST_FAULTS = 50  # of one check, that are listed; the others are counted


class UnreadableError(Exception):
    """A file cannot be read; the message is the key of the reason in words/report.toml."""


class Outcome(StrEnum):
    """The values are those of EARL 1.0, the W3C's vocabulary for reports of tests."""

    PASSED = "passed"
    FAILED = "failed"
    CANNOT_TELL = "cantTell"  # a person has to look at what was found
    INAPPLICABLE = "inapplicable"  # the file has nothing that the check looks at
    UNTESTED = "untested"


class Fault(NamedTuple):
    """Where a file fails: what is there, and its line or its page, both 0 if unknown."""

    quote: str
    line: int = 0
    page: int = 0


class Check(NamedTuple, Generic[T]):
    """A question that a machine can answer of a file.

    `name` is its key in words/checks.toml, `criteria` are keys in words/criteria.toml.
    `find` yields something for each part of the file that it looks at: a fault, or None if the part is right.
    Where `is_certain` is false, a fault may be none, as a person sees.
    """

    name: str
    criteria: tuple[str, ...]
    find: Callable[[T], Iterable[Fault | None]]
    is_certain: bool = True


class Result(NamedTuple):
    """The outcome of one check; `examined` counts the parts that it looked at, and `failed` the faults."""

    name: str
    criteria: tuple[str, ...]
    outcome: Outcome
    examined: int = 0
    failed: int = 0
    faults: tuple[Fault, ...] = ()
    note: str = ""  # a reason, in words/report.toml, for which nothing was tested


def run(checks: Iterable[Check[T]], file: T) -> Iterator[Result]:
    """The result of each check."""
    for check in checks:
        found = list(check.find(file))
        faults = [each for each in found if each is not None]
        wrong = Outcome.FAILED if check.is_certain else Outcome.CANNOT_TELL
        right = Outcome.PASSED if found else Outcome.INAPPLICABLE
        kept = tuple(islice(dict.fromkeys(faults), MOST_FAULTS))
        outcome = wrong if faults else right
        yield Result(check.name, check.criteria, outcome, len(found), len(faults), kept)
