"""The cache folder, and the printed pages in it: what may be lost at any time, and is made again.

Two builds may use it at once: an entry is written beside its place and renamed, and one that is
damaged is none. Its key is all that makes it, so it is never out of date.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from coursebuild.runtime import atomic

LARGEST = 500_000_000  # bytes; the pages that were used longest ago go first

BUILT = "built"  # its folder: what documents were made of

_PAGES = "pages"
_SUM = 32  # bytes of the hash that an entry begins with


def folder() -> Path:
    """COURSEBUILD_CACHE, or the user's cache folder."""
    if named := os.environ.get("COURSEBUILD_CACHE"):
        return Path(named).absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415 (only where nothing names it)

    return user_cache_path("coursebuild", appauthor=False)


def key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read(name: str) -> bytes | None:
    """What is kept under a key, whole; or None."""
    return read_at(_path(name))


def write(name: str, content: bytes) -> None:
    """Keep it; where that fails, it is made again the next time."""
    write_at(_path(name), content)


def read_at(path: Path) -> bytes | None:
    """What is kept in a file of the cache, whole; or None."""
    try:
        entry = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    content = entry[_SUM:]
    return content if hashlib.sha256(content).digest() == entry[:_SUM] else None


def write_at(path: Path, content: bytes) -> None:
    """The same for a file that is no page."""
    put(path, hashlib.sha256(content).digest() + content)


def put(path: Path, content: bytes) -> None:
    """Write a file of the cache whole, or not at all."""
    with suppress(OSError):
        atomic.write(path, content)


def size() -> tuple[int, int]:
    """How many pages are kept, and their bytes."""
    sizes = [status.st_size for _, status in _entries()]
    return len(sizes), sum(sizes)


def prune(largest: int = LARGEST) -> None:
    """Take away the pages that were used longest ago, until what is left is small enough."""
    entries = sorted(_entries(), key=lambda entry: entry[1].st_mtime_ns)
    total = sum(status.st_size for _, status in entries)
    for path, status in entries:
        if total <= largest:
            return
        with suppress(OSError):
            path.unlink()
        total -= status.st_size


def clear() -> None:
    """Take away all pages, and what was built of what; the records of what is whose stay."""
    from shutil import rmtree  # noqa: PLC0415 (no build needs it)

    for name in (_PAGES, BUILT):
        rmtree(folder() / name, ignore_errors=True)


def _path(name: str) -> Path:
    return folder() / _PAGES / name[:2] / name[2:]


def _entries() -> Iterator[tuple[Path, os.stat_result]]:
    for path in (folder() / _PAGES).glob("*/*"):
        with suppress(OSError):
            yield path, path.stat()
