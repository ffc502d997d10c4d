"""Read a release back, before it is published."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild import engine
from coursebuild.engine import Diagnosed, Session
from coursebuild.model import BuildError, Diagnostic, Package, shown
from coursebuild.publish import folders, sources, sums
from coursebuild.publish.folders import UnsafeError
from coursebuild.publish.released import archive, manifest
from coursebuild.publish.released.contents import Packed, ReleaseContents
from coursebuild.publish.released.folder import GIT_FILES, OWN
from coursebuild.publish.released.pack import pdf_names
from coursebuild.publish.sources import Exported
from coursebuild.publish.sums import File


def unpack(packed: Packed, folder: Path) -> None:
    """Read all files of a release, and unpack each archive into a new folder of its name in `folder`.

    Raises: BuildError if they are not as they were packed, and OSError.
    """
    for file in packed.files:
        if File.read(file.name, packed.folder / file.name) != file:
            raise _error(packed.folder / file.name, "it is not what was written")
    listed = File.read(manifest.NAME, packed.folder / manifest.NAME)
    if (packed.folder / manifest.SUMS).read_bytes() != sums.lines([*packed.files, listed]):
        raise _error(packed.folder / manifest.SUMS, "its sums are not those of the files")
    known = {*OWN, *GIT_FILES, *(file.name for file in packed.files)}
    for path in sorted(packed.folder.iterdir()):
        if path.name not in known:
            raise _error(path, "it is no file of the release")
        if path.is_symlink():
            raise _error(path, "it is a symbolic link")
    for top, files in packed.archives.items():
        path = packed.archive(top)
        try:
            archive.read_back(path, top, files, folder / top)
        except UnsafeError as error:
            raise _error(path, str(error)) from error


class Unpacked(NamedTuple):
    """A release whose archives were unpacked into `folder`; `password` is that of encrypted PDFs.

    If one has the students' sources, `exported` are what they should be.
    """

    packed: Packed
    folder: Path
    password: str = ""
    exported: Exported | None = None


def verify(session: Session, contents: ReleaseContents, unpacked: Unpacked) -> Iterator[Diagnosed]:
    """Report what is wrong with what a release has. Raises: BuildError and OSError."""
    packed, folder, _, exported = unpacked
    edition, *others = packed.archives
    yield Diagnosed(tuple(_verify_pdfs(contents, packed, packed.archives[edition])))
    yield from _verify_edition(session, contents, unpacked, folder / edition)
    if exported:
        for top in others:
            found = Diagnosed(tuple(sources.compare(exported, folder / top)))
            yield _in_archive(found, packed.archive(top), folder / top)


def _verify_pdfs(contents: ReleaseContents, packed: Packed, archived: Sequence[File]) -> Iterator[Diagnostic]:
    """A diagnostic for each file beside the archives that is not the PDF of a lesson in the archive."""
    by_stem = {PurePosixPath(file.name): file for file in archived}
    expected = {
        name: by_stem[path]._replace(name=name)
        for name, path in pdf_names(packed.top, by_stem, contents.locations).items()
    }
    archives = {packed.archive(top).name for top in packed.archives}
    found = {file.name: file for file in packed.files if file.name not in archives}
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            message = "it is not the PDF of a lesson that the archive has"
            message = message if name in found else "it is missing beside the archive"
            yield Diagnostic(shown(packed.folder / name), 0, 0, "CB236", message)


def _verify_edition(
    session: Session, contents: ReleaseContents, unpacked: Unpacked, folder: Path
) -> Iterator[Diagnosed]:
    packed = unpacked.packed
    archive_path = packed.archive(packed.top)
    stems = (str(location.stem) for location in contents.locations)
    beside = packed.folder / manifest.NAME, packed.folder / manifest.SUMS
    package = Package(contents.edition, folder, beside, " ".join([contents.course.title, *stems]))
    with folders.private() if contents.is_encrypted else nullcontext() as decrypted:
        if decrypted:
            with folders.writing(decrypted.parent):
                found = tuple(engine.decrypt_pdfs(package, contents.locations, unpacked.password, decrypted))
            yield _in_archive(Diagnosed(found), archive_path, folder)
            if found:
                return
        package = package._replace(decrypted=decrypted)
        for diagnosed in engine.verify_package(session, package, contents.locations, contents.options):
            yield _in_archive(diagnosed, archive_path, *filter(None, (folder, decrypted)))


def _error(path: Path, message: str) -> BuildError:
    return BuildError(Diagnostic(path.name, 0, 0, "CB264", message))


def _in_archive(diagnosed: Diagnosed, path: Path, *unpacked: Path) -> Diagnosed:
    """What was found in the folders with the unpacked files, by their names in the archive."""
    found = diagnosed.diagnostics
    for folder in unpacked:
        found = tuple(folders.with_public_path(each, folder, path.name) for each in found)
    return Diagnosed(found)
