"""Notice which files have changed, by looking at them again and again.

A look takes a few microseconds a file, and finds what has changed wherever files are: on a network, in a
container, after the machine slept. Notifications of the system miss some of these, and are limited in number.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from coursebuild.runtime import fingerprint

INTERVAL = 0.02  # seconds between two looks while somebody watches
IDLE_INTERVAL = 0.5  # and while nobody does
MOST_BUSY = 0.02  # the part of the time that may be spent on looking, however many files there are
SETTLED = 0.006  # seconds in which nothing changes: an editor may write a file in several steps
UNFINISHED = 0.5  # seconds for which a file that is suddenly empty or absent counts as being written
SKIPPED = frozenset({"__pycache__", "node_modules"})  # and folders whose names begin with a dot

Paths = Callable[[], Iterable[str]]
Files = Callable[[], Mapping[str, str]]


class _File(NamedTuple):
    """A file as it was at a look; `stamp` is None if there was none.

    `content` is a hash, for as long as the file may change again without getting another time.
    """

    stamp: tuple[int, ...] | None
    is_recent: bool = False
    is_empty: bool = True
    content: str = ""

    def differs(self, other: "_File") -> bool:
        return self.stamp != other.stamp or ("" != self.content != other.content != "")


class _Folder(NamedTuple):
    """A folder as it was at a look: the paths of the folders in it, and the names of all that is in it."""

    stamp: tuple[int, ...]
    is_recent: bool
    folders: tuple[str, ...]
    names: frozenset[str]


_ABSENT = _Folder(stamp=(), is_recent=False, folders=(), names=frozenset())


class Watcher:
    """Tells what has changed since the last look: paths of files, also absent ones, and what is in folders.

    `files`, `folders` and `skipped` give absolute paths; of folders, those inside are looked at too, but for
    the `skipped` ones. `files` are with the `fingerprint.state` in which they were read, or an empty text: a
    file may have changed again before it is looked at for the first time.
    """

    def __init__(self, files: Files, folders: Paths, skipped: Paths = tuple) -> None:
        self._paths, self._roots, self._skipped = files, folders, skipped
        self._files: dict[str, _File] = {}
        self._folders: dict[str, _Folder] = {}
        self._seconds = 0.0
        self.look()

    def wait(self, is_watched: Callable[[], bool]) -> set[str]:
        """Wait until something has changed, and has settled."""
        while not (changed := self.look()):
            interval = INTERVAL if is_watched() else IDLE_INTERVAL
            time.sleep(max(interval, self._seconds / MOST_BUSY))
        deadline = time.monotonic() + UNFINISHED
        while True:
            time.sleep(SETTLED)
            more = self.look()
            changed |= more
            is_unfinished = any(path in self._files and self._files[path].is_empty for path in changed)
            if not (more or (is_unfinished and time.monotonic() < deadline)):
                return changed

    def look(self) -> set[str]:
        """What has changed since the last look; of what was not looked at before, since it was read."""
        started, now = time.perf_counter(), time.time_ns()
        changed = self._look_at_folders(now)
        before = self._files
        paths = self._paths()
        self._files = {path: _look_at(path, before.get(path), now) for path in paths}
        new = {path: state for path, state in paths.items() if state and path not in before}
        changed |= {path for path, state in new.items() if fingerprint.state(path) != state}
        changed |= {path for path in self._files.keys() & before if self._files[path].differs(before[path])}
        self._seconds = time.perf_counter() - started
        return changed

    def _look_at_folders(self, now: int) -> set[str]:
        changed: set[str] = set()
        before, self._folders = self._folders, {}
        skipped, roots = set(self._skipped()), set(self._roots())
        waiting = list(roots)
        while waiting:
            path = waiting.pop()
            if path in self._folders or path in skipped:
                continue
            former = before.get(path)
            folder = _list(path, former, now) or (_ABSENT if path in roots else None)
            if folder:
                self._folders[path] = folder
                waiting += folder.folders
            names = folder.names if folder else frozenset()
            changed |= {os.path.join(path, name) for name in names ^ (former.names if former else names)}
        return changed


def becomes_full(path: str) -> bool:
    """Wait for as long as an empty file counts as being written; return whether it is empty no longer."""
    while True:
        try:
            status = os.stat(path)
        except OSError:
            return False
        if status.st_size or abs(time.time() - status.st_mtime) > UNFINISHED:
            return status.st_size > 0
        time.sleep(SETTLED)


def _look_at(path: str, former: _File | None, now: int) -> _File:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return _File(None)
    stamp = (status.st_dev, status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns)
    is_recent = _is_recent(status, now)
    if former and former.stamp == stamp and not (is_recent or former.is_recent):
        return former
    content = fingerprint.state(path) if is_recent or (former and former.is_recent) else ""
    return _File(stamp, is_recent, status.st_size == 0, content)


def _list(path: str, former: _Folder | None, now: int) -> _Folder | None:
    try:
        status = os.stat(path)
        if not stat.S_ISDIR(status.st_mode):
            return None
        stamp, is_recent = (status.st_dev, status.st_ino, status.st_mtime_ns), _is_recent(status, now)
        if former and former.stamp == stamp and not (is_recent or former.is_recent):
            return former
        with os.scandir(path) as entries:
            found = {each.name: each.is_dir(follow_symlinks=False) for each in entries}
    except (OSError, ValueError):
        return None
    inside = (name for name, is_folder in found.items() if is_folder and not _is_skipped(name))
    folders = tuple(os.path.join(path, name) for name in inside)
    return _Folder(stamp, is_recent, folders, frozenset(found))


def _is_skipped(name: str) -> bool:
    return name in SKIPPED or name.startswith(".")


def _is_recent(status: os.stat_result, now: int) -> bool:
    """Whether a file may have changed again without getting another time."""
    return now - status.st_mtime_ns < fingerprint.STEP
