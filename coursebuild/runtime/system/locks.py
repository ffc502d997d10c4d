"""Locks that end with the process that holds them, however it ends, on any machine that shares the folder."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

OLD = 86_400  # seconds after which what cannot be locked counts as abandoned

_HELD_BY_ANOTHER = {errno.EWOULDBLOCK, errno.EACCES}


def lock(descriptor: int) -> bool | None:
    """Lock a file or a folder until it is closed.

    Returns False if another process has locked it, and None if that is impossible.
    """
    try:
        import fcntl  # noqa: PLC0415 (Windows has none)

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return None
    except OSError as error:
        return False if error.errno in _HELD_BY_ANOTHER else None
    return True


class FolderLock(NamedTuple):
    """The lock of a folder; without a descriptor, the folder cannot be locked."""

    descriptor: int | None

    def is_taken(self) -> bool:
        """Take the lock at once; return whether this fails because another process has it."""
        return self.descriptor is not None and lock(self.descriptor) is False

    def wait(self) -> None:
        """Take the lock as soon as no other process has it."""
        if self.descriptor is not None:
            import fcntl  # noqa: PLC0415 (see above)

            with suppress(OSError):  # what cannot be locked is used without
                fcntl.flock(self.descriptor, fcntl.LOCK_EX)


@contextmanager
def folder_lock(folder: Path) -> Iterator[FolderLock]:
    """A lock of a folder, which is made if it is not there, and removed at the end if it is empty then."""
    made = [each for each in (folder, *folder.parents) if not os.path.exists(each)]  # noqa: PTH110 (it never raises)
    descriptor = None
    try:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY)  # which Windows refuses
        yield FolderLock(descriptor)
    finally:
        for each in made:
            with suppress(OSError):  # it is not empty
                each.rmdir()
        if descriptor is not None:
            os.close(descriptor)


def is_abandoned(descriptor: int) -> bool:
    """Whether no process holds the lock of a file or a folder."""
    locked = lock(descriptor)
    return locked or (locked is None and os.fstat(descriptor).st_mtime < time.time() - OLD)
