"""Find the files to import, and what the configuration of their tool says of them."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.importers import settings
from coursebuild.importers.draft import Defaults
from coursebuild.importers.settings import Settings
from coursebuild.model import Diagnostic, UsageError, shown

SUFFIXES = (".md", ".markdown", ".qmd", ".rmd", ".mdx", ".myst", ".ipynb", ".tex")
_NOT_ENTERED = frozenset("node_modules renv venv site public dist build".split())
_MOST_PARENTS = 6  # folders above a file in which a configuration is looked for


class Found(NamedTuple):
    """A file to import: its path in messages, and that of its lesson below the folder of the lessons.

    Nothing outside of `root` is read for it, and `base` is the folder of the lessons there.
    """

    path: Path
    name: str
    root: Path
    base: Path
    target: PurePosixPath
    defaults: Defaults = Defaults()

    @property
    def is_lesson_already(self) -> bool:
        """Whether the file has the name of the lesson that it becomes."""
        return self.path.name == self.target.name


def find(names: Sequence[str], skipped: Path | None = None) -> tuple[list[Found], Settings | None]:
    """Find the files in names of files and folders, and the settings of the one course that they are.

    Nothing in the folder `skipped` is found, unless a name leads into it.
    Raises: UsageError if a name does not exist, or a folder holds nothing to import.
    """
    found: list[Found] = []
    courses: list[Settings] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            course = settings.read(path)
            courses += [course] if course else []
            inside = [each for each in _in_folder(path, course) if not _is_in(each.path, skipped, path)]
            if not inside:
                kinds = ", ".join(SUFFIXES)
                raise UsageError(
                    Diagnostic(
                        shown(path), 0, 0, "CB169", f"the folder contains no file of these kinds: {kinds}"
                    )
                )
            found += inside
        elif not os.path.lexists(path):
            raise UsageError(Diagnostic(shown(path), 0, 0, "CB001", "no such file or folder"))
        elif path.suffix.lower() not in SUFFIXES:
            message = f"files of this kind are not imported; those that are: {', '.join(SUFFIXES)}"
            raise UsageError(Diagnostic(shown(path), 0, 0, "CB169", message))
        else:
            found.append(_single(path))
    return list(dict.fromkeys(found)), courses[0] if len(courses) == 1 and len(names) == 1 else None


def _is_in(path: Path, folder: Path | None, named: Path) -> bool:
    """Whether a path is in a folder that is inside of the one that was named."""
    if (
        folder is None
        or not (real := folder.resolve()).is_relative_to(named.resolve())
        or real == named.resolve()
    ):
        return False
    return path.resolve().is_relative_to(real)


def _single(path: Path) -> Found:
    """A file that is imported alone: the course around it, if there is one, says what it means."""
    folder = path.resolve().parent
    around = [folder, *folder.parents][:_MOST_PARENTS]
    course = next(filter(None, map(settings.read, around)), None)
    root = course.folder if course else folder
    defaults = settings.defaults_of(course, path.resolve()) if course else Defaults()
    return Found(
        path,
        shown(path),
        root,
        folder,
        PurePosixPath(path.stem + ".md"),
        defaults._replace(title="", is_alone=True),
    )


def _in_folder(folder: Path, course: Settings | None) -> Iterator[Found]:
    base = course.lessons if course else folder
    paths = sorted(_walk(base, course), key=lambda path: _rank(path, base, course))
    for path in paths:
        relative = PurePosixPath(path.relative_to(base).as_posix())
        defaults = settings.defaults_of(course, path) if course else Defaults()
        yield Found(path, shown(path), folder, base, relative.with_suffix(".md"), defaults)


def _rank(path: Path, base: Path, course: Settings | None) -> tuple[int, str]:
    """The place of a file in the navigation; those that are not in it come last, by their names."""
    name = path.relative_to(base).as_posix()
    order = course.order if course else ()
    return order.index(name) if name in order else len(order), name


def _walk(folder: Path, course: Settings | None) -> Iterator[Path]:
    ignored = course.ignored if course else frozenset()
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith((".", "_")) and name not in _NOT_ENTERED
        )
        for name in sorted(names):
            path = Path(here, name)
            is_wanted = path.suffix.lower() in SUFFIXES and not name.startswith((".", "_"))
            if is_wanted and path.is_file() and path.relative_to(folder).as_posix() not in ignored:
                yield path
