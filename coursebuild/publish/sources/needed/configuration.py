"""Cut coursebuild.toml to what students' pages are made of; write TOML without comments."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from coursebuild.model import STUDENT

# Keys that pages depend on. Of some, a part is kept: see `cut`.
KEPT = frozenset(
    {
        *("title", "author", "lang", "sources", "lessons", "numbering", "numbering-per", "student-fields"),
        *("cover", "toc", "draft", "links", "tex", "bibliography", "csl", "resources", "starter", "public"),
        *("ignore", "filters", "license", "educational-level", "learning-time", "timezone"),
        *("theme", "themes", "boxes", "math", "limits", "metadata", "editions"),
    }
)
# What decides who sees what, is for the author's machine, or makes no page of a lesson.
NOT_KEPT = frozenset(
    {
        *("show-from", "layout", "require-corrections", "output", "editor", "diagrams", "release"),
        *("index", "folders", "base-url", "changed-since"),
    }
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def cut(table: Mapping[str, Any], public: Iterable[str], lessons: Collection[str]) -> str:
    """The text of a coursebuild.toml with these keys alone.

    The students' edition and its look stay. Of what it sets, and of metadata, that stays which has a key of
    its own as well, such as `toc`: other values are for conditions. `public` are the values that are left of
    that key; `lessons` are the paths of those that are exported.
    """
    kept = _kept(table)
    student = _kept(table.get("editions", {}).get(STUDENT.name, {}))
    parts = {
        "public": [*public],
        "lessons": [name for name in table.get("lessons", ()) if name in lessons],
        "themes": {name: look for name, look in table.get("themes", {}).items() if name == STUDENT.name},
        "metadata": _kept(table.get("metadata", {})),
        "editions": {STUDENT.name: student} if student else {},
    }
    kept |= {key: part for key, part in parts.items() if key in kept}
    return written({key: value for key, value in kept.items() if value not in ([], {})})


def _kept(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key in KEPT}


def public_in(table: Mapping[str, Any], texts: Iterable[str]) -> list[str]:
    """The names in `public` that are in any of the texts of an export, as those of its files."""
    folded = [text.casefold() for text in texts]
    values = [value for value in table.get("public", ()) if isinstance(value, str)]
    return [value for value in values if any(value.strip("./ ").casefold() in text for text in folded)]


def written(table: Mapping[str, Any]) -> str:
    """The text of a table of TOML, without comments."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in table.items() if not isinstance(value, dict)]
    for key, value in table.items():
        if isinstance(value, dict):
            lines += [
                "",
                f"[{_key(key)}]",
                *(f"{_key(name)} = {_value(each)}" for name, each in value.items()),
            ]
    return "\n".join([*lines, ""]).lstrip("\n")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
