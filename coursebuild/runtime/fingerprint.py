"""What stands at a path: where it leads, a hash of its content, and whether it may be another by now."""

import errno
import os
import stat
from functools import cache
from pathlib import Path

from coursebuild.runtime import store
from coursebuild.runtime.store import digest

# A file that was changed this short a time ago may be changed again, and show the same time: file systems
# count in steps of up to 2 s.
STEP = 2_000_000_000  # nanoseconds

# As far as the system has them: not through a link, without waiting for a pipe, no line's end changed.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_TELLS_OF_CHANGES = os.name != "nt"  # Windows tells when a file was made, and any program may set the rest


def state(path: str | Path, content: bytes | None = None) -> str:
    """Where a path leads and a hash of what stands there (`content`, if it was read); or nothing."""
    try:
        real = _real(os.path.abspath(path))
        return store.key(real, digest(_content(real) if content is None else content))
    except (OSError, ValueError):
        return ""


def written(path: str) -> str:
    """The hash of a file that stands at the path itself; or nothing."""
    try:
        return digest(_content(path, _NO_LINK))
    except (OSError, ValueError):
        return ""


def settled(path: str, before: int) -> str:
    """What the system tells of a file last changed before a time, in nanoseconds; nothing of any other.

    Where it tells the same later, the file has the content that it had: no program can set the time of a
    change (POSIX.1-2017, 4.9), nor the file's number.
    """
    try:
        status = os.lstat(path)
        if not (_TELLS_OF_CHANGES and stat.S_ISREG(status.st_mode)):
            return ""
        if max(status.st_mtime_ns, status.st_ctime_ns) >= before:
            return ""
        told = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return f"{_real_folder(os.path.dirname(path))} {told}"
    except (OSError, ValueError):
        return ""


def _real(path: str) -> str:
    folder, name = os.path.split(path)
    plain = os.path.join(_real_folder(folder), name)
    return os.path.realpath(plain) if os.path.islink(plain) else plain


@cache
def _real_folder(path: str) -> str:
    return os.path.realpath(path)


def _content(path: str, flags: int = 0) -> bytes:
    """A file's content. Raises OSError, also for what is no file: a pipe is never read to its end."""
    file = os.open(path, _OPEN | flags)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is not a file", path)
        return os.read(file, status.st_size + 1)
    finally:
        os.close(file)
