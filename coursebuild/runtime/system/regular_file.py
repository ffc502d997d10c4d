"""Read regular files: nothing that might never end, or wait for another program."""

import errno
import os
import stat

# Flags that the system may lack: do not follow a link, do not wait for a pipe, do not convert line ends.
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_STEP = 4096  # bytes of a read at least: some file systems do not tell the sizes of their files


def read(path: str | os.PathLike[str], most: int, flags: int = 0) -> bytes:
    """Read a file of at most that many bytes; `flags` may be NO_LINK.

    Raises: OSError, whose `strerror` is the reason, also for a larger file, and for any other kind of file.
    """
    try:
        file = os.open(path, _OPEN | flags)
    except ValueError as error:
        raise OSError(errno.EINVAL, "no file can have this name", path) from error
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise _irregular(path) from error
        raise
    try:
        status = os.fstat(file)
        if stat.S_ISDIR(status.st_mode):
            raise OSError(errno.EISDIR, "it is a folder", path)
        if not stat.S_ISREG(status.st_mode):
            raise _irregular(path)
        if status.st_size > most:
            raise _too_large(path, most)
        content, step = b"", max(status.st_size + 1, _STEP)
        while len(content) <= most and (more := os.read(file, step)):
            content += more
        if len(content) > most:
            raise _too_large(path, most)
        return content
    finally:
        os.close(file)


def _irregular(path: str | os.PathLike[str]) -> OSError:
    return OSError(errno.EINVAL, "it is not a regular file", path)


def _too_large(path: str | os.PathLike[str], most: int) -> OSError:
    return OSError(errno.EFBIG, f"it is larger than {most / 1e6:g} MB", path)
