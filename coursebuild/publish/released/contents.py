"""What a release contains."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import BuildOptions, Course, Edition, Location
from coursebuild.publish import names
from coursebuild.publish.released.origin import ReleaseOrigin
from coursebuild.publish.sums import File

ARCHIVE = ".zip"

_UNNAMED = "course"


class ReleaseContents(NamedTuple):
    """The lessons of a course, in the one edition for which `options` are, and where their files are from."""

    course: Course
    options: BuildOptions
    locations: Sequence[Location]
    origin: ReleaseOrigin

    @property
    def edition(self) -> Edition:
        return self.options.editions[0]

    @property
    def is_encrypted(self) -> bool:
        """Whether the PDFs have a password."""
        return self.options.encryption.covers_pdfs_of(self.edition)

    @property
    def top(self) -> str:
        """The name of the folder in the archive, and of the archive without its suffix."""
        return self._named(self.edition.name[: names.MOST])

    @property
    def sources_top(self) -> str:
        """The same of the archive with the students' sources."""
        return self._named("sources")

    def _named(self, what: str) -> str:
        folder = Path(os.path.abspath(self.course.root)).name
        course = names.plain(self.course.title) or names.plain(folder) or _UNNAMED
        return f"{course.lower()}-{names.plain(self.origin.version)}-{what}"


class Packed(NamedTuple):
    """A release that nobody has yet, in `folder`: the first of its archives has the edition.

    `archives` have the files in each one, by its name without its suffix, which its one folder has too;
    `files` are those that the manifest lists.
    """

    folder: Path
    archives: Mapping[str, Sequence[File]]
    files: Sequence[File] = ()

    @property
    def top(self) -> str:
        return next(iter(self.archives))

    def archive(self, top: str) -> Path:
        return self.folder / f"{top}{ARCHIVE}"
