"""The folder of a release: it has one release, and nothing else."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import BuildError, Diagnostic, printable, shown
from coursebuild.publish.released import manifest, signing
from coursebuild.runtime import atomic
from coursebuild.runtime.system import temporary

SIGNATURES = tuple(f"{manifest.SUMS}{suffix}" for suffix in signing.SUFFIXES)
_OF_HOSTS = frozenset({".gitkeep", ".gitignore"})


class Former(NamedTuple):
    """The release that a folder has: the names of its files, and what it is; all empty if it has none."""

    names: frozenset[str]
    version: str
    edition: str

    def is_of(self, version: str, edition: str) -> bool:
        """Whether it is that release, or none at all."""
        return not self.names or (self.version, self.edition) == (version, edition)


def find_former(folder: Path) -> Former:
    """The release in a folder. Raises: BuildError if the folder has anything else."""
    try:
        found = {entry.name for entry in os.scandir(folder)} if os.path.lexists(folder) else set()
    except OSError as error:
        raise _refusal(folder, f"it cannot be read: {error.strerror}") from error
    found = {name for name in found - _OF_HOSTS if not name.startswith(atomic.PREFIX)}
    former = manifest.read(folder / manifest.NAME)
    known = {manifest.NAME, manifest.SUMS, *SIGNATURES} if former else set()
    known |= {file["name"] for file in former["files"]} if former else set()
    if strange := sorted(found - known):
        message = f"it has files that are of no release, such as `{printable(strange[0])}`"
        raise _refusal(folder, message)
    version, edition = (former["release"], str(former["edition"])) if former else ("", "")
    return Former(frozenset(found), version, edition)


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A new folder inside of `folder`, which is removed at the end, and `folder` too if it is then empty.

    Raises: BuildError if it cannot be made, and for each OSError of what is written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = temporary.folder(folder)
        try:
            yield new
        finally:
            temporary.remove(new)
    except OSError as error:
        raise BuildError(
            Diagnostic(shown(folder), 0, 0, "CB007", f"it cannot be written: {error.strerror or error}")
        ) from error
    finally:
        with suppress(OSError):
            folder.rmdir()


def is_same(folder: Path, other: Path, former: Former) -> bool:
    """Whether the release in a folder has the files of another one; signatures do not count."""
    names = {path.name for path in other.iterdir()}
    if names - {*SIGNATURES} != former.names - {*SIGNATURES}:
        return False
    return all(manifest.File.read("", folder / n) == manifest.File.read("", other / n) for n in names)


def refusal_of_other(folder: Path, former: Former) -> BuildError:
    """The error that a folder has another release already."""
    title = printable(f"{former.version} of the {former.edition} edition")
    return _refusal(folder, f"it has the release {title}, which is another one")


def deliver(source: Path, folder: Path, former: Collection[str]) -> tuple[Path, ...]:
    """Move files from a folder inside of `folder` to it, the sums last; remove `former` others.

    Raises: OSError. The sums are missing as long as not all files are there.
    """
    names = sorted(path.name for path in source.iterdir())
    last = [name for name in names if name.startswith(manifest.SUMS)]
    for name in (manifest.SUMS, *SIGNATURES, *sorted(set(former) - set(names))):
        (folder / name).unlink(missing_ok=True)
    moved = [*(name for name in names if name not in last), *last]
    for name in moved:
        (source / name).replace(folder / name)
    return tuple(folder / name for name in moved)


def _refusal(folder: Path, message: str) -> BuildError:
    return BuildError(Diagnostic(shown(folder), 0, 0, "CB262", message))
