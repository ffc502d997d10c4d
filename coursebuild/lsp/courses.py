"""The courses of the files in an editor: each is read again when its own files have changed."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from coursebuild import config
from coursebuild.config import trust
from coursebuild.engine import Session
from coursebuild.model import Course, Location, UsageError, shown

MOST_FILES = 1000  # in a course's `templates/` and `filters/`, whose changes are noticed

_State = Mapping[Path, tuple[int, int]]  # the time and the size of each file


@dataclass
class _Known:
    """A session, and the state of the files that it was made of."""

    session: Session
    state: _State
    resources: ExitStack


class Courses:
    """The courses by their folders; with `untrusted`, they have no settings, templates and filters."""

    def __init__(self, folders: Callable[[], Iterable[Path]], *, untrusted: bool) -> None:
        self.untrusted = untrusted
        self._folders = folders  # those that the editor has open
        self._known: dict[Path, _Known] = {}

    def root(self, path: Path) -> Path:
        """The folder of a file's course.

        It is the nearest one with a coursebuild.toml, or else the nearest one that the editor has open, or
        else the file's own.
        """
        above = list(path.parents)
        if found := next((folder for folder in above if _has_configuration(folder)), None):
            return found
        opened = set(self._folders())
        return next((folder for folder in above if folder in opened), path.parent)

    def session(self, path: Path) -> Session:
        """The session of a file's course. Raises: UsageError, as `Session.load` does."""
        root = self.root(path)
        state = _state(root)
        known = self._known.get(root)
        if known is None:
            resources = ExitStack()
            session = resources.enter_context(Session.open(root, untrusted=self.untrusted))
            self._known[root] = _Known(session, state, resources)
            return session
        if known.state != state:
            files = known.state.keys() | state.keys()
            changed = [file for file in files if known.state.get(file) != state.get(file)]
            known.session, known.state = known.session.renewed(changed), state
        return known.session

    def close(self) -> None:
        """Forget all courses."""
        while self._known:
            self._known.popitem()[1].resources.close()


def location(course: Course, path: Path) -> Location | None:
    """The location of a file's text, also if it is not on the disk; None if the course has no such lesson.

    A course with settings of its own, or with folders of sources, has lessons in its sources alone.
    """
    folders = [Path(os.path.realpath(course.root / name)) for name in course.sources]
    real = Path(os.path.realpath(path))
    folder = next((each for each in folders if real.is_relative_to(each)), None)
    if folder is None and (_has_configuration(course.root) or any(each.exists() for each in folders)):
        return None
    with suppress(UsageError):
        found, _ = config.locate(course, [str(path)], course.root / course.output)
        return found[0] if found else None
    roots = (folder if folder and folder.is_dir() else real.parent, *course.resources)
    return Location(
        path, shown(path), PurePosixPath(path.stem), roots, frozenset(course.boxes), course.backslash
    )


def is_part(course: Course, path: Path) -> bool:
    """Whether a file is for lessons to include: its name, or that of its folder, begins with `_`."""
    real = Path(os.path.realpath(path))
    folders = [Path(os.path.realpath(course.root / name)) for name in course.sources]
    below = next((real.relative_to(each) for each in folders if real.is_relative_to(each)), real)
    return any(part.startswith("_") for part in below.parts)


def _has_configuration(folder: Path) -> bool:
    return os.path.lexists(folder / config.CONFIGURATION)


def _state(root: Path) -> _State:
    """The state of the files of which a session is made."""
    found = {}
    for path in (root / config.CONFIGURATION, *_own_files(root)):
        with suppress(OSError):
            status = path.stat()
            found[path] = status.st_mtime_ns, status.st_size
    return found


def _own_files(root: Path) -> Iterator[Path]:
    found = (
        Path(folder, each)
        for name in trust.OWN_FOLDERS
        for folder, _, files in os.walk(root / name)
        for each in sorted(files)
    )
    return islice(found, MOST_FILES)
