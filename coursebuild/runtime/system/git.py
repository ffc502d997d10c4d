"""Run git without its hooks and without a network, whatever its configuration says.

Two things that a configuration names are run nevertheless: the filters of files that are added or compared
(`filter.NAME.clean`, as Git LFS has one), and what git needs to find its own files.
"""

import os
import subprocess
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

TIMEOUT = 30  # seconds for one command of git

# No hook, no network, no question, no signature, and the output that git has where nothing is configured. A
# folder of the checkout may look like a repository, whose configuration git would take first.
_GIT = (
    *("git", "--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"),
    *("-c", "safe.bareRepository=explicit", "-c", "commit.gpgSign=false", "-c", "log.showSignature=false"),
    *("-c", "column.ui=never", "-c", "color.ui=never"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# Variables that name a repository, whatever the folder is, as git sets them for its hooks: those of
# `git rev-parse --local-env-vars`.
_OF_REPOSITORIES = frozenset(
    f"GIT_{name}"
    for name in (
        "ALTERNATE_OBJECT_DIRECTORIES COMMON_DIR CONFIG CONFIG_COUNT CONFIG_PARAMETERS DIR GRAFT_FILE "
        "IMPLICIT_WORK_TREE INDEX_FILE INTERNAL_SUPER_PREFIX NAMESPACE OBJECT_DIRECTORY PREFIX "
        "REPLACE_REF_BASE SHALLOW_FILE WORK_TREE"
    ).split()
)


class GitError(Exception):
    """Git cannot be started, or ended with a `status` other than 0."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


def run(root: Path, *arguments: str, text: str = "") -> bytes:
    """Run git in the folder `root`, and return its output. Raises: GitError with the reason."""
    return _run(["-C", str(root), *arguments], os.environ, text)


def run_in_own(root: Path, *arguments: str, **variables: str) -> bytes:
    """Run git with the repository in `root/.git` and the files in `root`, whatever the environment names.

    `variables` are set in the environment. Raises: GitError with the reason.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _OF_REPOSITORIES}
    environment.update(variables)
    where = ["-C", str(root), "--git-dir=.git", "--work-tree=."]
    return _run([*where, *arguments], environment, "")


def spelling(root: Path) -> Callable[[str], str]:
    """What makes two names equal that are one for the repository of `root`, as git has found of its disk.

    A file may have another name there than in git: of macOS, letters and accents apart, and where case does
    not count, other letters.
    """
    with suppress(GitError):  # nothing is set
        keys = r"^core\.(ignorecase|precomposeunicode)$"
        found = run(root, "config", "--type=bool", "--get-regexp", keys).decode().split("\n")
        is_composed, is_folded = (f"core.{key} true" in found for key in ("precomposeunicode", "ignorecase"))
        if is_composed or is_folded:
            return lambda name: unicodedata.normalize("NFC", name.casefold() if is_folded else name)
    return lambda name: name


def left_out(root: Path, names: Sequence[str]) -> frozenset[str]:
    """Which of some files a sparse checkout of the folder `root` leaves out, though they are not deleted."""
    if not names:
        return frozenset()
    try:
        listed = run(root, "--literal-pathspecs", "ls-files", "-t", "-z", "--", *names)
    except GitError:
        return frozenset()
    entries = listed.decode("utf-8", "surrogateescape").split("\0")
    return frozenset(entry[2:] for entry in entries if entry.startswith("S "))


def _run(arguments: Sequence[str], environment: Mapping[str, str], text: str) -> bytes:
    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            input=text.encode(),
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
            env={**environment, **_ENVIRONMENT},
        )
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git did not finish in {TIMEOUT} s") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").split("\n")
        reason = next((line for line in lines if not line.startswith("warning: ")), "")
        message = reason.removeprefix("fatal: ") or f"git ended with {done.returncode}"
        raise GitError(message, done.returncode)
    return done.stdout
