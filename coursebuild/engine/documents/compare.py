"""Compare the files of one source with what a build would write."""

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild import audit, site
from coursebuild.engine.documents.copies import Wanted, examine, search
from coursebuild.engine.documents.failures import locate_leaks
from coursebuild.engine.documents.former import NO_PHRASES
from coursebuild.engine.documents.prepare import Prepared, Rendered, prepare
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.engine.site.edition_index import IndexedLesson, find_lessons
from coursebuild.engine.state.days import Days
from coursebuild.model import (
    BuildOptions,
    Diagnostic,
    Evidence,
    Format,
    Location,
    Package,
    Phrases,
    Remembered,
    Severity,
    short,
    shown,
    squeezed,
)
from coursebuild.runtime import fingerprint, store
from coursebuild.runtime.system import regular_file

_MISSING = "CB154"


class ComparedFiles(NamedTuple):
    """What is wrong with the files of a source, and the paths of its copies.

    Of a source with errors, which is not `is_read`, nobody knows which files it should have. With
    `is_complete`, its pages are all there. `lesson` is what the index has of it; `phrases` are as in
    Prepared.
    """

    diagnostics: tuple[Diagnostic, ...]
    copies: tuple[Path, ...] = ()
    lesson: IndexedLesson | None = None
    phrases: Phrases = NO_PHRASES
    is_read: bool = False
    is_complete: bool = False


def compare(session: Session, location: Location, options: BuildOptions, package: Package) -> ComparedFiles:
    """Compare the files of a source. `options` have the edition of the package alone."""
    folder = package.folder
    document = prepare(session, location, options)
    found = [d for d in document.diagnostics if d.severity is Severity.ERROR]
    is_read = is_complete = not found
    found += () if package.edition.shows_corrections else document.doubts
    days = Days(session, document, options)
    for rendered in document.pages:
        format_ = rendered.page.format
        path = package.page(f"{location.stem}{FORMATS[format_].suffix}", format_)
        compared = tuple(_compare_page(path, rendered, document, days))
        is_complete = is_complete and all(each.code != _MISSING for each in compared)
        found += compared
    found += _search_beside(package, {each.evidence for each in document.pages})
    copied = document.wanted if options.encryption.allows_plain(package.edition) else ()
    copies = {folder.joinpath(*each.file.name.parts[1:]): each for each in copied}
    is_revealed = os.path.realpath(location.path) in options.revealed
    remembered = Remembered() if is_revealed else options.remembered
    for path, wanted in copies.items():
        copy = _compare_copy(path, wanted, remembered, int(session.course.limits.file_size))
        found += map(document.source.typed, copy) if document.source else copy
    read = partial(_content, folder)
    lesson = next(find_lessons([location], read), None)
    return ComparedFiles(tuple(found), tuple(copies), lesson, document.phrases, is_read, is_complete)


def _content(folder: Path, name: PurePosixPath) -> bytes | None:
    """A file of an edition; None if it cannot be read, which is reported elsewhere."""
    try:
        return regular_file.read(folder / name, fingerprint.LARGEST)
    except OSError:
        return None


def _compare_page(path: Path, rendered: Rendered, document: Prepared, days: Days) -> Iterator[Diagnostic]:
    """What is wrong with the file of a page."""
    (page, evidence), name = rendered, document.location.name
    row = FORMATS[page.format]
    reader = row.reader()
    try:
        content = regular_file.read(path, fingerprint.LARGEST)
        if others := [each for each in reader.editions(content) if each != evidence.edition]:
            message = f"it says that it is of the edition `{short(others[0])}`"
            yield Diagnostic(str(path), 0, 0, "CB155", message)
            return
        if page.format is Format.HTML:
            content, filling = site.emptied(content)
            # a title of another lesson may be a single word that is an answer here
            audit.audit(str(path), filling, audit.HTML, evidence._replace(words=frozenset()))
        audit.audit(str(path), content, reader, evidence)
        titles = map(squeezed, reader.titles(content)) if row.for_students else [squeezed(evidence.title)]
        if squeezed(evidence.title) not in titles:
            yield Diagnostic(str(path), 0, 0, "CB156", f"it does not match {name}")
        elif date := days.missed(page.format, content):
            message = f"it is of a day before {date}, since which students see more"
            yield Diagnostic(str(path), 0, 0, "CB257", message)
    except FileNotFoundError:
        yield Diagnostic(str(path), 0, 0, _MISSING, f"{name} has not been built")
    except OSError as error:
        yield Diagnostic(str(path), 0, 0, "CB153", f"it cannot be read: {error.strerror}")
    except audit.UnreadableError as error:
        yield Diagnostic(str(path), 0, 0, "CB153", str(error))
    except audit.LeakError as error:
        if days.is_of_later_day(page.format, content):
            message = f"it is of a day after {days.day}, and has what students must not see before"
            yield Diagnostic(str(path), 0, 0, "CB155", message)
        else:
            yield from _diagnose_leak(document, path, evidence, error)


def _search_beside(package: Package, withheld: Iterable[Evidence]) -> Iterator[Diagnostic]:
    """A diagnostic for each file beside the lessons' that has what the lesson withholds."""
    shown_there = squeezed(package.shown)
    for path in package.beside:
        try:
            copy = _read(path)
        except (OSError, audit.UnreadableError) as error:
            yield Diagnostic(path.name, 0, 0, "CB153", getattr(error, "strerror", None) or str(error))
            continue
        for evidence in withheld:
            for _, text in copy.leaks(evidence, nearly_all=False):
                if squeezed(text) not in shown_there:
                    message = f"it contains `{short(text)}`, which students must not see"
                    yield Diagnostic(path.name, 0, 0, "CB155", message)


@lru_cache(maxsize=2)
def _read(path: Path) -> audit.Copy:
    """A file, which is searched for what each lesson withholds. Raises: OSError and UnreadableError."""
    return audit.Copy(path.name, regular_file.read(path, store.LARGEST))


def _compare_copy(path: Path, wanted: Wanted, remembered: Remembered, most: int) -> tuple[Diagnostic, ...]:
    """What is wrong with a copy, and with the file that it is a copy of."""
    examined = examine((wanted,), remembered, most)
    try:
        content = regular_file.read(path, most, regular_file.NO_LINK)
    except FileNotFoundError:
        message = f"{shown(wanted.file.path)} has not been copied"
        return (*examined.diagnostics, Diagnostic(str(path), 0, 0, _MISSING, message))
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
        return (*examined.diagnostics, Diagnostic(str(path), 0, 0, "CB153", message))
    if [store.digest(content)] == [copied.digest for copied in examined.copies]:
        return examined.diagnostics
    message = f"it is not a copy of {shown(wanted.file.path)}"
    leaks = [
        each._replace(path=str(path), line=0, column=0) for each in search(content, (wanted,), remembered)
    ]
    return (*examined.diagnostics, Diagnostic(str(path), 0, 0, "CB156", message), *leaks)


def _diagnose_leak(
    document: Prepared, path: Path, evidence: Evidence, error: audit.LeakError
) -> Iterator[Diagnostic]:
    """One diagnostic if most of what the edition withholds is in the file, or else one for each leak."""
    texts = {text for _, text in error.leaks}
    if len(texts.intersection(phrase for _, phrase in evidence.phrases)) * 2 > len(evidence.phrases):
        message = f"it contains {len(texts)} texts that students must not see, such as `{error.leaks[0][1]}`"
        yield Diagnostic(str(path), 0, 0, "CB155", message)
    elif document.source:
        yield from map(document.source.typed, locate_leaks(document.source, error))
