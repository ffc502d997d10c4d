"""Run git, so that nothing that a repository configures is run, and nothing is fetched."""

import os
import subprocess
from pathlib import Path

TIMEOUT = 30  # seconds for one command of git

# No command that git could be configured to run, no network, no question, nothing written. A folder of the
# checkout may look like a repository with a configuration of its own, which git would take first.
_GIT = (
    *("git", "--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"),
    *("-c", "safe.bareRepository=explicit"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """Git cannot be started, or ended with a `status` other than 0."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


def run(root: Path, *arguments: str, text: str = "") -> bytes:
    """Run git in the folder `root`, and return its output. Raises: GitError with the reason."""
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
        raise GitError(f"git cannot be started: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git did not finish in {TIMEOUT} s") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").split("\n")
        message = lines[0].removeprefix("fatal: ") or f"git ended with {done.returncode}"
        raise GitError(message, done.returncode)
    return done.stdout
