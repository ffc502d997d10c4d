"""What coursebuild writes by itself, in the document's language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from coursebuild.config import files
from coursebuild.model import FALLBACK_LANGUAGE, BuildError, Diagnostic

FILE = "labels.toml"


@cache
def in_language(lang: str, *folders: Path) -> Mapping[str, str]:
    """The labels for a BCP 47 code, from each folder's labels.toml, a former folder before a later one.

    Raises BuildError where such a file is broken.
    """
    labels: dict[str, str] = {}
    for folder in reversed(folders):
        table = _table(folder)
        for code in (FALLBACK_LANGUAGE, lang.partition("-")[0].lower()):
            labels |= table.get(code, {})
    return labels


def _table(folder: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        table = files.table(folder, FILE)
    except ValueError as error:
        raise _broken(str(error)) from error
    for lang, labels in table.items():
        if not isinstance(labels, dict) or not all(isinstance(label, str) for label in labels.values()):
            raise _broken(f"`{lang}` must be a table of texts")
    return table


def _broken(message: str) -> BuildError:
    return BuildError(Diagnostic(f"templates/{FILE}", 0, 0, "CB008", message))
