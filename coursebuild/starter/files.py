"""Write new files, all of them or none, and never over one that is there."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from coursebuild.model import BuildError, Diagnostic, shown


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made if it does not exist; their names are paths below it.

    If one cannot be written, or if the process is interrupted, those already written are removed again.
    Raises: BuildError, with a diagnostic for each file that is there.
    """
    refuse_existing(folder, files)
    made: list[Path] = []
    path = folder
    try:
        for name, content in files.items():
            path = folder / name
            _make_folders(path.parent, made)
            with path.open("xb") as file:
                made.append(path)
                file.write(content)
    except OSError as error:
        _remove(made)
        message = f"it cannot be written: {error.strerror}"
        raise BuildError(Diagnostic(shown(path), 0, 0, "CB007", message)) from error
    except BaseException:
        _remove(made)
        raise


def refuse_existing(folder: Path, names: Iterable[str]) -> None:
    """Raise a BuildError with a diagnostic for each of these files of a folder that is there."""
    if conflicts := list(_conflicts(folder, names)):
        raise BuildError(*conflicts)


def _conflicts(folder: Path, names: Iterable[str]) -> Iterator[Diagnostic]:
    """A diagnostic for each file that is there, and for each file or link in place of a folder."""
    paths = [folder / name for name in names]
    for parent in sorted({parent for path in paths for parent in path.parents}):
        if os.path.lexists(parent) and not os.path.isdir(parent):  # noqa: PTH112 (it never raises)
            yield Diagnostic(shown(parent), 0, 0, "CB024", "it is there, and is not a folder")
        elif os.path.islink(parent) and parent not in (folder, *folder.parents):  # noqa: PTH114 (the same)
            yield Diagnostic(shown(parent), 0, 0, "CB024", "it is there, and is a link to a folder")
    for path in paths:
        if os.path.lexists(path):
            yield Diagnostic(shown(path), 0, 0, "CB024", "it is there already")


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it; append those that were not there."""
    missing = [path for path in (folder, *folder.parents) if not os.path.isdir(path)]  # noqa: PTH112 (the same)
    for path in reversed(missing):
        path.mkdir()
        made.append(path)


def _remove(made: list[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
