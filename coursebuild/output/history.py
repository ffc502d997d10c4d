"""What each document was made of when it was built: one that would be made of the same is left alone.

Nothing here imports a stage: that a build has nothing to do is known before any of them is loaded.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TypedDict, cast

from coursebuild.model import BuildOptions, Course, Diagnostic, Location
from coursebuild.output import manifest
from coursebuild.runtime import fingerprint, resources, store
from coursebuild.runtime.store import digest

VERSION = b"3"
MOST_CALLS = 4  # that are remembered of a document: students', instructors', both, and one more

# Of a file: a hash, and what `fingerprint.settled` said before the content was compared with it.
Known = list[str]
NOT_YET = ""


class Entry(TypedDict):
    """As JSON has it; `reads` are known by their states, `files` by what was written."""

    name: str
    reads: dict[str, Known]
    files: dict[str, Known]
    told: list[tuple[str, int, int, str, str]]


class History:
    """The builds that went before, of a course into an output folder.

    A document is unchanged where its own text, the files that it shows, the course's configuration,
    templates and filters, the order, and the programs are what they were, and its files are as they
    were written. Contents are compared, so that a fresh clone counts as unchanged, unless the system tells
    that a file has not been touched; of the programs, names, sizes and dates.

    The record has a line for each document and order: its key, and its entry.
    """

    def __init__(self, course: Course, options: BuildOptions, output: Path) -> None:
        self._course = course
        self._options = options
        self._output = output
        self._path = manifest.path(store.folder() / store.BUILT, course.root, output)
        self._whole = _signature(course, options)
        self._new: dict[bytes, bytes] = {}

    def unchanged(self, locations: Iterable[Location]) -> dict[Location, tuple[Diagnostic, ...]]:
        """The documents that are unchanged, each with what was said of it."""
        known, before = _read(self._path), _settled_by_now()
        return {
            location: told
            for location in locations
            if (told := self._unchanged(location, known, before)) is not None
        }

    def _unchanged(
        self, location: Location, known: Mapping[bytes, bytes], before: int
    ) -> tuple[Diagnostic, ...] | None:
        key = self._key(location)
        try:
            entry: Entry = json.loads(known[key])
            now = self._by_now(entry, before)
            if now is None or _name(location) not in now["reads"]:
                return None
            told = tuple(Diagnostic(*said) for said in entry["told"])
            if not all(diagnostic.severity for diagnostic in told):
                return None
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):  # another program wrote it
            return None
        if now != entry:
            self._new[key] = _dumped(now)
        return told

    def add(
        self,
        location: Location,
        reads: Mapping[str, str],
        files: Mapping[PurePosixPath, bytes],
        told: Iterable[Diagnostic],
    ) -> None:
        """A document was built: `reads` as in Body, `files` what was written below the output."""
        if self._options.fetch:  # what stands on the web may change at any time
            return
        entry: Entry = {
            "name": _name(location),
            "reads": {path: [state, NOT_YET] for path, state in reads.items()},
            "files": {str(path): [digest(content), NOT_YET] for path, content in files.items()},
            "told": list(told),
        }
        self._new[self._key(location)] = _dumped(entry)

    def save(self) -> None:
        """Write what was added; another build may have added its own meanwhile.

        Where templates, filters or programs changed while they were in use, nothing is known; nor is
        anything of a document whose files are not what was written, or not what was read, by now.
        """
        new = self._compared(self._new)
        if not new or _signature(self._course, self._options) != self._whole:
            return
        known = {key: entry for key, entry in _read(self._path).items() if key not in new} | new
        orders: Counter[str] = Counter()
        kept: list[bytes] = []
        for key, entry in reversed(known.items()):
            name = _name_in(entry)
            orders[name] += 1
            if name and orders[name] <= MOST_CALLS and os.path.lexists(name):
                kept.append(key + b" " + entry)
        store.put(self._path, b"\n".join([VERSION, *reversed(kept), b""]))

    def _key(self, location: Location) -> bytes:
        return store.key(
            self._whole, _name(location), location.name, str(location.stem), *map(str, location.roots)
        ).encode()

    def _compared(self, entries: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        """Those whose files are what they were, with what the system tells of the files by now."""
        before = _settled_by_now()
        now = {key: self._by_now(json.loads(entry), before) for key, entry in entries.items()}
        return {key: _dumped(entry) for key, entry in now.items() if entry is not None}

    def _by_now(self, entry: Entry, before: int) -> Entry | None:
        """The entry, with what the system tells of its files by now; none where one is another."""
        reads = {
            path: self._one(known, path, fingerprint.state, before) for path, known in entry["reads"].items()
        }
        files = {
            path: self._one(known, os.path.join(self._output, path), fingerprint.written, before)
            for path, known in entry["files"].items()
        }
        if None in reads.values() or None in files.values():
            return None
        return cast("Entry", {**entry, "reads": reads, "files": files})

    @staticmethod
    def _one(known: Known, path: str, look: Callable[[str], str], before: int) -> Known | None:
        hash_, told = known
        now = fingerprint.settled(path, before)
        return [hash_, now] if (now and now == told) or look(path) == hash_ else None


def _read(path: Path) -> dict[bytes, bytes]:
    """Each entry by its key; none where there is no record, or none of this version."""
    try:
        version, *lines = path.read_bytes().splitlines()
    except (OSError, ValueError):
        return {}
    return _by_key(lines) if version == VERSION else {}


def _by_key(lines: Iterable[bytes]) -> dict[bytes, bytes]:
    return {key: entry for key, _, entry in (line.partition(b" ") for line in lines)}


def _dumped(entry: Entry) -> bytes:
    return json.dumps(entry).encode()


def _settled_by_now() -> int:
    """Before when, in nanoseconds, a file must have been changed for its time to tell of the next change."""
    return time.time_ns() - fingerprint.STEP


def _name(location: Location) -> str:
    return os.path.abspath(location.path)


def _name_in(entry: bytes) -> str:
    """Whose entry it is; nobody's, where another program wrote it."""
    try:
        return str(json.loads(entry)["name"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _status(path: str) -> tuple[int, int]:
    """A file's size, and when it was written in nanoseconds; twice -1 where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def _signature(course: Course, options: BuildOptions) -> str:
    """All that makes a document's files and is the same for each of them."""
    root = course.root
    return store.key(
        sys.version,
        repr([(edition.name, *edition.values.items()) for edition in options.editions]),
        repr(options.formats),
        repr(sorted(options.metadata.items())),
        fingerprint.state(root / "coursebuild.toml"),
        fingerprint.state(course.theme.logo) if course.theme.logo else "",
        *_contents(root / "templates"),
        *(_contents(root / "filters") if course.filters else ()),
        *programs(),
    )


def _contents(folder: Path) -> Iterator[str]:
    for path in _below(folder):
        yield f"{path} {fingerprint.state(path)}"


def programs() -> Iterator[str]:
    """Our own code, the packages that are installed, pandoc, and the libraries that the linker finds."""
    own = [resources.PACKAGE, resources.folder("filters"), resources.folder("templates")]
    linked = "/etc/ld.so.cache"
    for path in (*(path for folder in own for path in _below(folder)), resources.pandoc(), linked):
        yield f"{path} {_status(path)}"
    yield repr(resources.packages())


def _below(folder: Path) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (os.path.join(here, name) for name in sorted(files))
