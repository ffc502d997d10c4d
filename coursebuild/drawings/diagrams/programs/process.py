"""Run a program that draws: its input is the diagram, its output the SVG, its folder an empty one."""

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence

from coursebuild.drawings.diagrams.failure import DiagramError, NoToolError

_LARGEST = 20_000_000  # bytes of an SVG
_NOTHING: Mapping[str, str] = {}
_KEPT = frozenset(
    "PATH HOME LANG LC_ALL LC_CTYPE TMPDIR TEMP TMP SYSTEMROOT JAVA_HOME PATHEXT COMSPEC".split()
)


class Failed(Exception):  # noqa: N818 (it is an answer, which the caller reads)
    """The program ended with an error; the message is what it wrote."""


def output(command: Sequence[str], text: str, seconds: float, more: Mapping[str, str] = _NOTHING) -> str:
    """What a program writes for a text, with `more` variables of the environment.

    Raises: NoToolError if it is not there, DiagramError if it takes too long or writes too much, Failed if
    it ends with an error.
    """
    environment = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    try:
        with tempfile.TemporaryDirectory(prefix="coursebuild-diagram-", ignore_cleanup_errors=True) as folder:
            done = subprocess.run(
                list(command),
                input=text.encode("utf-8", "replace"),
                capture_output=True,
                check=False,
                cwd=folder,
                env={**environment, **more},
                timeout=seconds,
            )
    except subprocess.TimeoutExpired as error:
        raise DiagramError(f"it takes longer than {seconds:g} s to draw") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NoToolError(f"`{command[0]}` cannot be run: {reason}") from error
    if done.returncode:
        raise Failed(done.stderr.decode("utf-8", "replace").strip())
    if len(done.stdout) > _LARGEST:
        raise DiagramError("its drawing is too large")
    return done.stdout.decode("utf-8", "replace")
