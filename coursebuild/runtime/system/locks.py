"""Locks that end with the process that holds them, however it ends, on any machine that shares the folder."""

import errno
import os
import time

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


def is_abandoned(descriptor: int) -> bool:
    """Whether no process holds the lock of a file or a folder."""
    locked = lock(descriptor)
    return locked or (locked is None and os.fstat(descriptor).st_mtime < time.time() - OLD)
