"""Files that nothing reads, since their names are nearly right, in another folder, or nowhere named."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from coursebuild.config import own_file
from coursebuild.config.misspelt.paths import MOST_NAMES
from coursebuild.config.own_file import CONFIGURATION
from coursebuild.config.templates import LESSON, Templates
from coursebuild.model import BuildError, Course, Diagnostic, vocabulary
from coursebuild.runtime import resources

_FOLDERS = ("templates", "templates/icons")
_SUFFIXES = frozenset(
    "cfg conf ini json tml toml toml.txt yaml yml".split()
)  # of configurations, of other tools too


def find(course: Course) -> Iterator[Diagnostic]:
    """A warning for coursebuild.toml with another name, or in a folder of the sources."""
    if course.own is not None:
        return
    if not os.path.lexists(course.root / CONFIGURATION):
        stem = CONFIGURATION.partition(".")[0]
        for name in _names(course.root):
            first, _, suffix = name.lstrip(".").partition(".")
            is_alike = first[:1].lower() == stem[0]  # which spares most calls the import of difflib
            if is_alike and suffix.lower() in _SUFFIXES and vocabulary.nearest(first, [stem]):
                yield _unread(name, f"the configuration is in `{CONFIGURATION}`")
    for source in course.sources:
        folder = course.root / source
        if os.path.normpath(folder) != os.path.normpath(course.root) and (folder / CONFIGURATION).is_file():
            message = f"the configuration is beside the folder `{source}`, not in it"
            yield _unread(f"{source}/{CONFIGURATION}", message)


def find_unused_filters(course: Course) -> tuple[Diagnostic, ...]:
    """A warning for each file in the author's `filters/` that the configuration does not name."""
    own = course.own_folder / "filters"
    if os.path.realpath(own) == os.path.realpath(resources.folder("filters")):
        return ()
    try:
        found = {path.stem for path in own.iterdir() if path.suffix == ".py" and not _is_built_in(path)}
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        return (Diagnostic("filters/", 0, 0, "CB001", f"it cannot be read: {error.strerror}"),)
    unused = sorted(found - set(course.filters))
    return tuple(
        Diagnostic(
            f"filters/{name}.py", 0, 0, "CB012", f"the filter is not run: `filters` does not name `{name}`"
        )
        for name in unused
    )


def _is_built_in(path: Path) -> bool:
    """Whether the program has this very filter, as in its own repository."""
    built_in = resources.folder("filters") / path.name
    return built_in.is_file() and built_in.read_bytes() == path.read_bytes()


def find_templates(course: Course, templates: Templates) -> Iterator[Diagnostic]:
    """A warning for each file of `templates/` that nothing names, and that stands in for a right one."""
    for folder in _FOLDERS:
        known, own = _names(templates.built_in.path.parent / folder), _names(course.own_folder / folder)
        for name in own:
            is_right = name in known or name.startswith(".") or LESSON.fullmatch(name)
            meant = "" if is_right else _resembles(name, known)
            if meant and meant not in own and not _is_named(name, course, templates):
                yield _unread(f"{folder}/{name}", f"did you mean `{meant}`?")


def _resembles(name: str, names: Iterable[str]) -> str:
    """The name that another one resembles, or from which only its suffixes differ."""
    stem = vocabulary.fold(name.partition(".")[0])
    same = [other for other in names if stem == other.partition(".")[0]]
    return vocabulary.nearest(name, names) or vocabulary.nearest(name, same, 0)


def _is_named(name: str, course: Course, templates: Templates) -> bool:
    """Whether a template or the configuration of the course contains a name, or that of an icon."""
    wanted = re.compile(rf"(?<![\w.-]){re.escape(name.removesuffix('.svg'))}(?![\w-])")
    texts: list[str | None] = []
    with suppress(BuildError):  # which is reported with each document
        texts += [own_file.configuration(course.own_folder)]
        texts += [templates.own.text(each) for each in templates.own.names(".jinja")]
    return any(wanted.search(text or "") for text in texts)


def _names(folder: Path) -> list[str]:
    """The names of the files in a folder that are text; none if it cannot be read."""
    with suppress(OSError), os.scandir(folder) as entries:
        names = sorted(entry.name for entry in islice(entries, MOST_NAMES) if entry.is_file())
        return [name for name in names if name.encode(errors="ignore").decode() == name]
    return []


def _unread(path: str, message: str) -> Diagnostic:
    return Diagnostic(path, 0, 0, "CB029", f"nothing reads this file; {message}")
