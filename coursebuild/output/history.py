"""Skip documents whose inputs and files have not changed since they were built.

This module imports no stage, so that an up-to-date build ends before any of them is loaded.
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

VERSION = b"6"
MAX_ENTRIES = 4  # of a document: for the student edition, the instructor edition, both, and one more

# A file as it was when it was last compared: the hash of its content, and `fingerprint.settled`.
FileRecord = list[str]
NOT_SETTLED = ""


class Entry(TypedDict):
    """The JSON of a document that was built.

    The hash of an input, in `reads`, is its `fingerprint.state`; that of a file is its `store.digest`.
    """

    name: str
    reads: dict[str, FileRecord]
    files: dict[str, FileRecord]
    diagnostics: list[tuple[str, int, int, str, str]]


class History:
    """The record of the former builds of a course into an output folder.

    A document is unchanged if these are the same as when it was built: its text, the files that it shows,
    the configuration, templates and filters of the course, the options, the programs, and its own files.
    Contents are compared, so that a fresh clone counts as unchanged, unless the system shows that a file
    has not been touched. Of programs, names, sizes and times are compared.

    The record has a line for each document and set of options: its key, a space, and its entry.
    """

    def __init__(self, course: Course, options: BuildOptions, output: Path) -> None:
        self._course = course
        self._options = options
        self._output = output
        self._path = manifest.path(store.folder() / store.BUILT, course.root, output)
        self._shared = _signature(course, options)
        self._new: dict[bytes, bytes] = {}

    def find_unchanged(self, locations: Iterable[Location]) -> dict[Location, tuple[Diagnostic, ...]]:
        """The documents that have not changed, each with the diagnostics of its last build."""
        entries, before = _read(self._path), _settled_before()
        return {
            location: diagnostics
            for location in locations
            if (diagnostics := self._unchanged(location, entries, before)) is not None
        }

    def _unchanged(
        self, location: Location, entries: Mapping[bytes, bytes], before: int
    ) -> tuple[Diagnostic, ...] | None:
        """The diagnostics of a document that has not changed; None for one that has to be built."""
        key = self._key(location)
        try:
            entry: Entry = json.loads(entries[key])
            now = self._refresh(entry, before)
            if now is None or _name(location) not in now["reads"]:
                return None
            diagnostics = tuple(Diagnostic(*fields) for fields in entry["diagnostics"])
            if not all(diagnostic.severity for diagnostic in diagnostics):
                return None
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):  # the record is damaged
            return None
        if now != entry:
            self._new[key] = _dump(now)
        return diagnostics

    def add(
        self,
        location: Location,
        reads: Mapping[str, str],
        files: Mapping[PurePosixPath, str],
        diagnostics: Iterable[Diagnostic],
    ) -> None:
        """Record a document that was built.

        `reads` is as in Body; `files` has the `store.digest` of each file, by its path in the output folder.
        """
        if self._options.fetch:  # images on the web may change at any time
            return
        entry: Entry = {
            "name": _name(location),
            "reads": {path: [state, NOT_SETTLED] for path, state in reads.items()},
            "files": {str(path): [digest, NOT_SETTLED] for path, digest in files.items()},
            "diagnostics": list(diagnostics),
        }
        self._new[self._key(location)] = _dump(entry)

    def drop(self, location: Location) -> None:
        """Do not record a document, so that the next build builds it again."""
        self._new.pop(self._key(location), None)

    def save(self) -> None:
        """Add the new entries to the record, to which another build may have added its own meanwhile.

        Nothing is saved if templates, filters or programs changed during the build, nor for a document
        whose inputs or files are no longer what was read or written.
        """
        new = self._still_valid(self._new)
        if not new or _signature(self._course, self._options) != self._shared:
            return
        entries = {key: entry for key, entry in _read(self._path).items() if key not in new} | new
        counts: Counter[str] = Counter()
        kept: list[bytes] = []
        for key, entry in reversed(entries.items()):
            name = _entry_name(entry)
            counts[name] += 1
            if name and counts[name] <= MAX_ENTRIES and os.path.lexists(name):
                kept.append(key + b" " + entry)
        store.write_at(self._path, b"\n".join([VERSION, *reversed(kept), b""]))

    def _key(self, location: Location) -> bytes:
        return store.key(
            self._shared, _name(location), location.name, str(location.stem), *map(str, location.roots)
        ).encode()

    def _still_valid(self, entries: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        """The entries whose inputs and files are unchanged, refreshed."""
        before = _settled_before()
        now = {key: self._refresh(json.loads(entry), before) for key, entry in entries.items()}
        return {key: _dump(entry) for key, entry in now.items() if entry is not None}

    def _refresh(self, entry: Entry, before: int) -> Entry | None:
        """The entry with the present state of its files; None if any of them has changed."""
        reads = {
            path: self._compare(record, path, fingerprint.state, before)
            for path, record in entry["reads"].items()
        }
        files = {
            path: self._compare(record, os.path.join(self._output, path), fingerprint.written, before)
            for path, record in entry["files"].items()
        }
        if None in reads.values() or None in files.values():
            return None
        return cast("Entry", {**entry, "reads": reads, "files": files})

    @staticmethod
    def _compare(
        record: FileRecord, path: str, compute_hash: Callable[[str], str], before: int
    ) -> FileRecord | None:
        """The record with the present state of the file; None if the file has changed."""
        hash_, settled = record
        if hash_ == fingerprint.PRESENT:
            return record if os.path.lexists(path) else None
        now = fingerprint.settled(path, before)
        return [hash_, now] if (now and now == settled) or compute_hash(path) == hash_ else None


def _read(path: Path) -> dict[bytes, bytes]:
    """The entries by their keys; empty if there is no record of this version."""
    try:
        version, *lines = (store.read_at(path) or b"").splitlines()
    except ValueError:
        return {}
    if version != VERSION:
        return {}
    return {key: entry for key, _, entry in (line.partition(b" ") for line in lines)}


def _dump(entry: Entry) -> bytes:
    return json.dumps(entry).encode()


def _settled_before() -> int:
    """The time in nanoseconds before which a file must have changed, so that its next change shows."""
    return time.time_ns() - fingerprint.STEP


def _name(location: Location) -> str:
    return os.path.abspath(location.path)


def _entry_name(entry: bytes) -> str:
    """The name of the document of an entry; empty if the entry is damaged."""
    try:
        return str(json.loads(entry)["name"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _status(path: str) -> tuple[int, int]:
    """The size of a file, and its modification time in nanoseconds; -1 for both if it does not exist."""
    try:
        status = os.stat(path)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def _signature(course: Course, options: BuildOptions) -> str:
    """A hash of all inputs that documents share: options, configuration, templates, filters, programs."""
    return store.key(
        sys.version,
        repr([(edition.name, *edition.values.items()) for edition in options.editions]),
        repr(options.formats),
        repr(sorted(options.metadata.items())),
        fingerprint.state(course.root / "coursebuild.toml"),
        *((course.trust,) if course.trust else _own_files(course)),
        *programs(),
    )


def _own_files(course: Course) -> Iterator[str]:
    """Lines that identify the course's own files, apart from its configuration."""
    yield fingerprint.state(course.theme.logo) if course.theme.logo else ""
    yield from _contents(course.root / "templates")
    if course.filters:
        yield from _contents(course.root / "filters")


def _contents(folder: Path) -> Iterator[str]:
    for path in _walk(folder):
        yield f"{path} {fingerprint.state(path)}"


def programs() -> Iterator[str]:
    """Lines that identify coursebuild's code, the installed packages, pandoc and the shared libraries."""
    folders = [resources.PACKAGE, resources.folder("filters"), resources.folder("templates")]
    libraries = "/etc/ld.so.cache"
    for path in (*(path for folder in folders for path in _walk(folder)), resources.pandoc(), libraries):
        yield f"{path} {_status(path)}"
    yield repr(resources.packages())


def _walk(folder: Path) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (os.path.join(here, name) for name in sorted(files))
