"""What each document was made of when it was built: one that would be made of the same is left alone.

Nothing here imports a stage: that a build has nothing to do is known before any of them is loaded.
"""

import errno
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TypedDict

from coursebuild import record, resources, store
from coursebuild.errors import Diagnostic
from coursebuild.record import digest
from coursebuild.request import Location, Order

VERSION = 2
MOST_ORDERS = 4  # that are remembered of a document: students', instructors', both, and one more

# As far as the system has them: not through a link, without waiting for a pipe, no line's end changed.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Entry(TypedDict):
    """As JSON has it."""

    reads: dict[str, str]
    files: dict[str, str]  # each with its hash
    told: list[tuple[str, int, int, str, str]]


class Former:
    """The builds that went before, of a course into an output folder.

    A document is unchanged where its own text, the files that it shows, the course's configuration,
    templates and filters, the order, and the programs are what they were, and its files are as they
    were written. Contents are compared, so that a fresh clone counts as unchanged; of the programs,
    names, sizes and dates.
    """

    def __init__(self, order: Order, output: Path) -> None:
        self._order = order
        self._output = output
        self._path = record.place(store.folder() / store.BUILT, order.course.root, output)
        self._known = _read(self._path)
        self._whole = _signature(order)
        self._new: dict[str, dict[str, Entry]] = {}

    def told(self, locations: Iterable[Location]) -> dict[Location, tuple[Diagnostic, ...]]:
        """The documents that are unchanged, each with what was said of it."""
        return {location: told for location in locations if (told := self._told(location)) is not None}

    def _told(self, location: Location) -> tuple[Diagnostic, ...] | None:
        try:
            entry = self._known.get(_name(location), {}).get(self._key(location))
            if entry and self._holds(location, entry):
                told = tuple(Diagnostic(*said) for said in entry["told"])
                return told if all(diagnostic.severity for diagnostic in told) else None
        except (KeyError, TypeError, ValueError, AttributeError):  # what another program wrote
            pass
        return None

    def add(
        self,
        location: Location,
        reads: Mapping[str, str],
        files: Mapping[PurePosixPath, bytes],
        told: Iterable[Diagnostic],
    ) -> None:
        """A document was built: `reads` as in Body, `files` what was written below the output."""
        if self._order.fetch:  # what stands on the web may change at any time
            return
        entry: Entry = {
            "reads": dict(reads),
            "files": {str(path): digest(content) for path, content in files.items()},
            "told": list(told),
        }
        self._new.setdefault(_name(location), {})[self._key(location)] = entry

    def keep(self) -> None:
        """Write what was added; another build may have added its own meanwhile.

        Where templates, filters or programs changed while they were in use, nothing is known.
        """
        if not self._new or _signature(self._order) != self._whole:
            return
        known = {name: orders for name, orders in _read(self._path).items() if os.path.lexists(name)}
        for name, orders in self._new.items():
            kept = {key: entry for key, entry in known.get(name, {}).items() if key not in orders} | orders
            known[name] = dict(list(kept.items())[-MOST_ORDERS:])
        store.put(self._path, json.dumps({"version": VERSION, "documents": known}).encode())

    def _key(self, location: Location) -> str:
        return store.key(self._whole, location.name, str(location.stem), *map(str, location.roots))

    def _holds(self, location: Location, entry: Entry) -> bool:
        reads, files = entry["reads"], entry["files"]
        return (
            _name(location) in reads
            and all(state(path) == was for path, was in reads.items())
            and all(_as_written(os.path.join(self._output, path), was) for path, was in files.items())
        )


def state(path: str | Path, content: bytes | None = None) -> str:
    """Where a path leads and a hash of what stands there (`content`, if it was read); or nothing."""
    try:
        real = _real(os.path.abspath(path))
        return store.key(real, digest(_content(real) if content is None else content))
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


def _read(path: Path) -> dict[str, dict[str, Entry]]:
    try:
        told = json.loads(path.read_bytes())
        documents = told["documents"].items() if told["version"] == VERSION else ()
        return {name: orders for name, orders in documents if isinstance(orders, dict)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _name(location: Location) -> str:
    return os.path.abspath(location.path)


def _status(path: Path) -> tuple[int, int]:
    """A file's size, and when it was written in nanoseconds; twice -1 where there is no file."""
    try:
        status = path.lstat()
    except OSError:
        return -1, -1
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else (-1, -1)


def _as_written(path: str, hash_: str) -> bool:
    try:
        return digest(_content(path, _NO_LINK)) == hash_
    except OSError:
        return False


def _signature(order: Order) -> str:
    """All that makes a document's files and is the same for each of them."""
    root = order.course.root
    return store.key(
        sys.version,
        repr([(edition.name, *edition.values.items()) for edition in order.editions]),
        repr(order.formats),
        repr(sorted(order.metadata.items())),
        state(root / "coursebuild.toml"),
        state(order.course.theme.logo) if order.course.theme.logo else "",
        *_contents(root / "templates"),
        *(_contents(root / "filters") if order.course.filters else ()),
        *_programs(),
    )


def _contents(folder: Path) -> Iterator[str]:
    for path in _below(folder):
        yield f"{path} {state(path)}"


def _programs() -> Iterator[str]:
    """Our own code, the packages that are installed, pandoc, and the libraries that the linker finds."""
    own = [Path(__file__).parent, resources.folder("filters"), resources.folder("templates")]
    linked = Path("/etc/ld.so.cache")
    for path in (*(path for folder in own for path in _below(folder)), Path(resources.pandoc()), linked):
        yield f"{path} {_status(Path(os.path.realpath(path)))}"
    yield repr(resources.packages())


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(here, name) for name in sorted(files))
