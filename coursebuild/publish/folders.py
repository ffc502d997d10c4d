"""Folders whose files are ours: read without following links, and written beside their place."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from coursebuild.model import BuildError, Diagnostic, printable, shown
from coursebuild.runtime.system import temporary

CANNOT_BE_WRITTEN = "CB007"


class UnsafeError(Exception):
    """A folder, or an archive, has what should not be there; the message says what."""


def files_in(
    folder: Path, enters: Callable[[PurePosixPath], bool] = lambda _: True
) -> Iterator[PurePosixPath]:
    """The files in a folder, by their paths below it, also in the folders below for which `enters` is true.

    Raises: OSError, and UnsafeError for what is neither a file nor a folder, such as a link.
    """
    waiting = [PurePosixPath()]
    while waiting:
        here = waiting.pop()
        for path in sorted((folder / here).iterdir()):
            below = here / path.name
            if path.is_symlink():
                raise UnsafeError(f"`{printable(str(below))}` is a symbolic link")
            if path.is_dir():
                if enters(below):
                    waiting.append(below)
            elif path.is_file():
                yield below
            else:
                raise UnsafeError(f"`{printable(str(below))}` is neither a file nor a folder")


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A new folder inside of `folder`, which is removed at the end.

    If nothing else was written into `folder`, it is removed too, unless it was there before.
    Raises: BuildError if it cannot be made.
    """
    made = [each for each in (folder, *folder.parents) if not os.path.exists(each)]  # noqa: PTH110 (it never raises)
    try:
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            new = temporary.folder(folder)
        try:
            yield new
        finally:
            temporary.remove(new)
    finally:
        for each in made:
            with suppress(OSError):
                each.rmdir()


@contextmanager
def private() -> Iterator[Path]:
    """A new folder among temporary files, which no other user can read, and which is removed at the end.

    Raises: BuildError if it cannot be made.
    """
    with writing(Path(tempfile.gettempdir())):
        new = temporary.folder()
    try:
        yield new
    finally:
        temporary.remove(new)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Where files are written into a folder: BuildError instead of OSError."""
    try:
        yield
    except OSError as error:
        message = f"it cannot be written: {error.strerror or error}"
        raise BuildError(Diagnostic(shown(folder), 0, 0, CANNOT_BE_WRITTEN, message)) from error


class Moves(list[tuple[Path, Path]]):
    """Files that were moved, from where and to where."""

    def move(self, source: Path, target: Path) -> None:
        """Move a file on the same disk, into a folder that may not be there. Raises: OSError."""
        target.parent.mkdir(parents=True, exist_ok=True)
        self.append((source, target))
        source.replace(target)


@contextmanager
def undone_if_interrupted() -> Iterator[Moves]:
    """Move files back if not all of them can be moved."""
    moves = Moves()
    try:
        yield moves
    except BaseException:
        for source, target in reversed(moves):
            with suppress(OSError):  # the last one may not have been moved
                source.parent.mkdir(parents=True, exist_ok=True)
                target.replace(source)
        raise


def with_public_path(found: Diagnostic, staging: Path, public: str) -> Diagnostic:
    """A diagnostic of a file below the folder `staging`, by its path below `public`; any other as it is."""
    for spelled in (str(staging), shown(staging)):
        if found.path.startswith(f"{spelled}/"):
            return found._replace(path=str(PurePosixPath(public, found.path[len(spelled) + 1 :])))
    return found


def folder_error(folder: Path, message: str, code: str) -> BuildError:
    """The error that a folder has something else than what should be written there."""
    return BuildError(Diagnostic(shown(folder), 0, 0, code, message))
