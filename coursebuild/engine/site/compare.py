"""Compare the index in a folder, and what belongs to it, with what the pages there give."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count, takewhile
from pathlib import Path
from typing import NamedTuple

from coursebuild import site
from coursebuild.engine.documents.compare import ComparedFiles
from coursebuild.engine.documents.failures import explain_index_failure
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.engine.site.changes import find_changes, reported
from coursebuild.engine.site.edition_index import BESIDE, FEED, INDEX, EditionIndex, IndexedLesson
from coursebuild.model import BuildOptions, Diagnostic, Format, Location, Remembered
from coursebuild.output.record import pack
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file

_ALWAYS = (INDEX, site.search_name(1))  # the files that each index has
_LINK = re.compile(r'href="([^"#?]+)"')


class ComparedIndex(NamedTuple):
    """What is wrong with an index, and the paths that its files have."""

    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[Path, ...] = ()


def linked_formats(folder: Path, locations: Sequence[Location]) -> frozenset[Format]:
    """The formats of the lessons' files to which the index in a folder links, be they there or not."""
    links = frozenset(_LINK.findall((_read(folder / INDEX) or b"").decode("utf-8", "replace")))
    suffixes = {format_: FORMATS[format_].suffix for format_ in (Format.HTML, *BESIDE)}
    return frozenset(
        format_
        for format_, suffix in suffixes.items()
        if any(site.address(each.stem, suffix) in links for each in locations)
    )


def compare_index(
    session: Session,
    options: BuildOptions,
    folder: Path,
    found: Sequence[ComparedFiles],
    locations: Sequence[Location],
) -> ComparedIndex:
    """Compare the index of the one edition in `options`; `found` is what its lessons have in `folder`.

    If a page is missing there, or a lesson has errors, the index is searched for what is withheld, and
    nothing else: what it should have is not known.
    """
    edition = options.editions[0]
    lessons = [each.lesson for each in found if each.lesson]
    if not lessons and Format.HTML not in linked_formats(folder, locations):
        return ComparedIndex()
    try:
        if all(each.is_complete for each in found):
            names, wrong = _compare_files(session, options, folder, lessons)
        else:
            names = _names(folder)
            wrong = tuple(_missing(folder / name) for name in _ALWAYS if lessons and name not in names)
        there = {name: content for name in names if (content := _read(folder / name)) is not None}
        index = EditionIndex(session, edition, lessons)
        leaks = index.leaks(there, _withheld(found, options.remembered.salt), folder)
    except Exception as error:  # noqa: BLE001 (the pages have been compared nevertheless)
        return ComparedIndex(explain_index_failure(folder / INDEX, error), (folder / INDEX,))
    return ComparedIndex((*wrong, *leaks), tuple(folder / name for name in names))


def _compare_files(
    session: Session, options: BuildOptions, folder: Path, lessons: Sequence[IndexedLesson]
) -> tuple[Collection[str], tuple[Diagnostic, ...]]:
    """The names of the files, and what is wrong with them, and with the links between the lessons."""
    edition = options.editions[0]
    index = EditionIndex(session, edition, lessons)
    written = _read(folder / INDEX)
    introduction = written.decode("utf-8", "replace") if written and index.introduction else None
    changes = find_changes(session, options, [each.location for each in index.lessons])[edition.name]
    files = index.files(introduction, changes)
    wrong = (*_wrong_files(folder, files), *_wrong_neighbours(folder, index, is_built=bool(written)))
    return files, (*wrong, *reported(session.course, [changes]))


def _names(folder: Path) -> list[str]:
    """The names of files in a folder that belong to an index, whatever is in them."""
    searches = takewhile(lambda name: (folder / name).is_file(), map(site.search_name, count(1)))
    return [*(name for name in (INDEX, FEED) if (folder / name).is_file()), *searches]


def _missing(path: Path) -> Diagnostic:
    return Diagnostic(str(path), 0, 0, "CB154", "the index of the course has not been built")


def _wrong_files(folder: Path, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    for name, wanted in files.items():
        path = folder / name
        content = _read(path)
        if content is None:
            yield _missing(path)
        elif content != wanted:
            yield Diagnostic(str(path), 0, 0, "CB249", "it is not what the lessons beside it give")


def _wrong_neighbours(folder: Path, index: EditionIndex, *, is_built: bool) -> Iterator[Diagnostic]:
    for each in index.lessons if is_built else ():
        if each.page.slot != index.neighbours(each.location):
            path = folder / f"{each.location.stem}.html"
            message = "its links to the lessons before and after it are not those of the course"
            yield Diagnostic(str(path), 0, 0, "CB249", message)


def _withheld(found: Sequence[ComparedFiles], salt: bytes) -> Remembered:
    """The phrases that lessons withhold, and that no lesson shows."""
    shown = frozenset[int]().union(*(each.phrases.shown for each in found))
    withheld = frozenset[int]().union(*(each.phrases.withheld for each in found))
    return Remembered(salt, pack(withheld - shown), "a lesson")


def _read(path: Path) -> bytes | None:
    try:
        return regular_file.read(path, fingerprint.LARGEST)
    except OSError:
        return None
