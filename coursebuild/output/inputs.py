"""The inputs that all documents of a build share: options, the course's own files, and programs.

This module imports no stage, as `history`.
"""

import os
import re
import sys
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import BuildOptions, Course
from coursebuild.runtime import fingerprint, resources, store
from coursebuild.runtime.system import regular_file

CONFIGURATION, LOGO = "coursebuild.toml", "the logo"
BASE = "what `changed-since` means"
LOOK = "[themes.{}] of coursebuild.toml"
COURSEBUILD, PANDOC, PYTHON, SYSTEM = "coursebuild", "pandoc", "Python", "the system's libraries"

_OF_NO_PAGE = re.compile(r"templates.lesson(?:\.[\w-]+)?\.md")  # what `coursebuild new` reads


class Shared(NamedTuple):
    """Names of inputs, each with a text that is another one if the input is.

    `files` are those of the course by their paths below its folder; `programs` are packages by their names,
    with their versions, and what is not a package.
    """

    options: Mapping[str, str]
    files: Mapping[str, str]
    programs: Mapping[str, str]

    @property
    def signature(self) -> str:
        """A hash of all inputs."""
        return store.key(*(text for each in self for pair in each.items() for text in pair))

    @property
    def without_choice(self) -> str:
        """A hash of all inputs, whatever editions and formats are built."""
        options = {"metadata": self.options["metadata"]}
        return self._replace(options=options).signature


def shared(course: Course, options: BuildOptions) -> Shared:
    """The inputs as they are now."""
    return Shared(
        {
            "editions": repr([(edition.name, *edition.values.items()) for edition in options.editions]),
            "formats": ", ".join(options.formats),
            "encryption": options.encryption,
            "metadata": repr(sorted(options.metadata.items())),
        },
        {
            **dict(_files(course, {edition.name for edition in options.editions})),
            **({BASE: options.base} if options.base else {}),
        },
        dict(_programs()),
    )


def everywhere(course: Course, output: Path) -> str:
    """A hash of programs and of all files of a course, which is the same on each machine that has the same.

    So it has neither paths nor times. Left out are hidden files, and those of the folder `output`.
    """
    named = (course.root / name for name in ("templates", "filters", *course.sources))
    contents = (
        (os.path.relpath(path, course.root), fingerprint.written(path))
        for folder in (*named, *course.resources)
        for path in _walk(folder, os.path.realpath(output))
    )
    own = [CONFIGURATION, fingerprint.written(str(course.root / CONFIGURATION))]
    if course.theme.logo:
        own.append(fingerprint.written(str(course.theme.logo)))
    programs = (*resources.packages(), (PYTHON, sys.version))
    return store.key(*own, *(text for pair in (*programs, *contents) for text in pair))


def own_files(course: Course) -> Iterator[tuple[str, Path]]:
    """The configuration, the logo, the templates and the filters of a course, by their names as inputs."""
    yield CONFIGURATION, course.root / CONFIGURATION
    if course.theme.logo:
        yield LOGO, Path(course.theme.logo)
    for folder in ("templates", *(("filters",) if course.filters else ())):
        for path in _walk(course.root / folder):
            name = os.path.relpath(path, course.root)
            if not _OF_NO_PAGE.fullmatch(name):
                yield name, Path(path)


def _files(course: Course, editions: Collection[str]) -> Iterator[tuple[str, str]]:
    if course.trust:
        yield CONFIGURATION, fingerprint.state(course.root / CONFIGURATION)
        yield "what is trusted", course.trust
        return
    for name, path in own_files(course):
        if name == CONFIGURATION and course.themes:
            yield from _configuration(path, editions)
        else:
            yield name, fingerprint.state(path)


def _configuration(path: Path, editions: Collection[str]) -> Iterator[tuple[str, str]]:
    """coursebuild.toml without the looks of editions, and apart, the looks of those that are built."""
    try:
        table = tomllib.loads(regular_file.read(path, fingerprint.LARGEST).decode())
    except (OSError, ValueError):
        yield CONFIGURATION, fingerprint.state(path)
        return
    looks = table.pop("themes", {})
    yield CONFIGURATION, fingerprint.state(path, repr(table).encode())
    yield from ((LOOK.format(name), repr(look)) for name, look in looks.items() if name in editions)


def _programs() -> Iterator[tuple[str, str]]:
    yield from resources.packages()
    yield PYTHON, sys.version
    yield COURSEBUILD, store.key(*code())  # in place of the version of the package of that name
    yield PANDOC, f"{resources.pandoc()} {_status(resources.pandoc())}"
    yield SYSTEM, repr(_status("/etc/ld.so.cache"))


def code() -> Iterator[str]:
    """Lines that identify coursebuild's own files: their paths, sizes and times."""
    for folder in (resources.PACKAGE, resources.folder("filters"), resources.folder("templates")):
        for path in _walk(folder):
            yield f"{path} {_status(path)}"


def _status(path: str) -> tuple[int, int]:
    """The size of a file, and its modification time in nanoseconds; -1 for both if it does not exist."""
    try:
        status = os.stat(path)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def _walk(folder: Path, but: str = "") -> Iterator[str]:
    """The paths of the files in a folder; with `but`, neither those of that folder nor hidden ones."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        if but:
            folders[:] = [name for name in folders if os.path.realpath(os.path.join(here, name)) != but]
            folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(here, name) for name in sorted(files) if not (but and name.startswith(".")))
