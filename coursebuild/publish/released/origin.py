"""What a release is made from: the version, the commit, and its time."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild.config import days
from coursebuild.model import BuildError, Diagnostic, UsageError, has_controls, printable
from coursebuild.runtime.system import git

DIRTY = "-dirty"  # as `git describe` marks a version whose files were changed

_DIGITS = "12"  # of a commit in a version: as many in each clone, however many objects it has
_MOST_NAMED = 3
_COMPARED = (
    b"H"  # of `git ls-files -v`: `git status` compares the file, unlike one of which git shall not look
)


class ReleaseOrigin(NamedTuple):
    """What a release is made from; `commit` is empty without git, and `is_clean` says that it is all of it.

    `time` is in seconds since 1970, UTC, until the year 2107, or None if nothing says it.
    """

    version: str
    commit: str
    time: int | None
    is_clean: bool


def find_origin(
    root: Path, version: str, outputs: Sequence[Path], made_of: Iterable[Path], *, allow_dirty: bool
) -> ReleaseOrigin:
    """What the folder `root` is now; `version` is the one that the author named, or empty.

    Files in the folders `outputs` do not count, those that a release is `made_of` do, also if git ignores
    them. Raises: UsageError.
    """
    named = _checked(version) if version else ""
    time = days.epoch()
    try:
        commit, committed = git.run(root, "log", "--max-count=1", "--format=%H %ct").decode().split()
        changed = [*dict.fromkeys((*_changed(root, outputs), *_not_committed(root, made_of)))]
        found = named or _version(root)
    except git.GitError as error:
        may_differ = _may_have_commits(root)
        if may_differ and not allow_dirty:
            raise _error(f"git cannot compare the files with a commit: {error}") from error
        if not named:
            message = f"no version is named, and git knows none: {error}"
            raise UsageError(Diagnostic(".", 0, 0, "CB259", message)) from error
        return ReleaseOrigin(_marked(named) if may_differ else named, "", time, is_clean=False)
    if changed and not allow_dirty:
        names = ", ".join(f"`{printable(name)}`" for name in changed[:_MOST_NAMED])
        more = f" and {len(changed) - _MOST_NAMED} more" if len(changed) > _MOST_NAMED else ""
        raise _error(f"the commit {commit[:7]} does not have these files as they are: {names}{more}")
    version = _marked(_checked(found)) if changed else _checked(found)
    time = min(int(committed), days.LATEST) if time is None else time
    return ReleaseOrigin(version, commit, time, is_clean=not changed)


def _may_have_commits(root: Path) -> bool:
    """Whether the folder is in a repository, unless git says that nothing is committed there yet.

    Git itself takes a repository that is damaged for none.
    """
    real = Path(os.path.realpath(root))
    if "GIT_DIR" not in os.environ and not any(
        os.path.lexists(folder / ".git") for folder in (real, *real.parents)
    ):
        return False
    try:
        return bool(git.run(root, "rev-list", "--all", "--max-count=1").strip())
    except git.GitError:
        return True


def _marked(version: str) -> str:
    return version if version.endswith(DIRTY) else version + DIRTY


def _error(message: str) -> UsageError:
    return UsageError(Diagnostic(".", 0, 0, "CB260", message))


def refuse_changed(before: ReleaseOrigin, after: ReleaseOrigin) -> None:
    """Raise BuildError if the files of a course are from elsewhere now than when a release was begun."""
    if (before.commit, before.is_clean) != (after.commit, after.is_clean):
        message = "the files of the course were changed while the release was made"
        raise BuildError(Diagnostic(".", 0, 0, "CB260", message))


def _checked(version: str) -> str:
    """The version. Raises: UsageError if no name of a file can have it."""
    if has_controls(version) or not re.search(r"[A-Za-z0-9]", version):
        message = f"`{printable(version)}` is no version: it needs a letter or a digit, and no line break"
        raise UsageError(Diagnostic("--version", 0, 0, "CB259", message))
    return version


def _changed(root: Path, outputs: Sequence[Path]) -> list[str]:
    """The files of the repository that differ from the commit, or are not in it, unless git ignores them."""
    top = Path(os.fsdecode(git.run(root, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    excluded = [
        f":(top,exclude,literal){path.relative_to(top).as_posix()}"
        for path in {real for output in outputs for real in _real_paths(output)}
        if path.is_relative_to(top) and not Path(os.path.realpath(root)).is_relative_to(path)
    ]
    status = git.run(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--", ":/", *excluded)
    entries = iter(status.decode("utf-8", "replace").split("\0"))
    changed = []
    for entry in filter(None, entries):
        changed.append(entry[3:])
        if "R" in entry[:2] or "C" in entry[:2]:
            next(entries, None)  # the name that it had before
    return changed


def _real_paths(output: Path) -> Iterator[Path]:
    """The path of a folder without links, and of the folder itself if it is a link."""
    yield Path(os.path.realpath(output))
    if output.is_symlink():
        yield Path(os.path.realpath(output.parent), output.name)


def _not_committed(root: Path, made_of: Iterable[Path]) -> Iterator[str]:
    """The files that no commit has as they are, by their paths, whatever git was told to ignore."""
    listed = filter(None, git.run(root, "ls-files", "--cached", "-v", "-z", "--", ":/").split(b"\0"))
    tags = {os.path.realpath(root / os.fsdecode(entry[2:])): entry[:1] for entry in listed}
    spell = git.spelling(root)
    spelled = {spell(name): name for name in tags}
    for path in made_of:
        real = os.path.realpath(path)
        committed = real if real in tags else spelled.get(spell(real), "")
        is_compared = committed == real and tags[real] == _COMPARED
        if not is_compared and not (committed and _is_in_index(root, real, committed)):
            yield os.path.relpath(path, root)


def _is_in_index(root: Path, path: str, committed: str) -> bool:
    """Whether git has the content of a file under the path `committed`."""
    name, listed = (os.path.relpath(each, os.path.realpath(root)) for each in (path, committed))
    return git.run(root, "hash-object", "--", name) == git.run(root, "rev-parse", f":./{listed}")


def _version(root: Path) -> str:
    """The newest tag of the commit, or else its distance from one, or else the commit."""
    tags = git.run(root, "tag", "--points-at", "@", "--sort=-version:refname").decode("utf-8", "replace")
    if first := tags.partition("\n")[0]:
        return first
    described = git.run(root, "describe", "--tags", "--always", f"--abbrev={_DIGITS}")
    return described.decode("utf-8", "replace").removesuffix("\n")
