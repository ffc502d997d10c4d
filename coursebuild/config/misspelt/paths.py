"""The file that a path without a file almost names."""

import os
import unicodedata
from itertools import islice
from pathlib import Path

from coursebuild.model import shown, vocabulary

MOST_NAMES = 2000  # of a folder: to compare with more would take long, for a hint


def suggest(path: Path, *roots: Path, start: Path | None = None) -> str:
    """`; did you mean …?` with the path of the file that another one almost names; empty if there is none.

    It differs by case, accents, a letter, or backslashes between folders. With `roots` it is below one of
    them; with `start`, a folder, the suggested path begins there.
    """
    try:
        found = _near(path) or (_near(Path(str(path).replace("\\", "/"))) if "\\" in str(path) else None)
        if found is None or found == path:
            return ""
        real = Path(os.path.realpath(found))
        if roots and not any(real.is_relative_to(root) for root in roots):
            return ""
        name = Path(os.path.relpath(found, start)).as_posix() if start else shown(found)
    except (OSError, ValueError):
        return ""
    if unicodedata.normalize("NFC", str(found)) == unicodedata.normalize("NFC", str(path)):
        return f"; `{name}` is there, and has its accents encoded otherwise: rename it"
    return f"; did you mean `{name}`?"


def _near(path: Path) -> Path | None:
    """The path itself if there is such a file, or else the nearest one. Raises: OSError, ValueError."""
    if path.name in ("", "..") or os.path.lexists(path):
        return path
    folder = _near(path.parent)
    if folder is None or not folder.is_dir():
        return None
    with os.scandir(folder) as entries:
        names = [entry.name for entry in islice(entries, MOST_NAMES) if entry.name.isprintable()]
    name = vocabulary.nearest(path.name, sorted(names))
    return folder / name if name else None
