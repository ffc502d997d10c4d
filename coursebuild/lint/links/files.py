"""Decide which of the files that a lesson links to are copied beside its pages, and to which path."""

import os
import re
import stat
from pathlib import Path, PurePosixPath

from coursebuild.lint.answers.announcements import Public
from coursebuild.lint.links.targets import LESSON, PAGES, Target
from coursebuild.model import Course, Limits, Location, answer_words, shown

# Suffixes of files that are written to be converted, as lessons are; also before `.bak` or `~`.
SOURCES = frozenset((LESSON, ".markdown", ".mdown", ".mkd", ".mkdn", ".mdtxt", ".mdx", ".qmd", ".rmd"))

_OF_INDEX = re.compile(r"index\.html|search(?:-\d+)?\.js|feed\.xml", re.IGNORECASE)


class NotCopiedError(Exception):
    """A file is not copied; `code` is that of the rule that says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Files:
    """The files that the lessons of a course may link to."""

    def __init__(self, location: Location, root: Path, course: Course) -> None:
        self._roots = (root, *(each for each in location.roots[1:] if each != root))
        self._limits: Limits = course.limits
        self._output = Path(os.path.realpath(course.root / course.output))
        self._lessons = {root, *(Path(os.path.realpath(course.root / name)) for name in course.sources)}
        self._public = Public.of(course.public, {}, str)
        self._has_index = course.has_index is not False

    def is_public(self, name: PurePosixPath) -> bool:
        """Whether the author says that students may see a file, or all of a folder around it."""
        folders = [*map(str, name.parents)][:-1]
        return any(map(self._public.has, (str(name), *folders, *(f"{folder}/" for folder in folders))))

    def may_be_seen(self, path: Path) -> bool:
        """Whether the author says that students may see a file, which may be none of the course."""
        try:
            return self.is_public(self.below(path))
        except NotCopiedError:
            return False

    def name(self, target: Target) -> PurePosixPath:
        """Return the path of a copy below the folder of an edition. Raises NotCopiedError."""
        name = self.below(target.path)
        if any(part.startswith(".") for part in (*name.parts, target.path.name)):
            raise NotCopiedError("CB174", "its name, or that of a folder around it, begins with a dot")
        if target.path.is_relative_to(self._output):
            raise NotCopiedError("CB174", "it is in the folder of the finished files")
        status = target.path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise NotCopiedError("CB174", "it is a folder; link to a file in it, or to an archive")
        if not stat.S_ISREG(status.st_mode):
            raise NotCopiedError("CB174", "it is not a regular file")
        if SOURCES.intersection(each.casefold() for each in PurePosixPath(name.name.rstrip("~")).suffixes):
            raise NotCopiedError("CB174", "it is the source of a text, and may hold corrections")
        if status.st_size > self._limits.file_size:
            size = f"{status.st_size / 1e6:.1f} MB"
            most = f"{self._limits.file_size / 1e6:g} MB"
            raise NotCopiedError("CB019", f"it has {size}, and `limits.file-size` is {most}")
        if page := self._page(name):
            raise NotCopiedError("CB006", f"it would be copied over the page of `{page}`")
        if self._has_index and _OF_INDEX.fullmatch(str(name)):
            raise NotCopiedError("CB006", "the index of the course, or its search or feed, has this name")
        return name

    def below(self, path: Path) -> PurePosixPath:
        """Return the path that a copy of a file has, whatever the file is. Raises NotCopiedError."""
        real = Path(os.path.realpath(path))
        for root in self._roots:
            if real.is_relative_to(root):
                if root == self._roots[0]:
                    if real != path:
                        raise NotCopiedError("CB174", "it is a symbolic link, or in a folder that is one")
                    return PurePosixPath(real.relative_to(root).as_posix())
                if path.is_symlink():
                    raise NotCopiedError("CB174", "it is a symbolic link")
                return PurePosixPath(root.name, real.relative_to(root).as_posix())
        raise NotCopiedError("CB174", "it is outside of the folder of the lessons and of `resources`")

    def _page(self, name: PurePosixPath) -> str:
        """The name of the lesson of which a copy would have the place of a page; "" if there is none."""
        if name.suffix.casefold() not in PAGES:
            return ""
        wanted = name.with_suffix(LESSON).name.casefold()
        for root in self._lessons:
            folder = root / name.parent
            names = [path.name for path in folder.iterdir()] if folder.is_dir() else ()
            if found := next((each for each in names if each.casefold() == wanted), ""):
                return shown(folder / found)
        return ""


def answering_part(name: PurePosixPath) -> str:
    """Return the first part of a path that means an answer or a teacher; "" if none does."""
    return next((part for part in name.parts if answer_words.announcing_name(part)), "")
