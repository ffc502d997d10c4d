"""Find a folder for the temporary files of this process, and of the programs that it starts."""

import atexit
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from coursebuild.runtime.system import locks

VARIABLE = "TMPDIR"  # POSIX.1-2017, 8.3; pandoc and Python's tempfile read it

_USUAL = ("/tmp", "/var/tmp", "/usr/tmp")  # noqa: S108 (those of Python's tempfile)
_OURS = re.compile(r"\.coursebuild\.[0-9a-f]{16}\.temporary")
_ONLY_A_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)

_held: dict[Path, int] = {}  # the folders of this process, with the descriptors that hold their locks


def provide(*last: Path) -> bool:
    """Set TMPDIR to a folder in which files can be written, unless it names one; False if there is none.

    The usual folders come first, then a new one in one of `last`, which are made if they do not exist; it is
    removed when the process ends. What this process starts later inherits the variable.
    """
    if os.name != "posix":  # other systems tell each program where to write
        return True
    named = (os.path.abspath(os.environ[name]) for name in (VARIABLE, "TEMP", "TMP") if os.environ.get(name))
    found = next(filter(_is_writable, chain(named, _USUAL, _made(last))), None)
    if found is not None:
        os.environ[VARIABLE] = found
    return found is not None


def folder(parent: Path | None = None) -> Path:
    """A new folder in the folder `parent`, or among other temporary files.

    It stays until it is removed, or the process ends. Those that killed processes of this user left there are
    removed. Raises: OSError.
    """
    if parent is None:
        import tempfile  # noqa: PLC0415 (rarely needed)

        parent = Path(tempfile.gettempdir())
    with suppress(OSError), os.scandir(parent) as entries:
        for former in [Path(entry.path) for entry in entries if is_ours(entry.name)]:
            with suppress(OSError):
                remove_if_abandoned(former)
    while True:
        new = parent / f".coursebuild.{os.urandom(8).hex()}.temporary"
        new.mkdir(mode=0o700)
        with suppress(FileNotFoundError):  # another process swept it before it was locked
            descriptor = os.open(new, _ONLY_A_FOLDER)
            if locks.lock(descriptor) is not False and new.exists():
                _held[new] = descriptor
                atexit.register(remove, new)
                return new
            os.close(descriptor)


def remove(new: Path) -> None:
    """Remove a folder that `folder` has made. Errors are ignored."""
    from shutil import rmtree  # noqa: PLC0415 (rarely needed)

    rmtree(new, ignore_errors=True)
    with suppress(KeyError, OSError):
        os.close(_held.pop(new))


def is_ours(name: str) -> bool:
    """Whether this is the name of a folder that `folder` has made, in whatever process."""
    return bool(_OURS.fullmatch(name))


def remove_if_abandoned(path: Path) -> None:
    """Remove a folder that a killed process of this user left. Raises: OSError."""
    descriptor = os.open(path, _ONLY_A_FOLDER)
    try:
        if os.fstat(descriptor).st_uid == os.getuid() and locks.is_abandoned(descriptor):
            remove(path)
    finally:
        os.close(descriptor)


def _made(folders: tuple[Path, ...]) -> Iterator[str]:
    for parent in folders:
        with suppress(OSError, ValueError):
            parent.mkdir(parents=True, exist_ok=True)
            yield str(folder(parent.absolute()))


def _is_writable(folder: str) -> bool:
    """Write a file: permissions do not tell of a disk that is full or read-only."""
    probe = Path(folder, f".coursebuild.{os.urandom(6).hex()}")
    try:
        file = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError:
        return False
    try:
        return os.write(file, b"probe") > 0
    except OSError:
        return False
    finally:
        os.close(file)
        with suppress(OSError):
            probe.unlink()
