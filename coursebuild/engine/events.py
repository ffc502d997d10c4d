"""What a build, a check or a verification reports while it runs; who calls it prints it, or sends it on."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import Diagnostic, Location


class Diagnosed(NamedTuple):
    """Something to tell the author."""

    diagnostics: tuple[Diagnostic, ...]


class Started(NamedTuple):
    """So many documents will be built; those that have not changed are not among them."""

    documents: int


class Built(NamedTuple):
    """One document was built, or refused: then it has no files."""

    location: Location
    files: tuple[Path, ...]


class Removed(NamedTuple):
    """A file whose source is gone."""

    file: Path


class Finished(NamedTuple):
    """The end of a build; `durations` are the seconds that each document took, by its name among shards."""

    documents: int
    files: int
    unchanged: int
    seconds: float
    durations: Mapping[str, float]


Event = Diagnosed | Started | Built | Removed | Finished
