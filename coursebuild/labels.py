"""What coursebuild writes by itself, in the document's language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from coursebuild.errors import BuildError, Diagnostic

FALLBACK = "en"


@cache
def in_language(lang: str, *folders: Path) -> Mapping[str, str]:
    """The labels for a BCP 47 code, from each folder's labels.toml, a former folder before a later one."""
    labels: dict[str, str] = {}
    for folder in reversed(folders):
        path = folder / "labels.toml"
        if path.is_file():
            table = _table(path)
            labels |= {**table.get(FALLBACK, {}), **table.get(lang.partition("-")[0].lower(), {})}
    return labels


def _table(path: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(Diagnostic("templates/labels.toml", 0, 0, "CB008", str(error))) from error
