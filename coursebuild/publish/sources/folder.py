"""The folder of an export: empty, or with a former export that nobody has changed."""

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.model import BuildError, Course, printable
from coursebuild.publish import names, sums
from coursebuild.publish.folders import UnsafeError, files_in, folder_error, undone_if_interrupted, writing
from coursebuild.publish.sums import File
from coursebuild.runtime import atomic, fingerprint
from coursebuild.runtime.system import regular_file

LIST = ".coursebuild-export"  # the files of an export with their sums, as sha256sum writes them
_GIT = ".git"  # of the repository that `history` makes
_LINE = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<name>[^\0]+)")
_LARGEST = 100_000_000  # bytes of the list


class FormerExport(NamedTuple):
    """The files of a former export, and the folders that it may have, the innermost first."""

    files: tuple[str, ...] = ()
    folders: tuple[PurePosixPath, ...] = ()


def find_former(folder: Path, course: Course) -> FormerExport:
    """The former export in a folder; nothing if the folder is empty or not there.

    Raises: BuildError if the folder has anything else, has the course in it, or is among its lessons.
    """
    real = Path(os.path.realpath(folder))
    if Path(os.path.realpath(course.root)).is_relative_to(real):
        raise export_folder_error(folder, "the course is in it")
    if any(real.is_relative_to(os.path.realpath(course.root / name)) for name in course.sources):
        raise export_folder_error(folder, "it is in a folder with lessons, and would be read as more of them")
    if not os.path.lexists(folder):
        return FormerExport()
    try:
        return _former(folder)
    except UnsafeError as error:
        raise export_folder_error(folder, str(error)) from error
    except OSError as error:
        raise export_folder_error(folder, f"it cannot be read: {error.strerror}") from error


def _former(folder: Path) -> FormerExport:
    """The files of the export in a folder. Raises: OSError, and UnsafeError for what is of no export."""
    listed = _listed(folder)
    folders = {parent for name in listed for parent in PurePosixPath(name).parents if parent.name}

    def enters(below: PurePosixPath) -> bool:
        if below == PurePosixPath(_GIT) or _is_being_written(below):
            return False
        if below not in folders:
            raise UnsafeError(f"`{printable(str(below))}/` is of no export")
        return True

    former: list[str] = []
    for path in files_in(folder, enters):
        name = str(path)
        if name == LIST or _is_being_written(path):
            continue
        if name not in listed:
            raise UnsafeError(f"`{printable(name)}` is of no export")
        if _digest(folder / path) not in listed[name]:
            raise UnsafeError(f"`{printable(name)}` was changed since it was exported")
        former.append(name)
    return FormerExport(tuple(former), tuple(sorted(folders, key=lambda each: -len(each.parts))))


def _listed(folder: Path) -> dict[str, set[str]]:
    """The files that the list of a folder names, each with its sum, or two after an interruption.

    Raises: UnsafeError.
    """
    try:
        content = regular_file.read(folder / LIST, _LARGEST, regular_file.NO_LINK).decode()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UnsafeError(f"`{LIST}` cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        content = "not a list"
    # not `splitlines`: names may have other characters at which it ends a line
    found = [_LINE.fullmatch(line) for line in content.replace("\r\n", "\n").split("\n") if line]
    listed: dict[str, set[str]] = {}
    for each in filter(None, found):
        listed.setdefault(each["name"], set()).add(each["sum"])
    if None in found or any(names.find_problem([PurePosixPath(name)]) for name in listed):
        raise UnsafeError(f"`{LIST}` is no list that an export has written")
    return listed


def _is_being_written(path: PurePosixPath) -> bool:
    return len(path.parts) == 1 and path.name.startswith(atomic.PREFIX)


def _digest(path: Path) -> str:
    content = regular_file.read(path, fingerprint.LARGEST, regular_file.NO_LINK)
    return hashlib.sha256(content).hexdigest()


def write(files: Mapping[PurePosixPath, bytes], folder: Path) -> None:
    """Write files into a new folder. Raises: BuildError."""
    with writing(folder):
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def deliver(source: Path, folder: Path, course: Course) -> tuple[Path, ...]:
    """Move files from a folder inside of `folder` to it, in place of those of the former export.

    If that fails or is interrupted, the former ones are there again. Until all is done, the list has the sums
    of both, so that a later export can go on from any mixture of them that a killed process leaves.
    Raises: BuildError, also if somebody has changed the folder since `find_former`.
    """
    former = find_former(folder, course)
    replaced = source.with_name(f"{source.name}-replaced")
    with writing(folder), undone_if_interrupted() as moves:
        new = sorted(map(str, files_in(source)))
        listed = {File.read(name, source / name) for name in new}
        both = listed.union(File.read(name, folder / name) for name in former.files)
        atomic.write(folder / LIST, sums.lines([*both]))
        for name in former.files:
            moves.move(folder / name, replaced / name)
        for each in former.folders:
            with suppress(OSError):  # it is not there
                (folder / each).rmdir()
        for name in new:
            moves.move(source / name, folder / name)
        atomic.write(folder / LIST, sums.lines([*listed]))
    return tuple(folder / name for name in new)


def export_folder_error(folder: Path, message: str) -> BuildError:
    """The error that an export cannot be written into a folder."""
    return folder_error(folder, message, "CB282")
