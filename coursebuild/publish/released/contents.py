"""What a release contains."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import BuildOptions, Course, Edition, Location
from coursebuild.publish import names
from coursebuild.publish.released.origin import Origin

_UNNAMED = "course"


class Contents(NamedTuple):
    """The lessons of a course, in the one edition for which `options` are, and where their files are from."""

    course: Course
    options: BuildOptions
    locations: Sequence[Location]
    origin: Origin

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
        folder = Path(os.path.abspath(self.course.root)).name
        course = names.plain(self.course.title) or names.plain(folder) or _UNNAMED
        return f"{course.lower()}-{names.plain(self.origin.version)}-{self.edition.name}"


class Packed(NamedTuple):
    """A release that nobody has yet: its files are in `folder`, and in its archive, they are in `top`."""

    folder: Path
    top: str

    @property
    def archive(self) -> Path:
        return self.folder / f"{self.top}.zip"
