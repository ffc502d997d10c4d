"""Write a file atomically: to a temporary file in the same folder, which is then renamed.

A process locks its temporary file until then. So a file that is being written differs from one that a killed
process left, also if processes on several machines share the folder.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from coursebuild.runtime.system import locks
from coursebuild.runtime.system.temporary import is_ours, remove_if_abandoned

PREFIX = ".coursebuild."  # of the names of temporary files

_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # and do not wait for a pipe

_swept: set[Path] = set()  # the folders in which this process has written


def write(path: Path, content: bytes) -> None:
    """Write a file; a former one stays until the new one is complete. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.parent not in _swept:
        _swept.add(path.parent)
        sweep(path.parent)
    with _temporary_file(path.parent) as (temporary, file):
        file.write(content)
        file.flush()
        if os.name == "nt":  # where no open file can be renamed
            file.close()
        temporary.replace(path)


def sweep(folder: str | Path) -> None:
    """Remove the temporary files and folders that killed processes left in a folder. Errors are ignored."""
    with suppress(OSError), os.scandir(folder) as entries:
        for path in [Path(entry.path) for entry in entries if entry.name.startswith(PREFIX)]:
            with suppress(OSError):
                remove = remove_if_abandoned if is_ours(path.name) else _remove_if_abandoned
                remove(path)


@contextmanager
def _temporary_file(folder: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Create and lock a file; yield its path and itself. At the end, remove it if it was not renamed."""
    temporary, file = _create(folder)
    try:
        yield temporary, file
    finally:
        for clean_up in (file.close, temporary.unlink):
            with suppress(OSError):  # it was renamed, or what is being raised says more
                clean_up()


def _create(folder: Path) -> tuple[Path, IO[bytes]]:
    while True:
        # a short name, because the file's own may have the greatest length; and random, because machines may
        # share process IDs
        temporary = folder / f"{PREFIX}{os.urandom(8).hex()}"
        file = os.fdopen(os.open(temporary, _NEW, 0o666), "wb")
        if locks.lock(file.fileno()) is not False and os.path.lexists(temporary):
            return temporary, file
        file.close()  # another process swept it before it was locked


def _remove_if_abandoned(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDWR | _NO_LINK)
    except PermissionError:  # it belongs to another user; not all file systems lock what cannot be written
        descriptor = os.open(path, os.O_RDONLY | _NO_LINK)
    try:
        if locks.is_abandoned(descriptor):
            path.unlink()
    finally:
        os.close(descriptor)
