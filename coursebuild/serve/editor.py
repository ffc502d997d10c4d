"""Open the author's editor at a line of a lesson."""

import os
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

# How editors that have a window of their own take a line and a column.
KNOWN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"),
        ("--goto", "{file}:{line}:{column}"),
    ),
    **dict.fromkeys(("zed", "zeditor", "subl"), ("{file}:{line}:{column}",)),
    **dict.fromkeys(("gvim", "mvim"), ("--remote-silent", "+{line}", "{file}")),
    **dict.fromkeys(("kate", "geany"), ("--line", "{line}", "--column", "{column}", "{file}")),
    **dict.fromkeys(("idea", "pycharm", "webstorm"), ("--line", "{line}", "--column", "{column}", "{file}")),
    **dict.fromkeys(("gedit", "emacsclient"), ("+{line}:{column}", "{file}")),
    **dict.fromkeys(("xed", "pluma", "bbedit"), ("+{line}", "{file}")),
    "mate": ("--line", "{line}:{column}", "{file}"),
    "notepad++": ("-n{line}", "-c{column}", "{file}"),
}
# Options of $VISUAL that keep the editor waiting, and those with which it needs a terminal.
_WAITING = frozenset({"-w", "--wait", "-f", "--nofork", "--block", "-b"})
_IN_TERMINAL = frozenset({"-t", "-nw", "--tty", "--no-window-system"})
_PROGRAMS_OF_TERMINALS = {"vscode": ("code", "codium", "cursor", "windsurf"), "zed": ("zed", "zeditor")}

_PLACE = re.compile(r"\{(file|line|column)\}")

HOW_TO_SET = (
    'Set `command` in `[editor]` of coursebuild.toml, as `["code", "--goto", "{file}:{line}:{column}"]`, '
    "or, before you start the preview, the variable VISUAL to an editor with a window of its own."
)


class EditorError(Exception):
    """The editor cannot be opened; the message says what to do."""


def command(configured: Sequence[str], environment: Mapping[str, str]) -> tuple[str, ...]:
    """The command of the author's editor, with `{file}`, `{line}` and `{column}`; empty if none is known.

    It is that of the configuration, or $VISUAL or $EDITOR if that needs no terminal, or the editor in whose
    terminal this process runs.
    """
    if configured:
        return tuple(configured)
    for name in ("VISUAL", "EDITOR"):
        if found := _known(environment.get(name, "")):
            return found
    for program in _PROGRAMS_OF_TERMINALS.get(environment.get("TERM_PROGRAM", ""), ()):
        if shutil.which(program):
            return program, *KNOWN[program]
    return ()


def _known(value: str) -> tuple[str, ...]:
    try:
        program, *options = shlex.split(value) or [""]
    except ValueError:
        return ()
    name = Path(program).name.lower().removesuffix(".exe").removesuffix(".cmd")
    if name not in KNOWN or _IN_TERMINAL.intersection(options):
        return ()
    kept = (each for each in options if each not in _WAITING)
    return program, *kept, *(("-n",) if name == "emacsclient" else ()), *KNOWN[name]


def open_at(words: Sequence[str], path: Path, line: int, column: int) -> None:
    """Start the editor, and do not wait for it. Raises: EditorError."""
    if not words:
        raise EditorError(HOW_TO_SET)
    values = {"{file}": os.path.abspath(path), "{line}": str(max(line, 1)), "{column}": str(max(column, 1))}
    arguments = [_PLACE.sub(lambda found: values[found[0]], word) for word in words]
    null = subprocess.DEVNULL
    try:
        process = subprocess.Popen(arguments, stdin=null, stdout=null, stderr=null, start_new_session=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EditorError(f"`{arguments[0]}` cannot be started: {reason}. {HOW_TO_SET}") from error
    threading.Thread(target=process.wait, daemon=True).start()
