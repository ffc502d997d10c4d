"""Read the sources of a course as they are at a revision in git."""

import os
import subprocess
from pathlib import Path, PurePosixPath

from coursebuild.model import Diagnostic, UsageError

TIMEOUT = 30  # seconds for one command of git

# No command that git could be configured to run, no network, no question, nothing written.
_GIT = ("git", "--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_UNKNOWN = 1  # the exit status of `rev-parse --quiet` for a revision that does not exist
_FILE_MODES = ("100644", "100755")


def read_sources(root: Path, revision: str, suffix: str) -> dict[str, bytes]:
    """Read the files below `root` at a revision whose names end in `suffix`, by their paths below it.

    Hidden files are left out, and so is what is not a file, such as a symbolic link.
    Raises: UsageError with the reason, where git cannot give them.
    """
    named = _run(
        root, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    commit = named.decode().split()[-1]
    listed = _run(root, revision, "ls-tree", "-r", "-z", commit).decode("utf-8", "surrogateescape")
    entries = [entry.partition("\t") for entry in listed.split("\0") if entry]
    objects = {
        path: facts.split()[2]
        for facts, _, path in entries
        if facts.startswith(_FILE_MODES) and path.endswith(suffix) and not _is_hidden(path)
    }
    if not objects:
        raise _refusal(revision, f"this folder has no `{suffix}` file at that revision")
    output = _run(
        root, revision, "cat-file", "--batch", text="".join(f"{name}\n" for name in objects.values())
    )
    return dict(zip(objects, _contents(output, revision), strict=True))


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(path).parts)


def _contents(output: bytes, revision: str) -> list[bytes]:
    """The objects that `git cat-file --batch` printed: for each, a line with its size, and its content."""
    contents, at = [], 0
    while at < len(output):
        end = output.index(b"\n", at)
        head = output[at:end].split()
        if len(head) != 3:  # noqa: PLR2004 (otherwise: `NAME missing`)
            raise _refusal(revision, "this clone has not all of its files")
        at = end + 1 + int(head[2])
        contents.append(output[end + 1 : at])
        at += 1
    return contents


def _run(root: Path, revision: str, *arguments: str, text: str = "") -> bytes:
    """Run git in the folder `root`, and return its output."""
    try:
        done = subprocess.run(
            [*_GIT, "-C", str(root), *arguments],
            input=text.encode(),
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
            env={**os.environ, **_ENVIRONMENT},
        )
    except OSError as error:
        raise _refusal(revision, f"git cannot be started: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise _refusal(revision, f"git did not finish in {TIMEOUT} s") from error
    if done.returncode == _UNKNOWN and "--verify" in arguments:
        raise _refusal(revision, f"git knows no revision `{revision}` here")
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").split("\n")
        raise _refusal(revision, lines[0].removeprefix("fatal: ") or f"git ended with {done.returncode}")
    return done.stdout


def _refusal(revision: str, message: str) -> UsageError:
    return UsageError(Diagnostic(f"--since {revision}", 0, 0, "CB158", message))
