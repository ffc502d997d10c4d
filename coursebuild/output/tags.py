"""The tags of the repository of a course: whether they may have changed, and which one is the newest."""

import os
from collections.abc import Iterator
from pathlib import Path

from coursebuild.runtime import fingerprint, store
from coursebuild.runtime.system import regular_file

_SMALL = 1_000_000  # bytes of a file of git's that is read


def state(root: Path) -> str:
    """A hash that is another one if tags are added, moved or removed; empty without git.

    Git's own files are read, and no program is run.
    """
    folder = _git_folder(root)
    return store.key(*_states(folder)) if folder else ""


def _git_folder(root: Path) -> Path | None:
    """The folder of git that all work trees share."""
    for above in (here := Path(os.path.abspath(root)), *here.parents):
        if (above / ".git").is_dir():
            return above / ".git"
        if link := _read(above / ".git"):
            own = above / link.removeprefix("gitdir:").strip()
            return own / _read(own / "commondir").strip()
    return None


def _states(folder: Path) -> Iterator[str]:
    yield _read(folder / "HEAD")
    yield "\n".join(line for line in _read(folder / "packed-refs").split("\n") if "refs/tags/" in line)
    for here, folders, names in os.walk(folder / "refs" / "tags"):
        folders.sort()
        yield from (f"{name} {_read(Path(here, name))}" for name in sorted(names))


def _read(path: Path) -> str:
    try:
        return regular_file.read(path, fingerprint.LARGEST)[:_SMALL].decode("utf-8", "replace")
    except OSError:
        return ""
