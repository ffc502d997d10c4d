"""Cut coursebuild.toml to what students' pages are made of; write TOML without comments."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

# Keys that pages depend on; what else there is decides who sees what, or is for the author's machine.
_KEPT = (
    *("title", "author", "lang", "sources", "numbering", "numbering-per", "student-fields", "cover", "toc"),
    *("draft", "links", "tex", "bibliography", "csl", "resources", "starter", "public", "ignore", "filters"),
    *("license", "educational-level", "learning-time"),
    *("theme", "boxes", "math", "limits"),
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def cut(table: Mapping[str, Any], public: Iterable[str]) -> str:
    """The text of a coursebuild.toml with these keys alone; `public` are the values that are left of that."""
    kept = {key: table[key] for key in _KEPT if key in table}
    if "public" in kept:
        kept["public"] = [*public]
    return written({key: value for key, value in kept.items() if value not in ([], {})})


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
