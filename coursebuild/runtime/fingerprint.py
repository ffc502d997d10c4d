"""Fingerprints of files: the resolved path and a hash of the content, or the file's status."""

import hashlib
import os
import stat
from functools import cache
from pathlib import Path

from coursebuild.runtime import store
from coursebuild.runtime.store import digest
from coursebuild.runtime.system import regular_file

# File systems' time stamps have a resolution of up to 2 s: a file that is changed again within this time may
# keep its time stamp.
STEP = 2_000_000_000  # nanoseconds

PRESENT = "present"  # the state of a file of which only the existence matters

SHORTEST = 40  # bytes of a content by which a file is known
LARGEST = 1_000_000_000  # bytes of a file: no document reads a larger one, which counts as unreadable
_HAS_CHANGE_TIME = os.name != "nt"  # on Windows, st_ctime is the time of creation


def state(path: str | Path, content: bytes | None = None) -> str:
    """Hash the resolved path and the content of a file (`content`, if given). Empty if it cannot be read."""
    try:
        real = _real(os.path.abspath(path))
        return store.key(real, digest(regular_file.read(real, LARGEST) if content is None else content))
    except (OSError, ValueError):
        return ""


def blob(content: bytes) -> str:
    """The identifier that git has for a content; "" if it is so short that two files may well have it."""
    if len(content) < SHORTEST:
        return ""
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def written(path: str) -> str:
    """Hash the content of a file. Empty if it cannot be read, or if the path is a link."""
    try:
        return digest(regular_file.read(path, LARGEST, regular_file.NO_LINK))
    except (OSError, ValueError):
        return ""


def settled(path: str, before: int) -> str:
    """The status of a file that was last changed before a time, in nanoseconds. Empty for any other path.

    If the status is the same later, the content is the same: programs cannot set the time of a file's last
    status change (POSIX.1-2017, 4.9) or its inode number.
    """
    try:
        status = os.lstat(path)
        if not (_HAS_CHANGE_TIME and stat.S_ISREG(status.st_mode)):
            return ""
        if max(status.st_mtime_ns, status.st_ctime_ns) >= before:
            return ""
        fields = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return f"{_real_folder(os.path.dirname(path))} {fields}"
    except (OSError, ValueError):
        return ""


def _real(path: str) -> str:
    folder, name = os.path.split(path)
    plain = os.path.join(_real_folder(folder), name)
    return os.path.realpath(plain) if os.path.islink(plain) else plain


@cache
def _real_folder(path: str) -> str:
    return os.path.realpath(path)
