"""The gate before publishing: the files of a folder, compared with what the sources make."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from coursebuild.engine.build import PREPARING, processes
from coursebuild.engine.events import Diagnosed
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Course, Diagnostic, Edition, Format, Location

OF_THE_HOST = frozenset({".gitkeep", ".nojekyll", "CNAME"})  # what a folder that is published may hold


def verify(
    session: Session, folder: Path, locations: Sequence[Location], options: BuildOptions, *, complete: bool
) -> Iterator[Diagnosed]:
    """What is wrong with the files below `folder`; where `complete`, also which of them no source makes."""
    from coursebuild.runtime.pool import Pool  # noqa: PLC0415 (a build that has nothing to do needs none)

    with Pool(processes(options, len(locations)), *PREPARING) as pool:
        from coursebuild.engine.compare import compare  # noqa: PLC0415 (while the workers import it)

        for edition, place in _folders(folder, session.course):
            files = _files(place)
            one = options._replace(editions=(edition,), formats=_formats(files))
            tasks = [pool.submit(compare, session, location, one, place) for location in locations]
            for task in tasks:
                yield Diagnosed(task.result())
            if complete:
                yield Diagnosed(tuple(_strangers(place, files, locations)))
    if complete:
        yield Diagnosed(tuple(_beside(folder, session.course)))


def _folders(folder: Path, course: Course) -> Iterator[tuple[Edition, Path]]:
    """The editions that show no corrections, each with its folder: below `folder`, or `folder` itself."""
    student = course.editions["student"]
    if not (folder / student.name).is_dir():
        yield student, folder
        return
    for edition in course.editions.values():
        if edition.values.get("correction") != "true" and (folder / edition.name).is_dir():
            yield edition, folder / edition.name


def _files(folder: Path) -> tuple[Path, ...]:
    """What lies in the folder and below it; a folder that is a link is not entered."""
    found = [
        Path(here, name)
        for here, inside, names in os.walk(folder)
        for name in (*names, *(name for name in inside if Path(here, name).is_symlink()))
    ]
    return tuple(sorted(found))


def _beside(folder: Path, course: Course) -> Iterator[Diagnostic]:
    """What lies beside the editions' folders."""
    if (folder / course.editions["student"].name).is_dir():
        for path in sorted(folder.iterdir()):
            if path.name not in course.editions and path.name not in OF_THE_HOST:
                yield Diagnostic(str(path), 0, 0, "CB152", "no source makes this")


def _formats(found: Collection[Path]) -> tuple[Format, ...]:
    """Those that the folder holds at all."""
    suffixes = {path.suffix for path in found}
    return tuple(format_ for format_ in Format if FORMATS[format_].suffix in suffixes)


def _strangers(folder: Path, found: Collection[Path], locations: Sequence[Location]) -> Iterator[Diagnostic]:
    """The files that no source makes."""
    expected = {folder / f"{location.stem}{row.suffix}" for location in locations for row in FORMATS.values()}
    for path in found:
        if path not in expected and path.name not in OF_THE_HOST:
            yield Diagnostic(str(path), 0, 0, "CB152", "no source makes this file")
