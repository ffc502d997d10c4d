"""The folder of an export: empty, or with a former export that nobody has changed."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from coursebuild.model import BuildError, Course, Diagnostic, printable, shown
from coursebuild.publish.released import manifest
from coursebuild.runtime import atomic
from coursebuild.runtime.system import git

LIST = ".coursebuild-export"  # the files of an export with their sums, as sha256sum writes them
_GIT = ".git"
_MESSAGE = "Export the students' sources"
_AUTHOR = "coursebuild"  # who commits, where git knows no name


def find_former(folder: Path, course: Course) -> dict[str, str]:
    """The files of a former export in a folder, with their sums; none if the folder is empty or not there.

    Raises: BuildError if the folder has anything else, has the course in it, or is among its lessons.
    """
    real = Path(os.path.realpath(folder))
    if Path(os.path.realpath(course.root)).is_relative_to(real):
        raise _refusal(folder, "the course is in it")
    if any(real.is_relative_to(os.path.realpath(course.root / name)) for name in course.sources):
        raise _refusal(folder, "it is in a folder with lessons, and would be read as more of them")
    former: dict[str, str] = {}
    with suppress(OSError, ValueError):
        lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
        former = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    try:
        found = sorted(_files(folder)) if os.path.lexists(folder) else []
        changed = [
            name
            for name in found
            if name != LIST and manifest.File.read(name, folder / name).sha256 != former.get(name)
        ]
    except OSError as error:
        raise _refusal(folder, f"it cannot be read: {error.strerror}") from error
    if changed:
        what = "was changed since it was exported" if changed[0] in former else "is of no export"
        raise _refusal(folder, f"`{printable(changed[0])}` {what}")
    return former


def _files(folder: Path) -> list[str]:
    """The files in a folder, but for git's and those that this process is writing."""
    found = []
    for here, inside, names in os.walk(folder, onerror=_raise):
        inside[:] = [name for name in inside if name != _GIT and not name.startswith(atomic.PREFIX)]
        found += [Path(here, name).relative_to(folder).as_posix() for name in names]
    return found


def _raise(error: OSError) -> None:
    raise error


def write(files: Mapping[PurePosixPath, bytes], folder: Path) -> None:
    """Write files into a new folder. Raises: OSError."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def deliver(source: Path, folder: Path, former: Mapping[str, str]) -> tuple[Path, ...]:
    """Move files from a folder inside of `folder` to it, and remove those of the former export.

    Raises: OSError.
    """
    names = sorted(_files(source))
    listed = [manifest.File.read(name, source / name) for name in names]
    for name in sorted(set(former) - set(names)):
        path = folder / name
        path.unlink(missing_ok=True)
        with suppress(OSError):
            for parent in PurePosixPath(name).parents:
                if parent.name:
                    (folder / parent).rmdir()
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).replace(folder / name)
    atomic.write(folder / LIST, manifest.sums(listed))
    return tuple(folder / name for name in names)


def commit(folder: Path) -> bool:
    """Commit the files of a folder, in a repository of its own; return whether anything has changed.

    The author is the one that git knows; no address is made up. Raises: BuildError.
    """
    try:
        if not (folder / _GIT).exists():
            git.run(folder, "init", "--quiet")
        git.run(folder, "add", "--all")
        if not git.run(folder, "status", "--porcelain"):
            return False
        who = [] if _knows(folder, "user.name") else ["-c", f"user.name={_AUTHOR}"]
        who += [] if _knows(folder, "user.email") else ["-c", "user.email="]
        git.run(folder, *who, "commit", "--quiet", "--no-verify", "--message", _MESSAGE)
    except git.GitError as error:
        raise _refusal(folder, f"git cannot commit the files: {error}") from error
    return True


def _knows(folder: Path, key: str) -> bool:
    try:
        return bool(git.run(folder, "config", "--get", key).strip())
    except git.GitError:
        return False


def _refusal(folder: Path, message: str) -> BuildError:
    return BuildError(Diagnostic(shown(folder), 0, 0, "CB262", message))
