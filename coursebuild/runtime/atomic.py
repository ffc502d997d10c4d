"""Write a file atomically: to a temporary file in the same folder, which is then renamed.

A process locks its temporary file until then. So a file that is being written differs from one that a killed
process left, also if processes on several machines share the folder.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PREFIX = ".coursebuild."  # of the names of temporary files
OLD = 86_400  # seconds after which a temporary file counts as abandoned where files cannot be locked

_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # and do not wait for a pipe
_HELD_BY_ANOTHER = {errno.EWOULDBLOCK, errno.EACCES}

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
    """Remove the temporary files that killed processes left in a folder. Errors are ignored."""
    with suppress(OSError), os.scandir(folder) as entries:
        for path in [Path(entry.path) for entry in entries if entry.name.startswith(PREFIX)]:
            with suppress(OSError):
                _remove_if_abandoned(path)


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
        if _lock(file.fileno()) is not False and os.path.lexists(temporary):
            return temporary, file
        file.close()  # another process swept it before it was locked


def _remove_if_abandoned(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDWR | _NO_LINK)
    except PermissionError:  # it belongs to another user; not all file systems lock what cannot be written
        descriptor = os.open(path, os.O_RDONLY | _NO_LINK)
    try:
        locked = _lock(descriptor)
        if locked or (locked is None and os.fstat(descriptor).st_mtime < time.time() - OLD):
            path.unlink()
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool | None:
    """Lock a file until it is closed. False if another process has locked it; None if that is impossible."""
    try:
        import fcntl  # noqa: PLC0415 (Windows has none)

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return None
    except OSError as error:
        return False if error.errno in _HELD_BY_ANOTHER else None
    return True
