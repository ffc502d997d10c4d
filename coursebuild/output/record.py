"""The record of what each lesson of a course showed to students, and of what it withheld from them.

It holds salted hashes of phrases, never texts. Two builds may use it at once: it is replaced as a whole, so
that at most what one of them added is lost. A damaged record counts as absent.
"""

import io
import json
import os
from array import array
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import Course, Location, Phrases, Remembered
from coursebuild.runtime import store

VERSION = 1
KEPT = 10  # builds of a lesson for which the record keeps a text that the lesson no longer withholds

_SALT = 16  # bytes


class Lesson(NamedTuple):
    """The packed hashes of a lesson: of what it showed in its last build, and of what it withheld.

    `withheld` has them by age: the number of the lesson's builds since it withheld them, 0 for the last one.
    """

    shown: bytes
    withheld: Mapping[int, bytes]


Lessons = dict[str, Lesson]  # by their paths below the course's folder


class Record:
    """The record of a course; `add` the lessons that were built, then `save` it."""

    def __init__(self, course: Course) -> None:
        self._root = os.path.realpath(course.root)
        self.path = store.folder() / store.WITHHELD / store.key(self._root)[:32]
        salt, self._lessons = _read(self.path)
        self.salt = salt or os.urandom(_SALT)
        self._new: dict[str, Phrases] = {}

    def remembered(self, revealed: Iterable[str]) -> Remembered:
        """What the lessons withheld, but for those with the real paths `revealed`."""
        without = set(map(self._name, revealed))
        lessons = (lesson for name, lesson in self._lessons.items() if name not in without)
        return Remembered(
            self.salt, b"".join(each for lesson in lessons for each in lesson.withheld.values())
        )

    def add(self, location: Location, phrases: Phrases) -> None:
        """Add a lesson whose files were written."""
        self._new[self._name(os.path.realpath(location.path))] = phrases

    def withheld(self) -> Remembered:
        """What the lessons withhold now, with those that were added."""
        lessons = self._merge(self._lessons).values()
        return Remembered(
            self.salt, b"".join(each for lesson in lessons for each in lesson.withheld.values())
        )

    def save(self, revealed: Collection[str]) -> None:
        """Save what was added, and forget what the lessons with the real paths `revealed` withheld before.

        Another build may have saved its own lessons meanwhile; if it has made another salt, nothing is saved.
        """
        salt, lessons = _read(self.path)
        if not self._new and not revealed:
            return
        for name in map(self._name, revealed):
            if name in lessons:
                lessons[name] = lessons[name]._replace(withheld={})
        if salt in (b"", self.salt):
            store.write_at(self.path, _dump(self.salt, self._merge(lessons)))

    def _name(self, path: str) -> str:
        return Path(os.path.relpath(path, self._root)).as_posix()

    def _merge(self, lessons: Lessons) -> Lessons:
        """The lessons with the new ones; nothing that students saw is withheld any more."""
        seen = frozenset[int]().union(*(phrases.shown for phrases in self._new.values()))
        merged: Lessons = {}
        for name, lesson in lessons.items():
            is_gone = bool(self._new) and not os.path.lexists(Path(self._root, name))
            withheld = _aged(lesson.withheld) if is_gone else lesson.withheld
            merged[name] = lesson._replace(withheld=_without(withheld, seen))
            if is_gone and not merged[name].withheld:
                del merged[name]
        others = [lesson.shown for name, lesson in merged.items() if name not in self._new]
        for name, phrases in self._new.items():
            former = merged[name].withheld if name in merged else {}
            unknown = (phrases.withheld - seen).difference(*map(_unpack, former.values()))
            quoted = _in_any(unknown, others) if unknown else frozenset[int]()
            now = phrases.withheld - seen - quoted
            merged[name] = Lesson(pack(phrases.shown), {0: pack(now), **_without(_aged(former), now)})
        return merged


def _aged(withheld: Mapping[int, bytes]) -> Mapping[int, bytes]:
    return {age + 1: hashes for age, hashes in withheld.items() if age + 1 < KEPT}


def _without(withheld: Mapping[int, bytes], hashes: frozenset[int]) -> Mapping[int, bytes]:
    """What is withheld without these hashes, and without the ages of which nothing is left."""
    left = {
        age: each if hashes.isdisjoint(_view(each)) else pack(_unpack(each) - hashes)
        for age, each in withheld.items()
    }
    return {age: each for age, each in left.items() if each}


def _in_any(hashes: frozenset[int], packed: Iterable[bytes]) -> frozenset[int]:
    return frozenset().union(*(hashes.intersection(_view(some)) for some in packed))


def pack(hashes: Iterable[int]) -> bytes:
    """The form in which `Remembered` has hashes."""
    return array("Q", sorted(hashes)).tobytes()


def _unpack(packed: bytes) -> frozenset[int]:
    return frozenset(_view(packed))


def _view(packed: bytes) -> Iterable[int]:
    return memoryview(packed).cast("Q")


def _read(path: Path) -> tuple[bytes, Lessons]:
    """The salt and the lessons; empty if there is no record of this version."""
    head, _, body = (store.read_at(path) or b"").partition(b"\n")
    try:
        content, packed = json.loads(head), io.BytesIO(body)
        if content["version"] != VERSION:
            return b"", {}
        lessons = {
            name: Lesson(packed.read(shown), {int(age): packed.read(size) for age, size in withheld.items()})
            for name, (shown, withheld) in content["sizes"].items()
        }
        return bytes.fromhex(content["salt"]), lessons
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return b"", {}


def _dump(salt: bytes, lessons: Lessons) -> bytes:
    """Convert the record to bytes for `_read`: a line of JSON with the sizes, then all hashes."""
    sizes = {
        name: [len(lesson.shown), {age: len(hashes) for age, hashes in lesson.withheld.items()}]
        for name, lesson in lessons.items()
    }
    head = json.dumps({"version": VERSION, "salt": salt.hex(), "sizes": sizes})
    packed = (each for lesson in lessons.values() for each in (lesson.shown, *lesson.withheld.values()))
    return b"\n".join([head.encode(), b"".join(packed)])
