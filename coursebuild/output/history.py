"""Skip documents whose inputs and files have not changed since they were built.

This module imports no stage, so that an up-to-date build ends before any of them is loaded.
"""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple, cast

from coursebuild.model import Begin, BuildOptions, Course, Diagnostic, Location
from coursebuild.output import entries, inputs, manifest, reasons
from coursebuild.output.entries import NOT_SETTLED, Entry, FileRecord
from coursebuild.output.inputs import Shared
from coursebuild.output.reasons import Kind, Reason
from coursebuild.runtime import fingerprint, store

MAX_ENTRIES = 4  # of a document: for the student edition, the instructor edition, both, and one more


class MadeOf(NamedTuple):
    """What a document was made of: `reads` is as in Body, `dates` are those from which students see more."""

    reads: Mapping[str, str]
    dates: Collection[str] = ()


class Known(NamedTuple):
    """A former build of a document with any options, whose files are as it wrote them.

    `files` are paths in the output folder; with `is_current`, a build would write the same ones.
    """

    files: frozenset[str]
    is_current: bool
    seconds: float


class History:
    """The record of the former builds of a course into an output folder.

    A document is unchanged if these are the same as when it was built: its text, the files that it shows,
    the configuration, templates and filters of the course, the options, the programs, and its own files.
    Contents are compared, so that a fresh clone counts as unchanged, unless the system shows that a file
    has not been touched. Of programs, names, sizes and times are compared; of dates, whether they have come.

    The record has a line for each document and set of options: its key, a space, and its entry. So it has
    for what these entries share: then the key is that of `Entry.shared`.
    """

    def __init__(self, course: Course, options: BuildOptions, output: Path) -> None:
        self._course = course
        self._options = options
        self._output = output
        self._path = manifest.path(store.folder() / store.BUILT, course.root, output)
        self._shared = inputs.shared(course, options)
        self._signature = self._shared.signature
        self._new: dict[bytes, bytes] = {}

    @property
    def signature(self) -> str:
        """A hash of all inputs that documents share."""
        return self._signature

    def find_unchanged(self, locations: Iterable[Location]) -> dict[Location, tuple[Diagnostic, ...]]:
        """The documents that have not changed, each with the diagnostics of its last build."""
        if self._forced:
            return {}
        before = entries.settled_before()
        return {
            location: diagnostics
            for location in locations
            if (diagnostics := self._unchanged(location, before)) is not None
        }

    @property
    def _forced(self) -> str:
        """The option that has everything built, if any.

        No record tells whether an image on the web has changed, nor what a revision in git withholds.
        """
        options = self._options
        given = {"--force": options.force, "--fetch": options.fetch, "--since": options.since is not None}
        return next((name for name, is_given in given.items() if is_given), "")

    @cached_property
    def _former(self) -> Mapping[bytes, bytes]:
        """The record before this build."""
        return entries.read(self._path)

    def _unchanged(self, location: Location, before: int) -> tuple[Diagnostic, ...] | None:
        """The diagnostics of a document that has not changed; None for one that has to be built."""
        key = self._key(location)
        try:
            entry: Entry = json.loads(self._former[key])
            now = self._refresh(entry, before)
            if now is None or _name(location) not in now["reads"]:
                return None
            diagnostics = tuple(Diagnostic(*fields) for fields in entry["diagnostics"])
            if not all(diagnostic.severity for diagnostic in diagnostics):
                return None
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):  # the record is damaged
            return None
        if now != entry:
            self._new[key] = entries.dump(now)
        return diagnostics

    def reasons(self, location: Location) -> tuple[Reason, ...]:
        """Why a document that `find_unchanged` does not name is built."""
        if self._forced:
            return (Reason(Kind.FORCED, self._forced),)
        before = entries.settled_before()
        former = self._last(location)
        if former is None:
            return (Reason(Kind.FIRST),)
        found = list(reasons.of_shared(self._recorded_shared(former), self._shared))
        reads, files = (
            [path for path, record in each.items() if record is None]
            for each in self._compare_all(former, before)
        )
        found += reasons.of_files(_name(location), reads, files, self._output)
        found += [Reason(Kind.NUMBERS)] if former["begins"] != self._begins(former["begins"]) else []
        found += [Reason(Kind.DATE, date) for date in self._come(former)]
        return tuple(found) or (Reason(Kind.PLACE),)

    def seconds(self, location: Location) -> float | None:
        """The seconds that a document took when it was last built; None if that is not on record."""
        former = self._last(location)
        return former["seconds"] if former else None

    def reads(self, location: Location) -> frozenset[str]:
        """The files that a document was made of in its last build, by their paths; none without a record."""
        former = self._last(location)
        states = {path: state for path, (state, _) in former["reads"].items()} if former else {}
        return frozenset(p for p, state in states.items() if state not in ("", fingerprint.PRESENT))

    def known(self, location: Location) -> Iterator[Known]:
        """The former builds of a document whose files are still as they were written, the last one first."""
        before = entries.settled_before()
        for entry in reversed(self._by_name.get(_name(location), [])):
            reads, files = self._compare_all(entry, before)
            shared = self._recorded_shared(entry)
            is_current = None not in reads.values() and shared[1:] == self._shared[1:]
            is_current = is_current and entry["begins"] == self._begins(entry["begins"])
            is_current = is_current and not self._come(entry)
            is_plain = shared.options.get("metadata") == self._shared.options["metadata"]
            written = frozenset(path for path, record in files.items() if record is not None)
            yield Known(written, is_current and is_plain, entry["seconds"])

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        """The entries of each document, the last one at the end."""
        found: dict[str, list[Entry]] = {}
        for line in self._former.values():
            if name := entries.name_of(line):
                found.setdefault(name, []).append(json.loads(line))
        return found

    def _last(self, location: Location) -> Entry | None:
        """The last entry of a document, with the same options if there is one."""
        found = self._by_name.get(_name(location), [])
        options = self._shared.options
        same = [each for each in found if self._recorded_shared(each).options == options]
        return next(reversed(same or found), None)

    def _recorded_shared(self, entry: Entry) -> Shared:
        try:
            return Shared(*json.loads(self._former[entry["shared"].encode()]))
        except (KeyError, TypeError, ValueError):  # the record is damaged
            return Shared({}, {}, {})

    def add(
        self,
        location: Location,
        made_of: MadeOf,
        files: Mapping[PurePosixPath, str],
        diagnostics: Iterable[Diagnostic],
        seconds: float,
    ) -> None:
        """Record a document that was built.

        `files` has the `store.digest` of each file, by its path in the output folder.
        """
        if self._options.fetch:  # images on the web may change at any time
            return
        entry: Entry = {
            "name": _name(location),
            "shared": self._signature,
            "seconds": round(seconds, 2),
            "reads": {path: [state, NOT_SETTLED] for path, state in made_of.reads.items()},
            "files": {str(path): [digest, NOT_SETTLED] for path, digest in files.items()},
            "begins": self._begins(
                path for path, state in made_of.reads.items() if state != fingerprint.PRESENT
            ),
            "dates": dict(entries.come(made_of.dates, self._options.day)),
            "diagnostics": list(diagnostics),
        }
        self._new[self._key(location)] = entries.dump(entry)

    def find_made(self, of: str) -> frozenset[PurePosixPath] | None:
        """The files of no document that were made `of` the same things, and are as they were; or None."""
        if self._forced:
            return None
        try:
            entry: Entry = json.loads(self._former[self._made_key(of)])
            now = self._refresh(entry, entries.settled_before())
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):  # it is not on record
            return None
        if now and now != entry:
            self._new[self._made_key(of)] = entries.dump(now)
        return frozenset(map(PurePosixPath, now["files"])) if now else None

    def add_made(self, files: Mapping[PurePosixPath, str], of: str) -> None:
        """Record such files, as `add` does those of a document."""
        entry: Entry = {
            "name": os.path.join(os.path.abspath(self._output), next(iter(files))),
            "shared": self._signature,
            "seconds": 0,
            "reads": {},
            "files": {str(path): [digest, NOT_SETTLED] for path, digest in files.items()},
            "begins": {},
            "dates": {},
            "diagnostics": [],
        }
        self._new[self._made_key(of)] = entries.dump(entry)

    def _made_key(self, of: str) -> bytes:
        return store.key(self._signature, of).encode()

    def replace(self, digests: Mapping[str, tuple[str, str]]) -> None:
        """Record that files of documents, which had the first digest, have the second one now."""
        for key, line in {**self._former, **self._new}.items() if digests else ():
            entry = entries.parse(line)
            files = entry["files"] if entry else {}
            changed = {path for path in files.keys() & digests.keys() if files[path][0] == digests[path][0]}
            if entry and changed:
                files.update({path: [digests[path][1], NOT_SETTLED] for path in changed})
                self._new[key] = entries.dump(entry)

    def drop(self, location: Location) -> None:
        """Do not record a document, so that the next build builds it again."""
        self._new.pop(self._key(location), None)

    def save(self) -> None:
        """Add the new entries to the record, to which another build may have added its own meanwhile.

        Nothing is saved if templates, filters or programs changed during the build, nor for a document
        whose inputs or files are no longer what was read or written.
        """
        new = self._still_valid(self._new)
        if not new or inputs.shared(self._course, self._options) != self._shared:
            return
        found = {key: entry for key, entry in entries.read(self._path).items() if key not in new} | new
        found[self._signature.encode()] = json.dumps(self._shared).encode()
        counts: Counter[str] = Counter()
        kept: dict[bytes, bytes] = {}
        for key, entry in reversed(found.items()):
            name = entries.name_of(entry)
            counts[name] += 1
            if name and counts[name] <= MAX_ENTRIES and os.path.lexists(name):
                kept[key] = entry
        for each in {str(json.loads(entry).get("shared")).encode() for entry in kept.values()} & found.keys():
            kept[each] = found[each]
        entries.write(self._path, reversed(kept.items()))

    def _key(self, location: Location) -> bytes:
        return store.key(
            self._signature, _name(location), location.name, str(location.stem), *map(str, location.roots)
        ).encode()

    def _still_valid(self, added: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        """The entries whose inputs and files are unchanged, refreshed."""
        before = entries.settled_before()
        now = {key: self._refresh(json.loads(entry), before) for key, entry in added.items()}
        return {key: entries.dump(entry) for key, entry in now.items() if entry is not None}

    def _refresh(self, entry: Entry, before: int) -> Entry | None:
        """The entry with the present state of its files; None if any of them, or a number, has changed."""
        if entry["begins"] != self._begins(entry["begins"]):
            return None
        reads, files = self._compare_all(entry, before)
        if None in reads.values() or None in files.values() or self._come(entry):
            return None
        return cast("Entry", {**entry, "reads": reads, "files": files})

    def _come(self, entry: Entry) -> list[str]:
        """The dates of a document that have come since it was built, or had come then."""
        now = entries.come(entry["dates"], self._options.day)
        return [date for date, has_come in now.items() if has_come != entry["dates"][date]]

    def _compare_all(
        self, entry: Entry, before: int
    ) -> tuple[dict[str, FileRecord | None], dict[str, FileRecord | None]]:
        """The inputs and the files of an entry, each as it is now, or None if it has changed."""
        reads = {
            path: entries.compare(record, path, fingerprint.state, before)
            for path, record in entry["reads"].items()
        }
        files = {
            path: entries.compare(record, os.path.join(self._output, path), fingerprint.written, before)
            for path, record in entry["files"].items()
        }
        return reads, files

    def _begins(self, paths: Iterable[str]) -> dict[str, str]:
        """Where the numbers of the lessons among some paths begin."""
        if not self._options.begins:
            return {}
        found = {path: self._options.begin(path) for path in paths}
        return {path: repr(tuple(begin)) for path, begin in found.items() if begin != Begin()}


def _name(location: Location) -> str:
    return os.path.abspath(location.path)
