"""Complete a build: fill the slots of its pages, and write the index and what belongs to it.

A build to which nothing is new imports no stage here.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from coursebuild.engine.events import Diagnosed, Written
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.model import (
    BuildError,
    BuildOptions,
    Course,
    Diagnostic,
    Edition,
    Format,
    Location,
    Remembered,
    shown,
)
from coursebuild.output import History, Kept, Writer
from coursebuild.runtime import fingerprint, store
from coursebuild.runtime.system import regular_file

if TYPE_CHECKING:
    from coursebuild.engine.site.changes import Changes
    from coursebuild.engine.site.edition_index import EditionIndex, IndexedLesson
    from coursebuild.engine.site.kept import KeptLessons
    from coursebuild.output.record import Record

INDEX = PurePosixPath("index.html")
_OWN = "files of no lesson"


class Scope(NamedTuple):
    """The lessons of the course; `is_whole` says that a build is of all, and so writes the index.

    `built` are those that the build has written, `failed` those that it refused.
    """

    lessons: Sequence[Location] = ()
    is_whole: bool = False
    built: Collection[Location] = ()
    failed: Collection[Location] = ()


class Output(NamedTuple):
    """The output folder, what is written to it, and the record of this."""

    folder: Path
    writer: Writer
    history: History
    record: "Record | None"


def finish(
    session: Session, options: BuildOptions, output: Output, scope: Scope
) -> Iterator[Diagnosed | Written]:
    """Fill the slots of pages, and write the index of each edition, unless it is as it was."""

    @cache
    def find_changes() -> Mapping[str, "Changes"]:
        """What each edition shows otherwise than at the newest tag, found for all at once."""
        from coursebuild import config  # noqa: PLC0415 (as below)
        from coursebuild.engine.site import changes  # noqa: PLC0415 (it imports the stages)

        listed = [each for each in scope.lessons if each not in scope.failed]
        return changes.find_changes(
            session, options, [each for each in listed if each.stem != config.INTRODUCTION]
        )

    editions = [_Edition(session, options, output, scope, each, find_changes) for each in options.editions]
    for each in editions:
        try:
            if each.is_encrypted or (scope.is_whole and not each.has_index):
                output.writer.discard_own(each.edition.name, ())
            elif each.has_index and not each.is_current():
                yield from each.finish()
        except Exception as error:  # noqa: BLE001 (the lessons have been built nevertheless)
            yield Diagnosed(_diagnostics(error, output.folder / each.edition.name / INDEX))
    if made := [each.changes for each in editions if each.changes]:
        from coursebuild.engine.site.changes import reported  # noqa: PLC0415 (it imports the stages)

        yield Diagnosed(reported(session.course, made))


def has_index(course: Course, lessons: Sequence[Location]) -> bool:
    """Whether a course has an index: unless the author decides, where there are several lessons."""
    return len(lessons) > 1 if course.has_index is None else course.has_index


def _diagnostics(error: Exception, path: Path) -> tuple[Diagnostic, ...]:
    if isinstance(error, OSError):
        return (Diagnostic(shown(path), 0, 0, "CB007", f"it cannot be written: {error.strerror}"),)
    from coursebuild.engine.documents.failures import explain_index_failure  # noqa: PLC0415 (as below)

    return explain_index_failure(path, error)


@dataclass
class _Edition:
    """An edition whose index is brought up to date."""

    session: Session
    options: BuildOptions
    output: Output
    scope: Scope
    edition: Edition
    find_changes: "Callable[[], Mapping[str, Changes]]"  # by the names of editions
    written: list[Path] = field(default_factory=list)
    replaced: dict[str, tuple[str, str]] = field(default_factory=dict)
    changes: "Changes | None" = None  # if the index was made
    lost: set[PurePosixPath] = field(default_factory=set)  # its files that another program changed meanwhile

    @property
    def is_encrypted(self) -> bool:
        """Whether nothing of the edition may be written that opens without a password."""
        asked = self.options.encryption
        return asked.covers_pdfs_of(self.edition) and not asked.allows_plain(self.edition)

    @property
    def has_index(self) -> bool:
        """Whether the edition gets an index, or has one."""
        is_wanted = has_index(self.session.course, self.scope.lessons)
        is_there = self.scope.is_whole or bool(self._digest(INDEX))
        return is_wanted and is_there and any(self._digest(_page(each)) for each in self.scope.lessons)

    def is_current(self) -> bool:
        """Whether a build of the whole course has nothing to do here."""
        if not self.scope.is_whole or self.output.history.forced:
            return False
        kept = self._kept("index", self._made_of())
        made = kept.find_files(_OWN)
        if made is not None:
            self.output.writer.discard_own(self.edition.name, made)
            kept.save()
        return made is not None

    def finish(self) -> Iterator[Diagnosed | Written]:
        from coursebuild.engine.site.edition_index import EditionIndex  # noqa: PLC0415 (it imports the stages)
        from coursebuild.engine.site.kept import KeptLessons  # noqa: PLC0415 (as above)

        listed = [each for each in self.scope.lessons if each not in self.scope.failed]
        kept = KeptLessons(self._kept("pages"), self.edition, self._digest, self._read)
        index = EditionIndex(self.session, self.edition, list(kept.find(listed)))
        for lesson in index.lessons:
            if self.scope.is_whole or lesson.location in self.scope.built:
                self._fill(lesson, index, kept)
        own = self._write_index(index) if self.scope.is_whole else {}
        kept.save()
        self.output.history.replace(self.replaced)
        if self.scope.is_whole:
            self.output.writer.discard_own(self.edition.name, own)
            if not self.lost:  # or else the next build would take the index for complete
                made = self._kept("index", self._made_of())
                made.add(_OWN, {str(name): digest for name, digest in own.items()})
                made.save()
        yield Written(tuple(self.written))
        yield Diagnosed(tuple(self._diagnose(name) for name in sorted(self.lost)))

    def _kept(self, name: str, of: str = "") -> Kept:
        """What former builds have found out about files of the edition."""
        of = store.key(self.output.history.course_inputs, of)
        course, folder = self.session.course, self.output.folder
        return Kept(course, folder, f"{self.edition.name}-{name}", of, is_forced=self.options.force)

    def _fill(self, lesson: "IndexedLesson", index: "EditionIndex", kept: "KeptLessons") -> None:
        """Put the links that are wanted into the slot of a page, if they are not there."""
        from coursebuild import site  # noqa: PLC0415 (as above)

        wanted = index.neighbours_key(lesson.location)
        if not kept.has_links(lesson, wanted) and (content := self._read(_page(lesson.location))):
            filled = site.filled(content.decode(), index.neighbours(lesson.location))
            self._rewrite(lesson.location, content, filled.encode())
            kept.set_links(lesson, wanted)

    def _rewrite(self, location: Location, before: bytes, after: bytes) -> None:
        name = self._name(_page(location))
        if before != after:
            self.replaced[str(name)] = store.digest(before), store.digest(after)
            path = self.output.writer.write(name, after, location)
            self.written += [path] if location not in self.scope.built else []

    def _write_index(self, index: "EditionIndex") -> dict[PurePosixPath, str]:
        """Write the index and what belongs to it; return the digest of each file."""
        introduction = self._read(INDEX) if index.introduction else None
        page = introduction.decode() if introduction is not None else None
        self.changes = self.find_changes()[self.edition.name]
        files = index.files(page, self.changes)
        self._search(index, files)
        for name, content in files.items():
            if index.introduction and introduction is not None and name == str(INDEX):
                self._rewrite(index.introduction.location, introduction, content)
            elif path := self.output.writer.write_own(
                self._name(PurePosixPath(name)), content, fresh=self.options.force
            ):
                self.written.append(path)
        names = [self._name(PurePosixPath(name)) for name in files]
        return {name: self.output.writer.digest(name) for name in names}

    def _search(self, index: "EditionIndex", files: Mapping[str, bytes]) -> None:
        """Search the files for what students should not see. Raises: BuildError."""
        from coursebuild.engine.site.kept import KeptPhrases  # noqa: PLC0415 (as above)

        remembered = self._remembered()
        kept = KeptPhrases(self._kept("phrases", remembered.salt.hex()), remembered.salt)
        folder = self.output.folder / self.edition.name
        if leaks := index.leaks(files, remembered, folder, kept.find_remembered):
            raise BuildError(*leaks)
        kept.save()

    def _remembered(self) -> Remembered:
        """What the lessons withhold, with those that this build has written."""
        from coursebuild.output.record import Record  # noqa: PLC0415 (as above)

        return (self.output.record or Record(self.session.course)).withheld()

    def _made_of(self) -> str:
        """A hash of all that the index is made of, beside what all documents share."""
        from coursebuild.output.tags import state  # noqa: PLC0415 (only an index needs it)

        suffixes = [row.suffix for format_, row in FORMATS.items() if row.for_students]
        names = [f"{each.stem}{suffix}" for each in self.scope.lessons for suffix in suffixes]
        digests = (f"{name} {self._digest(name)}" for name in names)
        failed = sorted(str(each.stem) for each in self.scope.failed)
        return store.key(self.edition.name, state(self.session.course.root), *digests, *failed)

    def _read(self, name: PurePosixPath) -> bytes | None:
        """A file of the edition as a build wrote it; None if there is none."""
        path, digest = self.output.folder / self._name(name), self._digest(name)
        try:
            content = regular_file.read(path, fingerprint.LARGEST, regular_file.NO_LINK)
        except OSError:
            content = None
        if content is not None and store.digest(content) == digest:
            return content
        self.lost |= {name} & self._expected
        return None

    @cached_property
    def _expected(self) -> set[PurePosixPath]:
        """The files that a build of all has written, or has just found to be unchanged."""
        rows = [FORMATS[each] for each in self.options.formats if self.options.writes(self.edition, each)]
        lessons = self.scope.lessons if self.scope.is_whole else ()
        listed = [each for each in lessons if each not in self.scope.failed]
        return {
            PurePosixPath(f"{each.stem}{row.suffix}")
            for each in listed
            for row in rows
            if row.is_for(self.edition)
        }

    def _diagnose(self, lost: PurePosixPath) -> Diagnostic:
        message = "another program has changed or removed it, so the index lacks it"
        return Diagnostic(shown(self.output.folder / self._name(lost)), 0, 0, "CB290", message)

    def _digest(self, name: str | PurePosixPath) -> str:
        return self.output.writer.digest(f"{self.edition.name}/{name}")

    def _name(self, name: PurePosixPath) -> PurePosixPath:
        return PurePosixPath(self.edition.name, name)


def _page(location: Location) -> PurePosixPath:
    return PurePosixPath(f"{location.stem}{FORMATS[Format.HTML].suffix}")
