"""Run a command of the author's on the files of each lesson, in a folder that is removed afterwards."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from coursebuild.engine.code import starter
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Diagnostic, Location

TIMED_OUT = 124  # as the command `timeout` ends


class Ran(NamedTuple):
    """How a command ended on the files of a lesson; `status` is None if the lesson has no files."""

    location: Location
    status: int | None
    diagnostics: tuple[Diagnostic, ...]


def run(
    session: Session,
    locations: Sequence[Location],
    options: BuildOptions,
    command: Sequence[str],
    seconds: float,
) -> Iterator[Ran]:
    """Run a command on the files of each lesson, for the one edition in `options`.

    What it prints goes where this process prints. Raises: OSError if there is no such command.
    """
    for made in starter.make(session, locations, options):
        if not made.files:
            yield Ran(made.location, None, made.diagnostics)
            continue
        with tempfile.TemporaryDirectory(prefix="coursebuild-", ignore_cleanup_errors=True) as folder:
            starter.place(made.files, Path(folder))
            yield Ran(made.location, _run(command, folder, seconds), made.diagnostics)


def _run(command: Sequence[str], folder: str, seconds: float) -> int:
    """The exit status of a command; what it has started ends with it."""
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return TIMED_OUT
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
