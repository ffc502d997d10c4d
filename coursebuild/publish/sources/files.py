"""The files that students' pages are made of, besides the lessons."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from coursebuild.config import CONFIGURATION, SUFFIX, trust
from coursebuild.engine.students import Lesson
from coursebuild.model import Course
from coursebuild.publish import names
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file

_NEW_LESSON = "lesson"  # templates of this name are for authors


class NotExportedError(Exception):
    """A file cannot be in an export."""


def of_lessons(course: Course, lessons: Iterable[Lesson]) -> dict[PurePosixPath, bytes]:
    """The contents of these files, by their paths below the course. Raises: NotExportedError."""
    root = Path(os.path.realpath(course.root))
    paths: dict[Path, None] = {}
    for lesson in lessons:
        included = lesson.document.source.inclusion.files if lesson.document else ()
        inlined = {each.path for each in included}
        for path, state in lesson.reads.items():
            is_read = state not in ("", fingerprint.PRESENT) and path not in inlined
            if is_read and not path.endswith(SUFFIX) and Path(path).name != CONFIGURATION:
                paths[Path(path)] = None
        paths.update(dict.fromkeys(file.path for file in lesson.linked))
    paths.update(dict.fromkeys(_own(course)))
    return {_below(path, root): _content(path, course) for path in paths}


def _own(course: Course) -> Iterator[Path]:
    """The logo, the author's templates, and the filters that the course names."""
    if course.theme.logo:
        yield Path(course.theme.logo)
    for name in trust.OWN_FOLDERS:
        folder = course.own_folder / name
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            is_used = path.stem in course.filters if name == "filters" else not _is_of_authors(path)
            if is_used and path.is_file():
                yield path


def _is_of_authors(path: Path) -> bool:
    return path.suffix == SUFFIX and path.name.partition(".")[0] == _NEW_LESSON


def _below(path: Path, root: Path) -> PurePosixPath:
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(root):
        raise NotExportedError(f"`{path}` is outside of the folder of the course")
    below = PurePosixPath(real.relative_to(root).as_posix())
    if fault := names.fault((below,)):
        raise NotExportedError(fault)
    return below


def _content(path: Path, course: Course) -> bytes:
    try:
        return regular_file.read(path, int(course.limits.file_size))
    except OSError as error:
        raise NotExportedError(f"`{path}` cannot be read: {error.strerror}") from error
