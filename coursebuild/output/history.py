"""Skip documents whose inputs and files have not changed since they were built.

This module imports no stage, so that an up-to-date build ends before any of them is loaded.
"""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.model import BuildOptions, Course, Diagnostic, Location
from coursebuild.output import entries, inputs
from coursebuild.output.entries import NOT_SETTLED, Entry, FileRecord
from coursebuild.output.former import FormerBuilds, name_of
from coursebuild.runtime import fingerprint

MAX_ENTRIES = 4  # of a document: for the student edition, the instructor edition, both, and one more


class MadeOf(NamedTuple):
    """What a document was made of: `reads` is as in Body, `dates` are those from which students see more."""

    reads: Mapping[str, str]
    dates: Collection[str] = ()


class History(FormerBuilds):
    """The record of the builds of a course into an output folder, to which this build adds."""

    def __init__(self, course: Course, options: BuildOptions, output: Path) -> None:
        super().__init__(course, options, output)
        self._unchanged_files: dict[Location, dict[str, FileRecord]] = {}
        self._new: dict[bytes, bytes] = {}

    def find_unchanged(self, locations: Iterable[Location]) -> dict[Location, tuple[Diagnostic, ...]]:
        """The documents that have not changed, each with the diagnostics of its last build."""
        if self.forced:
            return {}
        before = entries.settled_before()
        return {
            location: diagnostics
            for location in locations
            if (diagnostics := self._unchanged(location, before)) is not None
        }

    def _unchanged(self, location: Location, before: int) -> tuple[Diagnostic, ...] | None:
        """The diagnostics of a document that has not changed; None for one that has to be built."""
        key = self._key(location)
        try:
            entry: Entry = json.loads(self._former[key])
            now = self._refresh(entry, before)
            if now is None or name_of(location) not in now["reads"]:
                return None
            diagnostics = tuple(Diagnostic(*fields) for fields in entry["diagnostics"])
            if not all(diagnostic.severity for diagnostic in diagnostics):
                return None
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):  # the record is damaged
            return None
        if now != entry:
            self._new[key] = entries.dump(now)
        self._unchanged_files[location] = now["files"]
        return diagnostics

    def digests(self, location: Location) -> dict[str, str]:
        """The `store.digest` of each file of a document that `find_unchanged` named, by its path."""
        return {path: digest for path, (digest, _) in self._unchanged_files[location].items()}

    def add(
        self,
        location: Location,
        made_of: MadeOf,
        files: Mapping[PurePosixPath, str],
        diagnostics: Iterable[Diagnostic],
        seconds: float,
    ) -> None:
        """Record a document that was built, in the editions that `choose_editions` has chosen.

        `files` has the `store.digest` of each file, by its path in the output folder.
        """
        if self._options.fetch:  # images on the web may change at any time
            return
        entry: Entry = {
            "name": name_of(location),
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
        if former := self._left_out.get(location):
            entry = entries.joined(former, entry, self._chosen)
        self._new[self._key(location)] = entries.dump(entry)

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
        found[self.signature.encode()] = json.dumps(self._shared).encode()
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

    def _still_valid(self, added: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        """The entries whose inputs and files are unchanged, refreshed."""
        before = entries.settled_before()
        now = {key: self._refresh(json.loads(entry), before) for key, entry in added.items()}
        return {key: entries.dump(entry) for key, entry in now.items() if entry is not None}
