"""The events that a build, a check or a verification yields while it runs; the caller prints them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import Diagnostic, Location
from coursebuild.output import History


class Diagnosed(NamedTuple):
    """Diagnostics for the author."""

    diagnostics: tuple[Diagnostic, ...]


class Waiting(NamedTuple):
    """Another process builds into the folder; this one waits for its end."""

    folder: Path


class Started(NamedTuple):
    """The documents that will be built, without those that have not changed.

    `history` says why each is built, and how long it took when it was last built.
    """

    documents: tuple[Location, ...]
    history: History


class Built(NamedTuple):
    """A document was built, or refused: then `files` is empty."""

    location: Location
    files: tuple[Path, ...]


class Written(NamedTuple):
    """Files that belong to no document were written."""

    files: tuple[Path, ...]


class Removed(NamedTuple):
    """A file was removed."""

    file: Path
    reason: str


class Finished(NamedTuple):
    """The end of a build.

    `durations` has the seconds that each document took, by `shards.document_name`.
    """

    documents: int
    files: int
    unchanged: int
    seconds: float
    durations: Mapping[str, float]


Event = Diagnosed | Waiting | Started | Built | Written | Removed | Finished
