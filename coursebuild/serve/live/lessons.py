"""A lesson that is being previewed: its pages, what is wrong with it, who looks at it, and what is made."""

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from coursebuild.engine import Preview, Session
from coursebuild.model import STUDENT, Copied, Diagnostic, Format, Location, has_errors

_FIELD = r"""^{}:[ \t]*(["']?)(?P<value>[^\n]*?)\1[ \t]*$"""
KEPT = 100_000_000  # bytes of pages at which nobody looks
MOST_VIEWERS = 200  # whose pages are known
_TITLE, _LANG = (re.compile(_FIELD.format(name), re.MULTILINE) for name in ("title", "lang"))
_HEAD = 4000  # bytes of a lesson in which these are looked for


class Key(NamedTuple):
    """Which file of a lesson."""

    edition: str
    format: Format


@dataclass
class Page:
    """A file of a lesson. `made_at` is the generation for which it was tried to make it.

    If the lesson is refused in it, `content` is that of a former one, and stale.
    """

    made_at: int = 0
    version: int = 0
    content: bytes | None = None
    is_stale: bool = False
    copies: tuple[Copied, ...] = ()
    used: float = 0.0
    links: str = ""  # to other lessons, with which the author got it


class Found(NamedTuple):
    """The diagnostics of a generation of a lesson."""

    generation: int
    diagnostics: tuple[Diagnostic, ...]


@dataclass
class Lesson:
    """A lesson; `generation` is that of its last change.

    What was found, and read, is by the file for which it was; by None, that for all editions and formats.
    """

    location: Location
    generation: int
    title: str = ""
    lang: str = ""
    pages: dict[Key, Page] = field(default_factory=dict)
    found: dict[Key | None, Found] = field(default_factory=dict)
    reads: dict[Key | None, Mapping[str, str]] = field(default_factory=dict)
    withheld: int = 0
    has_changed: bool = False  # since the preview was started
    examined_at: int = 0  # the generation that was examined for all editions and formats
    examine_after: float = 0.0  # the time

    def __post_init__(self) -> None:
        """Read the title and the language in the front matter, until something better is known."""
        head = _head(self.location)
        self.title, self.lang = (
            found["value"] if (found := pattern.search(head)) else "" for pattern in (_TITLE, _LANG)
        )
        self.title = self.title or self.location.stem.name

    @property
    def stem(self) -> str:
        return str(self.location.stem)

    @property
    def path(self) -> str:
        return os.path.abspath(self.location.path)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        found = (each for known in self.found.values() for each in known.diagnostics)
        return tuple(sorted(dict.fromkeys(found)))

    @property
    def is_for_students(self) -> bool:
        """Whether a build would make the students' page, as far as is known."""
        if has_errors(self.diagnostics):
            return False
        pages = (page for key, page in self.pages.items() if key.edition == STUDENT.name)
        return None in self.found or any(page.content and not page.is_stale for page in pages)

    def page(self, key: Key) -> Page:
        return self.pages.setdefault(key, Page())

    def version(self, key: Key) -> int | None:
        """The version of a file; None if it was not made yet."""
        return self.pages[key].version or None if key in self.pages else None

    def needs(self, key: Key) -> bool:
        """Whether a file has to be made."""
        return self.page(key).made_at < self.generation

    def uses(self, paths: set[str]) -> bool:
        """Whether the lesson, or what it is made of, is among these paths."""
        return self.path in paths or any(not paths.isdisjoint(reads) for reads in self.reads.values())

    def is_among(self, real_paths: set[str]) -> bool:
        return bool(real_paths) and os.path.realpath(self.path) in real_paths

    def mentions(self, name: str) -> bool:
        """Whether the name of a file may stand in the lesson, as text or in an address."""
        try:
            text = self.location.path.read_bytes()
        except OSError:
            return False
        return any(each in text for each in (os.fsencode(name), quote(os.fsencode(name)).encode()))

    def find(self, key: Key | None, generation: int, preview: Preview) -> None:
        """Replace what was found for a file, and forget of former generations what may be mended now.

        What was found for another file stays until that is made too, but for what was found for both.
        """
        former = self.found.get(key)
        mended = set(former.diagnostics) if former else set()
        for other, known in tuple(self.found.items()):
            if known.generation < generation:
                left = tuple(each for each in known.diagnostics if former and each not in mended)
                self.found[other] = known._replace(diagnostics=left if key else ())
        self.found[key] = Found(generation, preview.diagnostics)
        self.reads[key] = preview.reads


class Job(NamedTuple):
    """A file to make of a lesson, or without a key, diagnostics to find; of this generation."""

    lesson: Lesson
    key: Key | None
    generation: int
    session: Session
    second: bool  # whether the second worker does it


@dataclass
class Run:
    """A job that is being done, since this time."""

    job: Job
    began: float
    is_cancelled: bool = False


class Viewed:
    """The lesson that each viewer looks at, and in which editions and formats. The caller has the lock."""

    def __init__(self) -> None:
        self._by_viewer: dict[str, tuple[str, tuple[Key, ...]]] = {}

    def watch(self, viewer: str, stem: str, formats: Mapping[str, Format]) -> None:
        """Note what a viewer looks at from now on; `formats` are by edition."""
        self._by_viewer.pop(viewer, None)
        self._by_viewer[viewer] = stem, tuple(Key(*each) for each in formats.items())
        while len(self._by_viewer) > MOST_VIEWERS:
            del self._by_viewer[next(iter(self._by_viewer))]

    def forget(self, viewer: str) -> None:
        self._by_viewer.pop(viewer, None)

    def stems(self) -> set[str]:
        return {stem for stem, _ in self._by_viewer.values()}

    def keys(self, editions: Iterable[str]) -> Iterator[tuple[str, Key]]:
        """What is looked at, in the order in which it is made: for the screen, and for students, first."""
        viewed = {(stem, key) for stem, keys in self._by_viewer.values() for key in keys}
        order = list(editions)
        known = [(stem, key) for stem, key in viewed if key.edition in order]
        return iter(
            sorted(known, key=lambda each: (each[1].format is Format.PDF, order.index(each[1].edition)))
        )


def make_room(lessons: Iterable[Lesson], viewed: Container[tuple[str, Key]]) -> None:
    """Forget pages at which nobody has looked for longest."""
    others = [
        page
        for lesson in lessons
        for key, page in lesson.pages.items()
        if page.content and (lesson.stem, key) not in viewed
    ]
    size = sum(len(page.content or b"") for page in others)
    for page in sorted(others, key=lambda page: page.used):
        if size <= KEPT:
            return
        size -= len(page.content or b"")
        page.content, page.made_at = None, 0


def _head(location: Location) -> str:
    try:
        with location.path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", "replace").replace("\r", "")
    except OSError:
        return ""
    return head if head.startswith("---") else ""
