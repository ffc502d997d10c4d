"""Pack what an edition's readers get, and read it back before it is published."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from shutil import copyfile
from typing import NamedTuple

from coursebuild import engine
from coursebuild.engine import Diagnosed, Session
from coursebuild.model import BuildError, BuildOptions, Course, Diagnostic, Edition, Location, Package, shown
from coursebuild.publish import names, sums
from coursebuild.publish.folders import UnsafeError
from coursebuild.publish.released import archive, manifest
from coursebuild.publish.released.origin import Origin
from coursebuild.publish.sums import File

_PDF = ".pdf"
_UNNAMED = "course"


class Packed(NamedTuple):
    """A release that nobody has yet: its files are in `folder`, and in its archive, they are in `top`."""

    folder: Path
    top: str

    @property
    def archive(self) -> Path:
        return self.folder / f"{self.top}.zip"

    @property
    def beside(self) -> tuple[Path, Path]:
        """What is published with the archive, and made of no lesson."""
        return self.folder / manifest.NAME, self.folder / manifest.SUMS


class Contents(NamedTuple):
    """What a release contains: the lessons of a course in one edition, and where their files are from."""

    course: Course
    edition: Edition
    origin: Origin
    locations: Sequence[Location]

    @property
    def name(self) -> str:
        """The name of the archive without its suffix, and of the folder in it."""
        folder = Path(os.path.abspath(self.course.root)).name
        course = names.plain(self.course.title) or names.plain(folder) or _UNNAMED
        return f"{course.lower()}-{names.plain(self.origin.version)}-{self.edition.name}"


def pack(contents: Contents, built: Path, folder: Path) -> Packed:
    """Pack the files in the folder `built`, which are those of the edition, into a new `folder`.

    Raises: BuildError if they cannot be packed, and OSError.
    """
    packed = Packed(folder, contents.name)
    folder.mkdir()
    try:
        found = archive.files_in(built)
    except UnsafeError as error:
        raise BuildError(Diagnostic(packed.archive.name, 0, 0, "CB261", str(error))) from error
    archive.write(packed.archive, packed.top, found, contents.origin.time)
    pdfs = _pdfs(packed.top, found, contents.locations)
    for name, path in pdfs.items():
        copyfile(path, folder / name)
    listed = [File.read(name, folder / name) for name in (packed.archive.name, *pdfs)]
    inside = [File.read(str(name), path) for name, path in found.items()]
    made = manifest.make(contents.course, contents.edition, contents.origin, listed, inside)
    (folder / manifest.NAME).write_bytes(made)
    summed = [*listed, File.read(manifest.NAME, folder / manifest.NAME)]
    (folder / manifest.SUMS).write_bytes(sums.lines(summed))
    return packed


def read_back(
    session: Session, packed: Packed, locations: Sequence[Location], options: BuildOptions, folder: Path
) -> Iterator[Diagnosed]:
    """Report what is wrong with a release: unpack it into a new `folder`, and verify what was in it.

    `options` have the one edition whose files these are.
    """
    name = shown(Path(packed.archive.name))
    try:
        archive.read_back(packed.archive, packed.top, folder)
    except UnsafeError as error:
        yield Diagnosed((Diagnostic(name, 0, 0, "CB264", str(error)),))
        return
    known = " ".join([session.course.title, *(str(location.stem) for location in locations)])
    package = Package(options.editions[0], folder, packed.beside, known)
    yield from engine.verify_package(session, package, locations, options)


def _pdfs(top: str, found: dict[PurePosixPath, Path], locations: Sequence[Location]) -> dict[str, Path]:
    """The lessons' PDFs, by the names that they have outside of their folders."""
    pdfs: dict[str, Path] = {}
    taken: set[str] = set()
    for stem in sorted(location.stem for location in locations):
        if path := found.get(stem.with_name(f"{stem.name}{_PDF}")):
            plain = names.plain("-".join(stem.parts)) or "lesson"
            numbered = (plain, *(f"{plain}-{number}" for number in range(2, len(locations) + 1)))
            name = next(each for each in numbered if each.casefold() not in taken)
            taken.add(name.casefold())
            pdfs[f"{top}-{name}{_PDF}"] = path
    return pdfs
