"""Compare a document with what former builds, or a revision in git, withheld from students."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild import lint, pandoc
from coursebuild import source as sources
from coursebuild.audit import withheld
from coursebuild.audit.withheld import Texts
from coursebuild.engine.documents.failures import explain_failure
from coursebuild.engine.documents.included import IncludedFiles
from coursebuild.engine.session import Session
from coursebuild.model import (
    BuildOptions,
    Course,
    Diagnostic,
    Document,
    Location,
    Phrases,
    Remembered,
    Severity,
    short,
    shown,
)
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file
from coursebuild.source.revision import Revision

NO_PHRASES = Phrases(frozenset(), frozenset())


class Files(NamedTuple):
    """The paths of the files that a document's links and images lead to, below the course's folder.

    `read` are those of the files that it includes where students see them, and `unread` those of others.
    """

    shown: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()

    def phrases(self, identify: Callable[[str], str], salt: bytes) -> Phrases:
        """The hashes of the files; `identify` gives the identifier of a file's content, or "".

        A file that students could read in the lesson, perhaps in part, they may not have got as a file.
        """

        def hashed(paths: Iterable[str], *, included: bool = False) -> frozenset[int]:
            return withheld.hashed_files(((path, identify(path)) for path in paths), salt, included=included)

        got = hashed(self.shown)
        seen = hashed(self.shown | self.read, included=True)
        secret = self.withheld | self.unread
        return Phrases(got | seen, (hashed(secret) - got) | (hashed(secret, included=True) - seen))


class Former(NamedTuple):
    """What a source showed and withheld at a revision, or a diagnostic if it cannot be read."""

    phrases: Phrases = NO_PHRASES
    files: Files = Files()
    diagnostics: tuple[Diagnostic, ...] = ()


class ComparedWithFormer(NamedTuple):
    """What a document shows and withholds, and what students would see of it that was withheld before.

    `copies` are the paths below an edition's folder of copies of the files that students do not get.
    """

    phrases: Phrases
    copies: frozenset[PurePosixPath]
    diagnostics: tuple[Diagnostic, ...]


def compare_with_former(session: Session, document: Document, options: BuildOptions) -> ComparedWithFormer:
    """Compare a document, unless the author lets students see it all."""
    texts = withheld.read(document, session.course, options.metadata, options.day)
    links = _Links(document.source.location, session.course)
    phrases = withheld.phrases(texts, options.remembered.salt)
    included = IncludedFiles(document.source)
    files = links.files(texts, included)
    also = files.phrases(links.identify, options.remembered.salt)
    phrases = Phrases(phrases.shown | also.shown, phrases.withheld | also.withheld)
    found: tuple[Diagnostic, ...] = ()
    if os.path.realpath(document.source.location.path) not in options.revealed:
        found = withheld.find_revealed(document, texts, phrases, options.remembered)
        found += links.find_revealed(document, texts, options.remembered)
        found += links.find_included(document, texts, included, options.remembered)
    return ComparedWithFormer(phrases, links.copies(files), found)


def read_former(
    session: Session, path: Path, content: bytes, options: BuildOptions, revision: Revision
) -> Former:
    """Read a source, and what it includes, as they are at the revision `since`."""
    stem = _below_sources(path, session.course).with_suffix("")
    location = Location(path, shown(path), stem, (), frozenset(session.course.boxes))
    former = Former()
    try:
        source = sources.decode(content, location, revision.read_file)
        reasons = [each.message for each in source.inclusion.problems if each.severity is Severity.ERROR]
        document = pandoc.parse(source, session.course.limits)
        texts = withheld.read(document, session.course, options.metadata, options.day)
        files = _Links(location, session.course).files(texts, IncludedFiles(source))
        former = Former(withheld.phrases(texts, options.remembered.salt), files)
    except Exception as error:  # noqa: BLE001 (one source must not stop the others)
        reasons = [explain_failure(location, None, error)[0].message]
    found = [
        Diagnostic(location.name, 0, 0, "CB159", f"it cannot be read at `{options.since}`: {reason}")
        for reason in reasons[:1]
    ]
    return former._replace(diagnostics=lint.for_author(None, session.course, found))


def _below_sources(path: Path, course: Course) -> PurePosixPath:
    """The path of a source below the folder of the course's that it is in, or else its name."""
    folders = (course.root / name for name in course.sources)
    above = next((each for each in folders if path.is_relative_to(each) and path != each), path.parent)
    return PurePosixPath(path.relative_to(above))


class _Links:
    """What the links and images of one lesson lead to, by paths below the course's folder."""

    def __init__(self, location: Location, course: Course) -> None:
        self._targets = lint.Targets(location)
        self._files = lint.Files(location, self._targets.root, course)
        self._root = os.path.realpath(course.root)
        self._most = int(course.limits.file_size)

    def files(self, texts: Texts, included: IncludedFiles) -> Files:
        read = included.seen_in(texts.seen)
        unread = included.seen_in(each.text for each in texts.corrected if each.is_withheld) - read
        return Files(
            self._paths(texts.linked),
            self._paths(texts.withheld_links),
            frozenset(map(self._below, read)),
            frozenset(map(self._below, unread)),
        )

    def identify(self, path: str) -> str:
        try:
            return fingerprint.blob(regular_file.read(Path(self._root, path), self._most))
        except OSError:
            return ""

    def find_revealed(
        self, document: Document, texts: Texts, remembered: Remembered
    ) -> tuple[Diagnostic, ...]:
        """A diagnostic for each file that students would get and did not before."""
        found: dict[Diagnostic, None] = {}
        for address in withheld.unlisted_links(texts) if remembered.hashes else ():
            path = self._path(address)
            if path and not self._files.may_be_seen(Path(self._root, path)):
                hashes = withheld.hashed_files(((path, self.identify(path)),), remembered.salt)
                if withheld.is_remembered(hashes, remembered):
                    quote = f"students would get `{short(address)}`, which {remembered.by} withheld from them"
                    for place in lint.places(document.source, address):
                        found[Diagnostic(document.source.location.name, *place, "CB157", quote)] = None
        return tuple(found)

    def find_included(
        self, document: Document, texts: Texts, included: IncludedFiles, remembered: Remembered
    ) -> tuple[Diagnostic, ...]:
        """A diagnostic for each file that students would read in the lesson, and did not get before."""
        found = []
        for path in sorted(included.seen_in(withheld.unlisted_texts(texts))) if remembered.hashes else ():
            below = self._below(path)
            file = ((below, self.identify(below)),)
            hashes = withheld.hashed_files(file, remembered.salt, included=True)
            if withheld.is_remembered(hashes, remembered) and not self._files.may_be_seen(Path(path)):
                quote = f"students would read `{short(below)}` here, which {remembered.by} withheld from them"
                place = included.place(path)
                found.append(Diagnostic(document.source.location.name, *place, "CB157", quote))
        return tuple(found)

    def copies(self, files: Files) -> frozenset[PurePosixPath]:
        found = set()
        for path in files.withheld - files.shown:
            try:
                found.add(self._files.below(Path(self._root, path)))
            except (lint.NotCopiedError, OSError, ValueError):
                continue
        return frozenset(found)

    def _paths(self, addresses: Iterable[str]) -> frozenset[str]:
        return frozenset(filter(None, map(self._path, addresses)))

    def _path(self, address: str) -> str:
        """The path of the file that an address means; "" if it means none."""
        path = self._targets.file(address)
        return self._below(path) if path else ""

    def _below(self, path: Path | str) -> str:
        return Path(os.path.relpath(path, self._root)).as_posix()
