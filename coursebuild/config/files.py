"""Files of a folder that authors may have beside their course: `templates/`, and the built-in one."""

import os
import tomllib
from pathlib import Path
from typing import Any

from coursebuild.model import BuildError, Diagnostic


def table(place: Path, name: str) -> dict[str, Any]:
    """What a file in TOML of a folder holds; nothing where there is no such file.

    Raises what `text` raises, and ValueError where it is no TOML.
    """
    return tomllib.loads(text(place, name) or "")


def text(place: Path, name: str) -> str | None:
    """What a file of a folder holds, or None where there is no such file.

    Raises BuildError where it cannot be read, or where it or its folder is a link that leads out of
    where it stands.
    """
    path = Path(os.path.normpath(place / name))
    if not path.is_relative_to(place) or not (path.exists() or path.is_symlink()):
        return None
    shown = f"{place.name}/{name}"
    real, home = Path(os.path.realpath(path)), Path(os.path.realpath(place.parent)) / place.name
    if not real.is_relative_to(home):
        raise BuildError(Diagnostic(shown, 0, 0, "CB005", "it is a link that leads out of its folder"))
    if not real.is_file():
        raise BuildError(Diagnostic(shown, 0, 0, "CB001", "it is not a file"))
    try:
        return real.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BuildError(Diagnostic(shown, 0, 0, "CB002", "it is not UTF-8")) from error
    except OSError as error:
        raise BuildError(Diagnostic(shown, 0, 0, "CB001", f"it cannot be read: {error.strerror}")) from error
