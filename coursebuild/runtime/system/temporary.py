"""Find a folder for the temporary files of this process, and of the programs that it starts."""

import atexit
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

VARIABLE = "TMPDIR"  # POSIX.1-2017, 8.3; pandoc and Python's tempfile read it

_USUAL = ("/tmp", "/var/tmp", "/usr/tmp")  # noqa: S108 (those of Python's tempfile)


def provide(*last: Path) -> bool:
    """Set TMPDIR to a folder in which files can be written, unless it names one; False if there is none.

    The usual folders come first, then a new one in one of `last`, which are made if they do not exist; it is
    removed when the process ends. What this process starts later inherits the variable.
    """
    if os.name != "posix":  # other systems tell each program where to write
        return True
    named = (os.path.abspath(os.environ[name]) for name in (VARIABLE, "TEMP", "TMP") if os.environ.get(name))
    found = next(filter(_is_writable, chain(named, _USUAL, _made(last))), None)
    if found is not None:
        os.environ[VARIABLE] = found
    return found is not None


def _made(folders: tuple[Path, ...]) -> Iterator[str]:
    for parent in folders:
        with suppress(OSError, ValueError):
            folder = parent.absolute() / f".coursebuild.{os.getpid()}.temporary"
            folder.mkdir(parents=True, exist_ok=True)
            atexit.register(_remove, folder)
            yield str(folder)


def _remove(folder: Path) -> None:
    from shutil import rmtree  # noqa: PLC0415 (rarely needed)

    rmtree(folder, ignore_errors=True)


def _is_writable(folder: str) -> bool:
    """Write a file: permissions do not tell of a disk that is full or read-only."""
    probe = Path(folder, f".coursebuild.{os.urandom(6).hex()}")
    try:
        file = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError:
        return False
    try:
        return os.write(file, b"probe") > 0
    except OSError:
        return False
    finally:
        os.close(file)
        with suppress(OSError):
            probe.unlink()
