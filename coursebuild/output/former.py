"""What is on record of the former builds of documents, and whether they are still as they were built.

This module imports no stage, as `history`.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, cast

from coursebuild.model import Begin, BuildOptions, Course, Edition, Location
from coursebuild.output import entries, inputs, manifest, reasons
from coursebuild.output.entries import Entry, FileRecord
from coursebuild.output.inputs import Shared
from coursebuild.output.reasons import Kind, Reason
from coursebuild.runtime import fingerprint, store


class Known(NamedTuple):
    """A former build of a document with any options, whose files are as it wrote them.

    `files` are paths in the output folder; with `is_current`, a build would write the same ones.
    """

    files: frozenset[str]
    is_current: bool
    seconds: float


class FormerBuilds:
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
        self._left_out: Mapping[Location, Entry] = {}  # of which not all editions are built
        self._chosen: frozenset[str] = frozenset()  # the editions that are

    @property
    def signature(self) -> str:
        """A hash of all inputs that documents share."""
        return self._signature

    @property
    def course_inputs(self) -> str:
        """A hash of all inputs that documents share, whatever editions and formats are built."""
        return self._shared.without_choice

    @property
    def forced(self) -> str:
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

    def reasons(self, location: Location) -> tuple[Reason, ...]:
        """Why a document that `find_unchanged` does not name is built."""
        if self.forced:
            return (Reason(Kind.FORCED, self.forced),)
        before = entries.settled_before()
        former = self._last(location)
        if former is None:
            return (Reason(Kind.FIRST),)
        found = list(reasons.of_shared(self._recorded_shared(former), self._shared))
        reads, files = (
            [path for path, record in each.items() if record is None]
            for each in self._compare_all(former, before)
        )
        found += reasons.of_files(name_of(location), reads, files, self._output)
        found += [Reason(Kind.NUMBERS)] if former["begins"] != self._begins(former["begins"]) else []
        found += [Reason(Kind.DATE, date) for date in self._come(former)]
        return tuple(found) or (Reason(Kind.PLACE),)

    def choose_editions(self, locations: Iterable[Location]) -> tuple[Edition, ...]:
        """The editions to build of documents that are not unchanged.

        They are all, unless only looks of editions have changed since each document was built; then the
        files of the others stay. Where a document has diagnostics, which may be those of any edition, all
        editions are built.
        """
        before, left_out = entries.settled_before(), dict[Location, Entry]()
        for location in locations:
            former = self._same_but_looks(location, before)
            if former is None:
                return self._options.editions
            left_out[location] = former
        self._left_out = left_out
        self._chosen = frozenset().union(*map(self._changed_looks, left_out.values()))
        return tuple(each for each in self._options.editions if each.name in self._chosen)

    def _same_but_looks(self, location: Location, before: int) -> Entry | None:
        """The last entry of a document, if nothing else has changed; it has no diagnostics."""
        former = None if self.forced or self._options.encryption else self._last(location)
        try:
            if former is None or former["diagnostics"] or not self._changed_looks(former):
                return None
            is_same = self._key(location, former["shared"]) in self._former and self._refresh(former, before)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):  # the record is damaged
            return None
        return former if is_same else None

    def _changed_looks(self, former: Entry) -> set[str]:
        """The editions of which the look has changed; none if another input has changed too."""
        then, now = self._recorded_shared(former), self._shared
        looks = {inputs.LOOK.format(each.name): each.name for each in self._options.editions}
        files = (each.files for each in (then, now))
        others = ({name: text for name, text in each.items() if name not in looks} for each in files)
        if then._replace(files=next(others)) != now._replace(files=next(others)):
            return set()
        return {each for name, each in looks.items() if then.files.get(name) != now.files.get(name)}

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
        for entry in reversed(self._by_name.get(name_of(location), [])):
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
        found = self._by_name.get(name_of(location), [])
        options = self._shared.options
        same = [each for each in found if self._recorded_shared(each).options == options]
        return next(reversed(same or found), None)

    def _recorded_shared(self, entry: Entry) -> Shared:
        try:
            return Shared(*json.loads(self._former[entry["shared"].encode()]))
        except (KeyError, TypeError, ValueError):  # the record is damaged
            return Shared({}, {}, {})

    def _key(self, location: Location, shared: str = "") -> bytes:
        return store.key(
            shared or self._signature,
            name_of(location),
            location.name,
            str(location.stem),
            *map(str, location.roots),
        ).encode()

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


def name_of(location: Location) -> str:
    """The name of a document in the record."""
    return os.path.abspath(location.path)
