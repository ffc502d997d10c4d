"""Read a file that an author may add to a course: coursebuild.toml, or one of its templates."""

import os
from pathlib import Path

from coursebuild.model import BuildError, Diagnostic
from coursebuild.runtime.system import regular_file

CONFIGURATION = "coursebuild.toml"
_LARGEST = 1_000_000  # bytes of it


def configuration(folder: Path) -> str | None:
    """The text of the coursebuild.toml in a folder, or None if there is none. Raises: BuildError."""
    return read(folder / CONFIGURATION, CONFIGURATION, Path(os.path.realpath(folder)), _LARGEST)


def read(path: Path, shown: str, home: Path, most: int) -> str | None:
    """The text of a file of at most `most` bytes; None if it does not exist. `shown` is its name in messages.

    Raises: BuildError if it cannot be read, or if it is a link that leads out of the folder `home`.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: no file can have this name
        return None
    except OSError as error:
        raise _refusal(shown, "CB001", f"it cannot be read: {error.strerror}") from error
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(home):
        raise _refusal(shown, "CB005", "it is a link that leads out of its folder")
    try:
        return regular_file.read(real, most).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(shown, "CB002", "it is not UTF-8") from error
    except OSError as error:
        raise _refusal(shown, "CB001", f"it cannot be read: {error.strerror}") from error


def _refusal(shown: str, code: str, message: str) -> BuildError:
    return BuildError(Diagnostic(shown, 0, 0, code, message))
