"""The files that students' pages are made of, besides the lessons."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild import pages, pandoc
from coursebuild.config import CONFIGURATION, SUFFIX, toml, trust
from coursebuild.engine.students import Lesson
from coursebuild.model import Course, ImageError, words
from coursebuild.publish import names
from coursebuild.publish.sources.needed import configuration, references
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file

_OF_JINJA = re.compile(rb"\{#([-+]?).*?([-+]?)#\}", re.DOTALL)  # a comment, with what it does to spaces
_NEW_LESSON = "lesson"  # templates of this name are for authors


class NotExportedError(Exception):
    """A file cannot be in an export; `code` is that of the rule, and `path` where it is reported."""

    def __init__(self, message: str, code: str = "CB285", path: str = ".") -> None:
        super().__init__(message)
        self.code, self.path = code, path


class Needed(NamedTuple):
    """The contents of files, by their paths below the course; students have some of them as they are."""

    contents: Mapping[PurePosixPath, bytes]
    copied: frozenset[PurePosixPath]


def of_lessons(course: Course, lessons: Collection[Lesson], texts: Iterable[str]) -> Needed:
    """What the pages of lessons are made of, and link to; `texts` are those that students get.

    Raises: NotExportedError.
    """
    read: dict[Path, None] = {}
    linked: dict[Path, None] = {}
    for lesson in lessons:
        included = lesson.document.source.inclusion.files if lesson.document else ()
        inlined = {each.path for each in included}
        for path, state in lesson.reads.items():
            is_read = state not in ("", fingerprint.PRESENT) and path not in inlined
            if is_read and not path.endswith(SUFFIX) and Path(path).name != CONFIGURATION:
                read[Path(path)] = None
        linked.update(dict.fromkeys(file.path for file in lesson.linked))
    if course.theme.logo:
        read[Path(course.theme.logo)] = None
    copied = {below(path, course): _content(path, course) for path in linked}
    cited = [path for path in read if path.suffix.lower() in pandoc.FORMATS]
    embedded = {below(path, course): _embedded(_content(path, course)) for path in read.keys() - {*cited}}
    embedded |= _cited(course, cited, lessons, texts) if cited else {}
    own = {
        below(path, course): _without_comments(path, _content(path, course))
        for path in _templates_and_filters(course)
    }
    starters = {below(Path(path), course): content for lesson in lessons for path, content in lesson.starters}
    return Needed(embedded | own | copied | starters, frozenset(copied) - starters.keys())


def _cited(
    course: Course, paths: Iterable[Path], lessons: Iterable[Lesson], texts: Iterable[str]
) -> dict[PurePosixPath, bytes]:
    """The references that lessons cite."""
    keys = references.cited(texts)
    shown = frozenset(word for lesson in lessons for page in lesson.pages.values() for word in words(page))
    made: dict[PurePosixPath, bytes] = {}
    for path in paths:
        try:
            content = _content(path, course).decode("utf-8-sig")
            made[below(path, course)] = references.pared(content, path.suffix.lower(), keys, shown).encode()
        except ValueError as error:
            raise NotExportedError(str(error), "CB287", str(below(path, course))) from error
    return made


def _templates_and_filters(course: Course) -> Iterator[Path]:
    """The author's templates, and the filters that the course names."""
    for name in trust.OWN_FOLDERS:
        folder = course.own_folder / name
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            is_used = path.stem in course.filters if name == "filters" else not _is_of_authors(path)
            if is_used and path.is_file():
                yield path


def _without_comments(path: Path, content: bytes) -> bytes:
    """A template without what is there for its author alone; a filter as it is."""
    if path.suffix == ".toml":
        return configuration.written(toml.parse(content.decode("utf-8-sig"))).encode()
    if path.suffix == ".jinja":
        return _OF_JINJA.sub(rb"{#\1\2#}", content)
    return _embedded(content)


def _is_of_authors(path: Path) -> bool:
    return path.suffix == SUFFIX and path.name.partition(".")[0] == _NEW_LESSON


def below(path: Path, course: Course) -> PurePosixPath:
    """The path of a file below the course as a lesson or the configuration names it, also if it is a link.

    Raises: NotExportedError if it is not in the course, or has a name that some system cannot have.
    """
    root, real = Path(os.path.realpath(course.root)), Path(os.path.realpath(path))
    if not real.is_relative_to(root):
        raise NotExportedError(f"`{path}` is outside of the folder of the course")
    named, top = Path(os.path.abspath(path)), Path(os.path.abspath(course.root))
    # behind a link, `..` leads elsewhere than it seems
    is_certain = named.is_relative_to(top) and os.path.realpath(named) == str(real)
    name = named.relative_to(top) if is_certain else real.relative_to(root)
    if problem := names.find_problem((PurePosixPath(name.as_posix()),)):
        raise NotExportedError(problem)
    return PurePosixPath(name.as_posix())


def _content(path: Path, course: Course) -> bytes:
    try:
        return regular_file.read(path, int(course.limits.file_size))
    except OSError as error:
        raise NotExportedError(f"`{path}` cannot be read: {error.strerror}") from error


def _embedded(content: bytes) -> bytes:
    """What pages have of a file that they are made of: of a drawing, no comments and no private parts."""
    try:
        return pages.as_embedded(content)
    except ImageError:  # it is no image
        return content
