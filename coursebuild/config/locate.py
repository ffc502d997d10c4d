"""Find the sources of a course."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from coursebuild.config import misspelt
from coursebuild.config.load import diagnostic
from coursebuild.config.own_file import CONFIGURATION
from coursebuild.model import Course, Diagnostic, Location, UsageError, shown, vocabulary

SUFFIX = ".md"
INTRODUCTION = PurePosixPath("index")  # the stem of the lesson that introduces the others
_NO_LESSON = (".", "_")  # what lessons include begins with `_`, also the name of its folder


def locate(
    course: Course, names: Iterable[str], output: Path, commands: Iterable[str] = ()
) -> tuple[list[Location], list[Diagnostic]]:
    """Find the sources in `names`, files or folders, or else in the `sources` of the course.

    Returns their locations, and diagnostics about what was skipped. The folder `output` is skipped silently.
    `commands` are what a name that is no file may have been meant for.
    Raises: UsageError if a name does not exist, leads out of the course or is a folder without sources.
    Only a name that the command gives may be outside of the course.
    """
    found: list[Location] = []
    kinds, slashed = frozenset(course.boxes), course.backslash
    skipped: list[Diagnostic] = []
    for name in tuple(names) or course.sources:
        path = Path(name) if names else course.root / name
        if _leads_out(path, course.root, named=bool(names)):
            raise UsageError(Diagnostic(shown(path), 0, 0, "CB005", "it leads out of the course"))
        if os.path.isdir(path):  # noqa: PTH112 (it never raises)
            inside = list(_walk(path, _real(output), skipped))
            if not inside and not skipped:
                raise UsageError(Diagnostic(shown(path), 0, 0, "CB014", _why_empty(path)))
            roots = (_real(path), *course.resources)
            found += [
                Location(p, shown(p), _stem(p.relative_to(path)), roots, kinds, slashed) for p in inside
            ]
        elif os.path.lexists(path):
            roots = (_course_folder(course, path), *course.resources)
            found.append(Location(path, shown(path), _stem(Path(path.name)), roots, kinds, slashed))
        else:
            if not names and _is_no_course(course, path):
                raise no_course(course)
            rule = "CB001" if names else "CB014"
            message = ("" if names else _is_inside(path, course)) or _why_absent(path, commands)
            raise UsageError(Diagnostic(shown(path), 0, 0, rule, message))
    located = _without_collisions(_encodable(found, skipped), skipped)
    if course.has_index is not False:
        located = _without_other_index(located, skipped)
    if course.lessons and not names:
        skipped += _disordered(course, located)
    if course.folders and not names:
        skipped += _without_lessons(course, located)
    return located, skipped


def in_order(course: Course, locations: Iterable[Location]) -> list[Location]:
    """The lessons in the order of `lessons` of the course; the others follow, folder by folder.

    In a folder, an `index.md` comes first, and numbers in names count: `tp2` precedes `tp10`.
    """
    places = {name: place for place, name in reversed([*enumerate(course.lessons)])}
    return sorted(
        locations,
        key=lambda each: (places.get(f"{each.stem}{SUFFIX}", len(places)), _natural(each.stem)),
    )


def _natural(stem: PurePosixPath) -> tuple[tuple[object, ...], ...]:
    """A sort key for paths: the files of a folder precede those of its own folders."""
    *folders, name = stem.parts
    numbers = [
        (rank, *((int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", each)))
        for rank, each in (
            *((2, vocabulary.fold(folder)) for folder in folders),
            (0 if name == INTRODUCTION.name else 1, vocabulary.fold(name)),
        )
    ]
    return (*numbers, ((0, str(stem)),))


def _disordered(course: Course, locations: Sequence[Location]) -> Iterator[Diagnostic]:
    """A diagnostic for each name of `lessons` that is no lesson, and each lesson that it does not name."""
    names = {f"{each.stem}{SUFFIX}": each for each in locations}
    for place, name in enumerate(course.lessons):
        if name not in names:
            message = (
                f"`lessons` names `{name}`, and there is no such lesson{vocabulary.suggest(name, names)}"
            )
            yield diagnostic(course, "CB246", message)
        elif name in course.lessons[:place]:
            yield diagnostic(course, "CB246", f"`lessons` names `{name}` twice")
    for name, location in names.items():
        if name not in course.lessons and location.stem != INTRODUCTION and "CB247" not in course.ignored:
            yield Diagnostic(location.name, 0, 0, "CB247", "`lessons` does not name it: it comes after those")


def _without_lessons(course: Course, locations: Iterable[Location]) -> Iterator[Diagnostic]:
    """A diagnostic for each name of `folders` that is no folder with lessons."""
    known = {str(folder) for each in locations for folder in each.stem.parents} - {"."}
    for name in course.folders if "CB235" not in course.ignored else ():
        if name not in known:
            hint = vocabulary.suggest(name, known)
            message = f"`folders.{name}`: there is no folder `{name}` with lessons{hint}"
            yield diagnostic(course, "CB235", message)


def _why_empty(folder: Path) -> str:
    """Say that a folder contains no lesson, and which file may be meant as one."""
    message = f"the folder contains no {SUFFIX} file"
    for where, _, files in os.walk(folder):
        for name in sorted(files):
            if name.lower().endswith((SUFFIX, ".markdown", ".mdown", ".qmd", ".rmd", ".mdx")):
                return f"{message}; the name of `{shown(Path(where, name))}` must end in `{SUFFIX}`"
    return message


def _is_inside(path: Path, course: Course) -> str:
    """Say that the command is run in the folder of the lessons itself, or return ""."""
    here = _real(course.root)
    if here.name != path.name or not any(here.glob(f"*{SUFFIX}")):
        return ""
    return f"you are in the folder `{path.name}`: run the command in the one that contains it"


def _is_no_course(course: Course, path: Path) -> bool:
    """Whether a folder has no configuration, no lesson, and nothing that resembles the folder of lessons."""
    if course.own is not None or os.path.lexists(course.root / CONFIGURATION):
        return False
    return not (any(course.root.glob(f"*{SUFFIX}")) or misspelt.paths.suggest(path))


def no_course(course: Course) -> UsageError:
    """The error that there is no course in the folder; it says whether one above has a configuration."""
    message = f"there is neither {CONFIGURATION} nor a folder `course`"
    above = next((each for each in course.root.parents if (each / CONFIGURATION).is_file()), None)
    hint = f"; the course may be in `{shown(above)}`" if above else ""
    return UsageError(Diagnostic(".", 0, 0, "CB035", f"{message}{hint}"))


def _why_absent(path: Path, commands: Iterable[str]) -> str:
    try:
        path.lstat()
    except PermissionError as error:
        return f"it cannot be read: {error.strerror}"
    except (OSError, ValueError):
        pass
    command = vocabulary.nearest(str(path), commands)
    hint = f"; did you mean `coursebuild {command}`?" if command else misspelt.paths.suggest(path)
    return f"no such file or folder{hint}"


def _walk(folder: Path, output: Path, skipped: list[Diagnostic]) -> Iterator[Path]:
    def skip_unreadable(error: OSError) -> None:
        skipped.append(
            Diagnostic(shown(Path(error.filename)), 0, 0, "CB001", f"it cannot be read: {error.strerror}")
        )

    for here, folders, files in os.walk(folder, onerror=skip_unreadable):
        parent = Path(here)
        skipped += [
            Diagnostic(shown(parent / name), 0, 0, "CB005", "a symbolic link to a folder is not followed")
            for name in sorted(folders)
            if (parent / name).is_symlink()
        ]
        folders[:] = sorted(
            name for name in folders if not name.startswith(_NO_LESSON) and _real(parent / name) != output
        )
        yield from (
            parent / name
            for name in sorted(files)
            if name.endswith(SUFFIX) and not name.startswith(_NO_LESSON)
        )


def _course_folder(course: Course, path: Path) -> Path:
    """The folder that a single source may read from: the folder of `sources` that contains it, or its own."""
    parent = _real(path.parent)
    folders = [_real(course.root / name) for name in course.sources]
    return next((f for f in folders if f.is_dir() and parent.is_relative_to(f)), parent)


def _leads_out(path: Path, root: Path, *, named: bool) -> bool:
    """Whether `path` is outside of the course; if the command names it, whether a link leads there.

    A link that is the source itself is checked later, by `source.read`: the other documents are built.
    """
    folder = path if os.path.isdir(path) else path.parent  # noqa: PTH112 (it never raises)
    is_below = Path(os.path.abspath(folder)).is_relative_to(os.path.abspath(root))
    return (is_below or not named) and not _real(folder).is_relative_to(_real(root))


def is_part(name: str) -> bool:
    """Whether the file with a path below the course is no lesson, but what others include."""
    return any(part.startswith("_") for part in PurePosixPath(name).parts)


def _stem(relative: Path) -> PurePosixPath:
    return PurePosixPath(relative.with_suffix("").as_posix())


def _real(path: Path) -> Path:
    """Resolve symbolic links. Unlike Path.resolve, this accepts a link that leads to itself."""
    return Path(os.path.realpath(path))


def _encodable(found: Iterable[Location], skipped: list[Diagnostic]) -> list[Location]:
    """The locations whose names are text: others cannot be written in a page or a report."""
    encodable = []
    for location in found:
        try:
            f"{location.name} {location.stem}".encode()
            encodable.append(location)
        except UnicodeEncodeError:
            skipped.append(Diagnostic(location.name, 0, 0, "CB028", "the name is not UTF-8"))
    return encodable


def _without_other_index(found: Iterable[Location], skipped: list[Diagnostic]) -> list[Location]:
    """The locations without an `Index.md`, whose page some systems would take for the index."""
    kept = []
    for location in found:
        if location.stem != INTRODUCTION and str(location.stem).casefold() == str(INTRODUCTION):
            message = (
                f"its page would replace the index of the course; `{INTRODUCTION}{SUFFIX}` introduces it"
            )
            skipped.append(Diagnostic(location.name, 0, 0, "CB006", message))
        else:
            kept.append(location)
    return kept


def _without_collisions(found: list[Location], skipped: list[Diagnostic]) -> list[Location]:
    first: dict[str, Location] = {}
    for location in found:
        other = first.setdefault(str(location.stem).casefold(), location)
        if other is not location and _real(other.path) != _real(location.path):
            message = f"it would be written to the same files as {other.name}"
            skipped.append(Diagnostic(location.name, 0, 0, "CB006", message))
    return list(first.values())
