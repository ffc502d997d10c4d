"""Compare the index in a folder, and what belongs to it, with what the pages there give."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild.engine.documents.compare import ComparedFiles
from coursebuild.engine.documents.failures import explain_index_failure
from coursebuild.engine.session import Session
from coursebuild.engine.site.changes import find_changes, reported
from coursebuild.engine.site.edition_index import INDEX, EditionIndex
from coursebuild.model import BuildOptions, Diagnostic, Remembered
from coursebuild.output.record import pack
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file


class ComparedIndex(NamedTuple):
    """What is wrong with an index, and the paths that its files have."""

    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[Path, ...] = ()


def compare_index(
    session: Session, options: BuildOptions, folder: Path, found: Sequence[ComparedFiles]
) -> ComparedIndex:
    """Compare the index of the one edition in `options`; `found` is what its lessons have in `folder`."""
    edition = options.editions[0]
    lessons = [each.lesson for each in found if each.lesson]
    if not lessons:
        return ComparedIndex()
    try:
        index = EditionIndex(session, edition, lessons)
        written = _read(folder / INDEX)
        introduction = written.decode("utf-8", "replace") if written and index.introduction else None
        changes = find_changes(session, options, [each.location for each in index.lessons])[edition.name]
        files = index.files(introduction, changes)
        wrong = (*_wrong_files(folder, files), *_wrong_neighbours(folder, index, is_built=bool(written)))
        diagnostics = (*wrong, *reported(session.course, [changes]))
        there = {name: content for name in files if (content := _read(folder / name)) is not None}
        leaks = index.leaks(there, _withheld(found, options.remembered.salt), folder)
    except Exception as error:  # noqa: BLE001 (the pages have been compared nevertheless)
        return ComparedIndex(explain_index_failure(folder / INDEX, error), (folder / INDEX,))
    return ComparedIndex((*diagnostics, *leaks), tuple(folder / name for name in files))


def _wrong_files(folder: Path, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    for name, wanted in files.items():
        path = folder / name
        content = _read(path)
        if content is None:
            yield Diagnostic(str(path), 0, 0, "CB154", "the index of the course has not been built")
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
