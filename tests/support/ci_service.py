"""A CI service on this machine: what its jobs have in common, whichever service it is.

Commands run in the shell and with the environment that they have there. What is not a command is done in its
place: a checkout is a clone, an artifact a folder that is copied, and nothing is installed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from workshop import git

_COURSEBUILD = f'#!/bin/sh\nexec "{sys.executable}" -m coursebuild "$@"\n'
_CALLED = '#!/bin/sh\n(echo "{name}"; printf "%s\\n" "$@"; echo) >> "{calls}"\n{answer}\n'
_OUTSIDE = ("sudo", "apt-get", "pip", "gh", "curl")  # programs that need a network


class FailedError(Exception):
    """A job failed; the message is what it printed."""


class Service:
    """A service for the repository `origin`; what it keeps is in the new folder `folder`.

    `answers` are shell scripts: what programs do that need a network. Without one they do nothing.
    """

    def __init__(self, folder: Path, origin: Path, answers: Mapping[str, str], **variables: str) -> None:
        self.folder, self.origin, self.variables = folder, origin, variables
        for name in ("bin", "home", "artifacts"):
            (folder / name).mkdir(parents=True)
        calls = folder / "calls"
        outside = {
            name: _CALLED.format(name=name, calls=calls, answer=answers.get(name, "")) for name in _OUTSIDE
        }
        for name, text in {"coursebuild": _COURSEBUILD, **outside}.items():
            (program := folder / "bin" / name).write_text(text, encoding="utf-8")
            program.chmod(0o755)

    def calls(self, program: str) -> list[list[str]]:
        """How a program that needs a network was called."""
        log = self.folder / "calls"
        calls = log.read_text(encoding="utf-8").split("\n\n") if log.exists() else []
        return [words for call in calls if (words := call.split("\n"))[0] == program]

    def checkout(self, place: Path, revision: str, *, depth: int) -> None:
        """Make `place` a clone of the repository at a revision; with a depth of 0, with all that it has."""
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        git(place, "init", "--quiet")
        git(place, "remote", "add", "origin", self.origin.as_uri())
        shallow = [f"--depth={depth}"] if depth else ["--tags", "+refs/heads/*:refs/remotes/origin/*"]
        git(place, "fetch", "--quiet", "origin", *shallow, revision)
        git(place, "checkout", "--quiet", "--detach", revision if not depth else "FETCH_HEAD")

    def run_script(self, command: list[str], place: Path, variables: Mapping[str, str]) -> str:
        """Run a shell, and return what it prints. Raises: FailedError."""
        environment = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.defpath}",
            "HOME": str(self.folder / "home"),
            "CI": "true",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        done = subprocess.run(
            command,
            cwd=place,
            env={**environment, **self.variables, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise FailedError(f"{done.stdout}\nExit status {done.returncode} of {command[-1]}")
        return done.stdout

    def keep(self, name: str, path: Path) -> None:
        """Keep a file or a folder as an artifact; what is not there is none."""
        kept = self.folder / "artifacts" / name
        if not path.exists():
            return
        if path.is_dir():
            shutil.copytree(path, kept, dirs_exist_ok=True)
        else:
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept)

    def kept(self, name: str) -> dict[str, bytes]:
        """The files of an artifact, or of a folder in it, by their paths."""
        folder = self.folder / "artifacts" / name
        paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
