"""Cut coursebuild.toml to what students' pages are made of."""

import json
import re
from collections.abc import Mapping
from typing import Any

# Keys that pages depend on; what else there is decides who sees what, or is for the author's machine.
_KEPT = (
    *("title", "author", "lang", "sources", "numbering", "numbering-per", "student-fields", "cover", "toc"),
    *("draft", "links", "tex", "bibliography", "csl", "resources", "public", "ignore", "filters"),
    *("license", "educational-level", "learning-time"),
    *("theme", "boxes", "math", "limits"),
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def cut(table: Mapping[str, Any]) -> str:
    """The text of a coursebuild.toml with these keys alone."""
    kept = {key: table[key] for key in _KEPT if key in table}
    lines = [f"{key} = {_value(value)}" for key, value in kept.items() if not isinstance(value, dict)]
    for key, value in kept.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *(f"{_key(name)} = {_value(each)}" for name, each in value.items())]
    return "\n".join([*lines, ""]).lstrip("\n")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
