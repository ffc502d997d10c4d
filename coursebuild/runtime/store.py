"""The cache folder, and the printed pages in it. All of it may be deleted at any time.

Two builds may use the cache at once: entries are written atomically, and a damaged entry counts as absent.
An entry's key is a hash of all that the entry depends on, so an entry is never out of date.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from coursebuild.runtime import atomic
from coursebuild.runtime.system import regular_file

LARGEST = 500_000_000  # bytes of all pages; the least recently used ones are removed first

# The folders with the records of what documents were built from, of files, and of what was withheld.
BUILT, RECORDS, WITHHELD = "built", "records", "withheld"
NOWHERE = Path(os.devnull, "coursebuild")

_PAGES, _DERIVED = "pages", "derived"
_SUM = 32  # bytes of the SHA-256 checksum at the start of an entry


def folder() -> Path:
    """The cache folder: COURSEBUILD_CACHE, or else a folder in the user's cache folder.

    Where the user has no home, it is one that cannot exist, so that nothing is found and nothing kept.
    """
    if named := os.environ.get("COURSEBUILD_CACHE"):
        return Path(named).absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415 (not needed if the folder is set)

    try:
        return user_cache_path("coursebuild", appauthor=False)
    except RuntimeError:
        return NOWHERE


def key(*parts: str) -> str:
    """A hash of several texts, in hexadecimal."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def digest(content: bytes) -> str:
    """The SHA-256 hash of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read(name: str) -> bytes | None:
    """The page that is stored under a key; None if it is absent or damaged."""
    content = read_at(_path(name))
    if content is not None:
        with suppress(OSError):  # the cache may be read-only
            os.utime(_path(name))
    return content


def write(name: str, content: bytes) -> None:
    """Store a page under a key. Errors are ignored, because the page can be made again."""
    write_at(_path(name), content)


def read_at(path: Path) -> bytes | None:
    """The content of another file that `write_at` wrote; None if it is absent or damaged."""
    try:
        entry = regular_file.read(path, LARGEST)
    except OSError:
        return None
    content = entry[_SUM:]
    return content if hashlib.sha256(content).digest() == entry[:_SUM] else None


def write_at(path: Path, content: bytes) -> None:
    """Write another file of the cache atomically, with its checksum. Errors are ignored."""
    put(path, hashlib.sha256(content).digest() + content)


def put(path: Path, content: bytes) -> None:
    """Write a file of the cache atomically, without a checksum. Errors are ignored."""
    try:
        atomic.write(path, content)
    except OSError:
        with suppress(OSError):
            _clear_the_way(path)
            atomic.write(path, content)


def size() -> tuple[int, int]:
    """The number of stored pages, and the sum of their sizes in bytes."""
    sizes = [status.st_size for _, status in _entries()]
    return len(sizes), sum(sizes)


def prune(largest: int = LARGEST) -> None:
    """Remove the least recently used pages until the others have at most `largest` bytes.

    Remove also what killed processes left anywhere in the cache.
    """
    for inside in _own_folders():
        atomic.sweep(inside)
    entries = sorted(_entries(), key=lambda entry: entry[1].st_mtime_ns)
    total = sum(status.st_size for _, status in entries)
    for path, status in entries:
        if total <= largest:
            return
        with suppress(OSError):
            path.unlink()
        total -= status.st_size


def derived() -> Path:
    """The folder of what is derived from installed packages; each file there is compared with them."""
    return folder() / _DERIVED


def clear() -> None:
    """Remove all pages and the records of builds.

    The records of which files are whose stay, and those of what was withheld.
    """
    for name in (_PAGES, BUILT):
        remove(folder() / name)


def remove(path: Path) -> None:
    """Remove a file or folder of the cache. Errors are ignored."""
    try:
        path.unlink(missing_ok=True)
    except OSError:  # it is a folder, or there is no such folder
        from shutil import rmtree  # noqa: PLC0415 (hardly any build needs it)

        rmtree(path, ignore_errors=True)


def _clear_the_way(path: Path) -> None:
    """Remove a folder where a file of the cache should be, and a file where a folder of it should be."""
    root = folder()
    for parent in path.relative_to(root).parents if path.is_relative_to(root) else ():
        if parent.name and (root / parent).is_file():
            remove(root / parent)
    if path.is_dir():
        remove(path)


def _own_folders() -> Iterator[Path]:
    """The cache folder, and the folders in it that are its own."""
    yield folder()
    for name in (_PAGES, BUILT, RECORDS, WITHHELD, _DERIVED):
        yield folder() / name
        yield from (Path(entry.path) for entry in _scan(folder() / name) if entry.is_dir())


def _path(name: str) -> Path:
    return folder() / _PAGES / name[:2] / name[2:]


def _entries() -> Iterator[tuple[Path, os.stat_result]]:
    for inside in _scan(folder() / _PAGES):
        for entry in _scan(inside.path):
            with suppress(OSError):
                if entry.is_file() and not entry.name.startswith(atomic.PREFIX):
                    yield Path(entry.path), entry.stat()


def _scan(path: str | Path) -> list[os.DirEntry[str]]:
    """The entries of a folder; none if it cannot be read."""
    try:
        with os.scandir(path) as entries:
            return list(entries)
    except OSError:
        return []
