"""Read a release back, before it is published."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from coursebuild import engine
from coursebuild.engine import Diagnosed, Session
from coursebuild.model import BuildError, Diagnostic, Package
from coursebuild.publish import folders, sums
from coursebuild.publish.folders import UnsafeError
from coursebuild.publish.released import archive, manifest
from coursebuild.publish.released.contents import Packed, ReleaseContents
from coursebuild.publish.released.folder import GIT_FILES, OWN
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


def verify(
    session: Session, contents: ReleaseContents, packed: Packed, password: str, folder: Path
) -> Iterator[Diagnosed]:
    """Report what is wrong with a release whose edition was unpacked into `folder`. Raises: BuildError."""
    stems = (str(location.stem) for location in contents.locations)
    beside = packed.folder / manifest.NAME, packed.folder / manifest.SUMS
    package = Package(contents.edition, folder, beside, " ".join([contents.course.title, *stems]))
    with folders.private() if contents.is_encrypted else nullcontext() as decrypted:
        if decrypted:
            with folders.writing(decrypted.parent):
                found = tuple(engine.decrypt_pdfs(package, contents.locations, password, decrypted))
            yield _in_archive(Diagnosed(found), packed, folder)
            if found:
                return
        package = package._replace(decrypted=decrypted)
        for diagnosed in engine.verify_package(session, package, contents.locations, contents.options):
            yield _in_archive(diagnosed, packed, *filter(None, (folder, decrypted)))


def _error(path: Path, message: str) -> BuildError:
    return BuildError(Diagnostic(path.name, 0, 0, "CB264", message))


def _in_archive(diagnosed: Diagnosed, packed: Packed, *unpacked: Path) -> Diagnosed:
    """What was found in the folders with the unpacked files, by their names in the archive."""
    name, found = packed.archive(packed.top).name, diagnosed.diagnostics
    for folder in unpacked:
        found = tuple(folders.with_public_path(each, folder, name) for each in found)
    return Diagnosed(found)
