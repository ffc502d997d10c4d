"""The options of a build, with what it remembers of former ones."""

import json
import os
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from coursebuild.model.course import Edition, Values
from coursebuild.model.formats import Format


class Phrases(NamedTuple):
    """Salted hashes of a document's phrases.

    Students see the `shown` ones; only editions with corrections show the `withheld` ones.
    """

    shown: frozenset[int]
    withheld: frozenset[int]


class Remembered(NamedTuple):
    """The phrases that students did not see until now, and should not see unless the author says so.

    `hashes` are the numbers of `Phrases`, of 8 bytes each, made with `salt`; `by` says who withheld them,
    for messages.
    """

    salt: bytes = b""
    hashes: bytes = b""
    by: str = "former builds"


class Begin(NamedTuple):
    """Where the numbers of a lesson begin.

    `chapter` is the lesson's own number, or 0 if it is not part of the others; `counted` are the totals of
    the lessons before this one, by kind for each format.
    """

    chapter: int = 0
    counted: Mapping[str, Mapping[str, int]] = {}


class Encryption(StrEnum):
    """What is done with the files of editions that show corrections."""

    NONE = ""
    ONLY = "PDFs are encrypted"  # and other files are not written
    PLAIN_TOO = "PDFs are encrypted, other files are not"

    def allows_plain(self, edition: Edition) -> bool:
        """Whether an edition may have files without a password."""
        return self is not Encryption.ONLY or not edition.shows_corrections

    def covers_pdfs_of(self, edition: Edition) -> bool:
        """Whether the PDFs of an edition get a password."""
        return self is not Encryption.NONE and edition.shows_corrections


class BuildOptions(NamedTuple):
    """The options of a build; `force` rebuilds everything, and ignores cached pages.

    `revealed` are the real paths of the lessons whose texts students may see now; `since` is a revision in
    git, if given, from which `remembered` is then made. `begins` are the fields of a Begin for each lesson,
    by its real path, as JSON: of the thousands that a course may have, a worker needs few. With `encryption`,
    PDFs with corrections get a password, which is no option: nothing that is recorded, logged or sent to a
    worker has it. Students see what has a date until `day`, in ISO 8601; without one, nothing. `base` is the
    commit that `changed_since` of the course means, and `changed` are the names of the editions in which a
    lesson has changed since then, as `begins`.
    """

    editions: tuple[Edition, ...]
    formats: tuple[Format, ...]
    metadata: Values
    fetch: bool
    jobs: int
    force: bool = False
    revealed: frozenset[str] = frozenset()
    since: str | None = None
    remembered: Remembered = Remembered()
    begins: str = ""
    encryption: Encryption = Encryption.NONE
    day: str = ""
    base: str = ""
    changed: str = ""

    def has_changed(self, path: Path | str, edition: Edition) -> bool:
        """Whether readers of an edition of the lesson at a path see something else than at `base`."""
        return bool(self.changed) and edition.name in _parse_changed(self.changed).get(
            os.path.realpath(path), ()
        )

    def begin(self, path: Path | str) -> Begin:
        """Where the numbers of the lesson at a path begin."""
        found = _parse_begins(self.begins).get(os.path.realpath(path)) if self.begins else None
        return Begin(*found) if found else Begin()

    def writes(self, edition: Edition, format_: Format) -> bool:
        """Whether the build writes files of this format in an edition that has some."""
        return format_ is Format.PDF or self.encryption.allows_plain(edition)


@lru_cache(maxsize=1)
def _parse_begins(text: str) -> Mapping[str, tuple[int, Mapping[str, Mapping[str, int]]]]:
    parsed: Any = json.loads(text)
    return parsed  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _parse_changed(text: str) -> Mapping[str, tuple[str, ...]]:
    parsed: Any = json.loads(text)
    return parsed  # type: ignore[no-any-return]
