"""Compare the files in a folder with the sources, before they are published."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from coursebuild.engine import division, limits
from coursebuild.engine.build import recall
from coursebuild.engine.events import Diagnosed
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.host_files import HOST_FILES, is_for_host
from coursebuild.engine.session import Session
from coursebuild.engine.site.finish import has_index
from coursebuild.engine.state.numbering import with_begins
from coursebuild.model import PAGES, STUDENT, BuildOptions, Course, Diagnostic, Format, Location, Package
from coursebuild.runtime import atomic


def verify(
    session: Session, folder: Path, locations: Sequence[Location], options: BuildOptions, *, complete: bool
) -> Iterator[Diagnosed]:
    """Report what is wrong with the files in `folder`.

    With `complete`, `locations` are all sources of the course: also report files of none of them.
    """
    packages = list(_edition_folders(folder, session.course))
    options = with_begins(session, options, folder)
    yield from _compared(session, packages, locations, options, complete=complete)
    if complete:
        yield Diagnosed(tuple(_unexpected_beside_editions(folder, session.course)))


def verify_package(
    session: Session, package: Package, locations: Sequence[Location], options: BuildOptions
) -> Iterator[Diagnosed]:
    """Report what is wrong with what is to be published of one edition, made of all sources of the course."""
    options = with_begins(session, options)
    yield from _compared(session, (package,), locations, options, complete=True)


def _compared(
    session: Session,
    packages: Sequence[Package],
    locations: Sequence[Location],
    options: BuildOptions,
    *,
    complete: bool,
) -> Iterator[Diagnosed]:
    options, _, diagnostics = recall(session, options)
    yield Diagnosed(diagnostics)
    with division.pool(session, options, len(locations)) as pool:
        from coursebuild.engine import pipeline  # noqa: PLC0415 (while the workers start)
        from coursebuild.engine.documents.compare import ComparedFiles, compare  # noqa: PLC0415 (the same)
        from coursebuild.engine.site.compare import compare_index, linked_formats  # noqa: PLC0415 (the same)

        unread: dict[Location, None] = {}
        is_indexed = complete and has_index(session.course, locations)
        for package in packages:
            files, unreadable = _files(package.folder)
            yield Diagnosed(unreadable)
            linked = linked_formats(package.folder, locations) if is_indexed else frozenset()
            formats = _formats(package, files, locations, linked)
            edition_options = options._replace(editions=(package.edition,), formats=formats)
            limit = limits.document_limit(session.course.limits, edition_options)
            tasks = [
                (location, pool.submit_apart(limit, compare, session, location, edition_options, package))
                for location in locations
            ]
            expected: set[Path] = set()
            found: list[ComparedFiles] = []
            for location, task in tasks:
                found.append(pipeline.result_of(location, task, ComparedFiles))
                expected.update(found[-1].copies)
                yield Diagnosed(found[-1].diagnostics)
            lost = [each for each, files_ in zip(locations, found, strict=True) if not files_.is_read]
            unread.update(dict.fromkeys(lost))
            if is_indexed:
                index = compare_index(session, edition_options, package.folder, found, locations)
                yield Diagnosed(index.diagnostics)
                expected.update(index.files)
            if complete:
                unexpected = _unexpected_files(package, files, locations, expected, is_known=not lost)
                yield Diagnosed(tuple(unexpected))
        if complete and unread:
            yield Diagnosed((_not_compared(tuple(unread)),))


def _not_compared(unread: Sequence[Location]) -> Diagnostic:
    first, *others = unread
    also = f", nor those of {len(others)} more" if others else ""
    message = f"its files were not compared{also}, nor the index, nor were files of no source looked for"
    return Diagnostic(first.name, 0, 0, "CB293", message)


def _edition_folders(folder: Path, course: Course) -> Iterator[Package]:
    """The editions without corrections, each with its folder: in `folder`, or `folder` itself."""
    student = course.editions[STUDENT.name]
    if not (folder / student.name).is_dir():
        yield Package(student, folder)
        return
    for edition in course.editions.values():
        if not edition.shows_corrections and (folder / edition.name).is_dir():
            yield Package(edition, folder / edition.name)


def _files(folder: Path) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """The files in a folder and its subfolders, and a diagnostic for each folder that cannot be read.

    A symbolic link to a folder counts as a file.
    """
    errors: list[OSError] = []
    found = [
        Path(here, name)
        for here, inside, names in os.walk(folder, onerror=errors.append)
        for name in (*names, *(name for name in inside if Path(here, name).is_symlink()))
    ]
    unreadable = tuple(
        Diagnostic(str(error.filename), 0, 0, "CB153", f"it cannot be read: {error.strerror}")
        for error in errors
    )
    return tuple(sorted(found)), unreadable


def _unexpected_beside_editions(folder: Path, course: Course) -> Iterator[Diagnostic]:
    """A diagnostic for each file or folder beside the folders of the editions."""
    if (folder / course.editions[STUDENT.name].name).is_dir():
        for path in sorted(folder.iterdir()):
            if path.name not in course.editions:
                yield from _unexpected(path)


def _formats(
    package: Package, found: Collection[Path], locations: Sequence[Location], linked: Collection[Format]
) -> tuple[Format, ...]:
    """The formats of which there is any page, or to which the index links, or all if there is none."""
    files = frozenset(found)
    pages = [package.folder / location.stem for location in locations]

    def is_there(suffix: str) -> bool:
        return any(page.with_name(f"{page.name}{suffix}") in files for page in pages)

    rows = {format_: row for format_, row in FORMATS.items() if row.is_for(package.edition)}
    there = (format_ for format_, row in rows.items() if format_ in linked or is_there(row.suffix))
    return tuple(there) or PAGES


def _unexpected_files(
    package: Package,
    found: Collection[Path],
    locations: Sequence[Location],
    others: Collection[Path],
    *,
    is_known: bool,
) -> Iterator[Diagnostic]:
    """A diagnostic for each file that is not built from any source, if it `is_known` what these make."""
    rows = [row for row in FORMATS.values() if row.is_for(package.edition)]
    expected = {package.folder / f"{location.stem}{row.suffix}" for location in locations for row in rows}
    for path in found:
        if path not in expected and path not in others:
            yield from _unexpected(path, is_known=is_known)


def _unexpected(path: Path, *, is_known: bool = True) -> Iterator[Diagnostic]:
    """A diagnostic for a file or folder of no source, unless a host needs it, or a source may make it."""
    if path.name in HOST_FILES and path.is_file():
        if not is_for_host(path):
            message = f"`{path.name}` has more in it than a web host needs"
            yield Diagnostic(str(path), 0, 0, "CB182", message)
        return
    if path.name.startswith(atomic.PREFIX):
        message = "an interrupted build left it; the next build removes it"
        yield Diagnostic(str(path), 0, 0, "CB152", message)
    elif is_known:
        yield Diagnostic(str(path), 0, 0, "CB152", "not built from any source")
