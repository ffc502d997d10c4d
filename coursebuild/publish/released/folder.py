"""The folder of a release: it has one release, and nothing else."""

import os
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from coursebuild.model import STUDENT, BuildError, printable
from coursebuild.publish.folders import UnsafeError, files_in, folder_error, undone_if_interrupted, writing
from coursebuild.publish.released import manifest, signing
from coursebuild.publish.released.manifest import FormerRelease
from coursebuild.runtime import atomic

FOLDER = "dist"  # as other tools name it that make files to be published
SIGNATURES = tuple(f"{manifest.SUMS}{suffix}" for suffix in signing.SUFFIXES)
OWN = frozenset(
    {manifest.NAME, manifest.SUMS, *SIGNATURES}
)  # what a release has beside the files that it lists
GIT_FILES = frozenset({".gitkeep", ".gitignore"})  # which keep an empty folder in a repository


def usual(edition: str) -> Path:
    """The folder of an edition's release, where the author names none."""
    return Path(FOLDER if edition == STUDENT.name else f"{FOLDER}-{edition}")


def find_former(folder: Path) -> FormerRelease:
    """The release in a folder, with what is there of its files.

    Raises: BuildError if there is anything else.
    """
    try:
        found = {*map(str, files_in(folder, _is_entered))} if os.path.lexists(folder) else set()
        former = manifest.read(folder / manifest.NAME)
    except UnsafeError as error:
        raise _error(folder, str(error)) from error
    except OSError as error:
        raise _error(folder, f"it cannot be read: {error.strerror}") from error
    found = {name for name in found - GIT_FILES if not name.startswith(atomic.PREFIX)}
    known = {*OWN, *former.names} if former.names else frozenset()
    if strange := sorted(found - known):
        message = f"it has files that are of no release, such as `{printable(strange[0])}`"
        raise _error(folder, message)
    return former._replace(names=frozenset(found))


def _is_entered(below: PurePosixPath) -> bool:
    if not below.name.startswith(atomic.PREFIX):
        raise UnsafeError(f"it has folders, which no release has, such as `{printable(str(below))}/`")
    return False


def other_release_error(folder: Path, former: FormerRelease) -> BuildError:
    """The error that a folder has another release already."""
    title = printable(f"{former.version} of the {former.edition} edition")
    return _error(folder, f"it has the release {title}, which is another one")


def concurrent_release_error(folder: Path) -> BuildError:
    """The error that another process has written into a folder while the release was made."""
    return _error(folder, "another release, or something else, was written into it while this one was made")


def changed_release_error(folder: Path, former: FormerRelease, *, is_encrypted: bool) -> BuildError:
    """The error that a folder has the same release with other files."""
    title = printable(f"{former.version} of the {former.edition} edition")
    differs = "other files, or another password" if is_encrypted else "other files"
    return _error(folder, f"it has the release {title} already, with {differs}")


def deliver(source: Path, folder: Path, former: Collection[str]) -> tuple[Path, ...]:
    """Move files from a folder inside of `folder` to it, the sums last, in place of the `former` ones.

    If that fails or is interrupted, the former ones are there again. The sums are missing as long as not all
    files are there. Raises: BuildError.
    """
    names = sorted((path.name for path in source.iterdir()), key=_comes_last)
    replaced = source.with_name(f"{source.name}-replaced")
    with writing(folder), undone_if_interrupted() as moves:
        replaced.mkdir(exist_ok=True)
        for name in sorted(former, key=_comes_last, reverse=True):
            moves.move(folder / name, replaced / name)
        for name in names:
            moves.move(source / name, folder / name)
    return tuple(folder / name for name in names)


def _comes_last(name: str) -> tuple[bool, str]:
    return name.startswith(manifest.SUMS), name


def _error(folder: Path, message: str) -> BuildError:
    return folder_error(folder, message, "CB262")
