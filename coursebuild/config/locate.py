"""The sources of a course: where they are."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from coursebuild.model import Course, Diagnostic, Location, UsageError, shown

SUFFIX = ".md"


def locate(course: Course, names: Iterable[str], output: Path) -> tuple[list[Location], list[Diagnostic]]:
    """The sources that `names` (or the course, where there are none) stand for, and what was passed over.

    Raises UsageError where a name is no source, or where there is nothing to build.
    """
    found: list[Location] = []
    passed: list[Diagnostic] = []
    for name in tuple(names) or course.sources:
        path = Path(name) if names else course.root / name
        if _leads_out(path, course.root):
            raise UsageError(Diagnostic(shown(path), 0, 0, "CB005", "it leads out of the course"))
        if path.is_dir():
            here = list(_walk(path, _real(output), passed))
            if not here and not passed:
                raise UsageError(
                    Diagnostic(shown(path), 0, 0, "CB001", f"there is no {SUFFIX} file in this folder")
                )
            roots = (_real(path), *course.resources)
            found += [Location(p, shown(p), _stem(p.relative_to(path)), roots) for p in here]
        elif path.exists() or path.is_symlink():
            roots = (_course_folder(course, path), *course.resources)
            found.append(Location(path, shown(path), _stem(Path(path.name)), roots))
        else:
            rule = "CB001" if names else "CB014"
            raise UsageError(Diagnostic(shown(path), 0, 0, rule, "there is no such file or folder"))
    return _without_collisions(found, passed), passed


def _walk(folder: Path, output: Path, passed: list[Diagnostic]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        passed.append(
            Diagnostic(shown(Path(error.filename)), 0, 0, "CB001", f"it cannot be read: {error.strerror}")
        )

    for here, folders, files in os.walk(folder, onerror=unreadable):
        place = Path(here)
        passed += [
            Diagnostic(shown(place / name), 0, 0, "CB005", "a folder that is a link is not entered")
            for name in sorted(folders)
            if (place / name).is_symlink()
        ]
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and _real(place / name) != output
        )
        yield from (
            place / name for name in sorted(files) if name.endswith(SUFFIX) and not name.startswith(".")
        )


def _course_folder(course: Course, path: Path) -> Path:
    """The folder that a source named alone may read from: the course's where it lies in it."""
    parent = _real(path.parent)
    folders = [_real(course.root / name) for name in course.sources]
    return next((f for f in folders if f.is_dir() and parent.is_relative_to(f)), parent)


def _leads_out(path: Path, root: Path) -> bool:
    """Whether a folder on the way from the course to what is named below it is a link to elsewhere.

    A file's own link is looked at when it is read: the other documents are built.
    """
    place = path if path.is_dir() else path.parent
    below = Path(os.path.abspath(place)).is_relative_to(os.path.abspath(root))
    return below and not _real(place).is_relative_to(_real(root))


def _stem(relative: Path) -> PurePosixPath:
    return PurePosixPath(relative.with_suffix("").as_posix())


def _real(path: Path) -> Path:
    """The path without links; unlike Path.resolve, for a link that leads to itself as well."""
    return Path(os.path.realpath(path))


def _without_collisions(found: list[Location], passed: list[Diagnostic]) -> list[Location]:
    first: dict[str, Location] = {}
    for location in found:
        other = first.setdefault(str(location.stem).casefold(), location)
        if other is not location and _real(other.path) != _real(location.path):
            message = f"it would be written to the same files as {other.name}"
            passed.append(Diagnostic(location.name, 0, 0, "CB006", message))
    return list(first.values())
