"""Keep what was found out about files of the output folder, for as long as they are as they were.

This module imports no stage, as `history`.
"""

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.model import Course
from coursebuild.output import entries, manifest
from coursebuild.output.entries import NOT_SETTLED, FileRecord
from coursebuild.runtime import fingerprint, store


class _Entry(NamedTuple):
    files: dict[str, FileRecord]
    answer: bytes


class Kept:
    """Answers by their names; `of` is a hash of all that they depend on, beside the files.

    `name` is that of the record, of which a course has one for each output folder. With `is_forced`, nothing
    is known from before. What this build neither asks for nor adds is forgotten.
    """

    def __init__(self, course: Course, output: Path, name: str, of: str, *, is_forced: bool = False) -> None:
        self._path = manifest.path(store.folder() / store.BUILT, course.root, output).with_suffix(f".{name}")
        self._of, self._output = of, output
        self._former = {} if is_forced else dict(_read(self._path, of))
        self._now: dict[str, _Entry] = {}
        self._before = entries.settled_before()

    def find(self, name: str, digests: Mapping[str, str]) -> bytes | None:
        """The answer of a name, if the files are those of which it was found, and still have these digests.

        `digests` has the `store.digest` of each file by its path in the output folder, "" for one that is
        not there.
        """
        former = self._former.get(name)
        if former is None or {path: record[0] for path, record in former.files.items()} != digests:
            return None
        return former.answer if self.find_files(name) is not None else None

    def find_files(self, name: str) -> frozenset[PurePosixPath] | None:
        """The files of which an answer was found, if they are as they were; or None."""
        if (former := self._former.get(name)) is None:
            return None
        files = {path: self._compare(path, record) for path, record in former.files.items()}
        same = {path: record for path, record in files.items() if record is not None}
        if len(same) < len(files):
            return None
        self._now[name] = former._replace(files=same)
        return frozenset(map(PurePosixPath, same))

    def add(self, name: str, digests: Mapping[str, str], answer: bytes = b"") -> None:
        """Keep an answer; `digests` as for `find`."""
        self._now[name] = _Entry({path: [digest, NOT_SETTLED] for path, digest in digests.items()}, answer)

    def save(self) -> None:
        if self._now != self._former:
            store.write_at(self._path, _dump(self._of, self._now))

    def _compare(self, path: str, record: FileRecord) -> FileRecord | None:
        if not record[0]:
            return record
        return entries.compare(record, str(self._output / path), fingerprint.written, self._before)


def _read(path: Path, of: str) -> Iterator[tuple[str, _Entry]]:
    """The entries; none if there is no file, or one that depends on something else, or a damaged one."""
    head, _, body = (store.read_at(path) or b"").partition(b"\n")
    try:
        now, found = json.loads(head)
    except (ValueError, TypeError, RecursionError):
        return
    answers = io.BytesIO(body)
    for name, (files, size) in found.items() if now == of else ():
        yield name, _Entry(files, answers.read(size))


def _dump(of: str, found: Mapping[str, _Entry]) -> bytes:
    """Convert entries to bytes for `_read`: a line of JSON, then all answers."""
    head = {name: [each.files, len(each.answer)] for name, each in found.items()}
    return b"".join([json.dumps([of, head]).encode(), b"\n", *(each.answer for each in found.values())])
