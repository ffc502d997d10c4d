"""The configuration of a course whose checkout is a stranger's: a part of it, or a revision's."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coursebuild.config import own_file, toml
from coursebuild.config.load import load
from coursebuild.config.own_file import CONFIGURATION
from coursebuild.model import Course, Diagnostic, UsageError, shown
from coursebuild.runtime import resources, store

OWN_FOLDERS = ("templates", "filters")
USED = ("title", "author", "lang")  # what a page says, and nothing that a build does
UNTRUSTED = "untrusted"  # the `trust` of a course of which these alone are used


def untrusted(root: Path, empty: Path) -> Course:
    """The course in `root` with the keys `USED` of its coursebuild.toml, and no templates and no filters.

    `empty` is an empty folder. What other keys say is not even validated.
    Raises: UsageError, as `load` does, or if the cache is inside the checkout.
    """
    _refuse_cache(_checkout(root))
    return load(root, only=USED)._replace(own=empty, trust=UNTRUSTED)


def trusted(root: Path, own: Path, commit: str) -> Course:
    """The course in `root` with the files of a commit in the folder `own`; its paths are those of `root`.

    Raises: UsageError, as `load` does, if a folder that it names is a link out of the checkout, or if the
    cache is inside the checkout.
    """
    checkout = _checkout(root)
    _refuse_cache(checkout)
    course = load(root, own)
    for name in _table(own).get("resources", ()):
        if _leads_out(Path(os.path.realpath(root)) / name, checkout):
            message = f"`resources`: `{name}` is a link that leads out of the checkout"
            raise UsageError(Diagnostic(CONFIGURATION, 0, 0, "CB005", message))
    return course._replace(trust=f"trusted {commit}")


def unused(root: Path) -> str:
    """What `untrusted` leaves out of the course in `root`, for a message; empty if there is none of it."""
    folders = [
        f"{name}/"
        for name in OWN_FOLDERS
        if os.path.lexists(root / name)
        and os.path.realpath(root / name) != os.path.realpath(resources.folder(name))
    ]
    count = len(_table(root).keys() - set(USED))
    keys = [f"{count} key{'s' * (count > 1)} of {CONFIGURATION}"] if count else []
    *first, last = [*folders, *keys] or [""]
    verb = "are" if first or count > 1 else "is"
    return f"{', '.join(first)}{' and ' * bool(first)}{last} {verb} not used" if last else ""


def _table(folder: Path) -> Mapping[str, Any]:
    """The content of a coursebuild.toml that can be parsed; empty if there is none."""
    return toml.parse(own_file.configuration(folder) or "")


def _checkout(root: Path) -> Path:
    """The folder with `.git` that contains the course, or else the course's own."""
    real = Path(os.path.realpath(root))
    return next((folder for folder in (real, *real.parents) if (folder / ".git").exists()), real)


def _leads_out(path: Path, checkout: Path) -> bool:
    """Whether a path inside the checkout is, or goes through, a symbolic link that leads out of it."""
    is_inside = Path(os.path.abspath(path)).is_relative_to(checkout)
    return is_inside and not Path(os.path.realpath(path)).is_relative_to(checkout)


def _refuse_cache(checkout: Path) -> None:
    """Raise UsageError if what the cache contains may come with the checkout."""
    folder = store.folder()
    places = (os.path.abspath(folder), os.path.realpath(folder))
    if any(Path(place).is_relative_to(checkout) for place in places):
        message = f"the cache `{shown(folder)}` is inside the checkout, whose files are not trusted"
        raise UsageError(Diagnostic("COURSEBUILD_CACHE", 0, 0, "CB021", message))
