"""Cut coursebuild.toml to what students' pages are made of; write TOML without comments."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from coursebuild import drawings
from coursebuild.model import STUDENT

# Keys that pages and the index depend on, and that are exported as they are.
KEPT = frozenset(
    "title author lang license educational-level learning-time sources numbering numbering-per "
    "student-fields starter cover toc draft links tex bibliography csl resources ignore filters theme limits "
    "timezone index base-url".split()
)
# Keys of which a part is exported, and which part that is: see `cut`.
IN_PART = {
    "public": "what a file of the export names",
    "lessons": "the lessons that are exported",
    "folders": "those with a lesson that is exported",
    "boxes": "the labels of those that a lesson names; the style sheet of each page has all of them",
    "math": "the macros that a lesson uses, and those that they use",
    "diagrams": "the programs for notations that a lesson has",
    "themes": "the look of the students' edition",
    "metadata": "values of these keys: others are for conditions",
    "editions": "of the students' edition, values of these keys",
}
LEFT_OUT = {
    "show-from": "lessons have dates that have come in their front matter",
    "layout": "it is for editions with corrections",
    "require-corrections": "students have none",
    "output": "it is a folder on the author's machine",
    "editor": "it is a program on the author's machine",
    "release": "it is about the author's keys",
    "changed-since": "it names a revision of the author's repository",
}
_PLACE = re.compile(r"(?:^|[=:])(?:~|/(?=[^/])|[A-Za-z]:[/\\])")
_NAME = re.compile(r"[\w-]+")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def cut(
    table: Mapping[str, Any], lessons: Collection[str], files: Collection[str], texts: Collection[str]
) -> str:
    """The text of a coursebuild.toml with the keys that students need.

    `lessons` are the paths below the sources of those that are exported, `files` the paths of all files
    below the course, and `texts` what the lessons have.
    """
    folders = {str(folder) for name in lessons for folder in PurePosixPath(name).parents}
    names = {name for text in texts for name in _NAME.findall(text)}
    names |= {"graphviz"} if "dot" in names else set()
    student = _of_students(table.get("editions", {}).get(STUDENT.name, {}))
    macros = drawings.used_macros(table.get("math", {}).get("macros", {}), "\n".join(texts))
    parts = {
        "public": _public_in(table, [*files, *texts]),
        "lessons": [name for name in table.get("lessons", ()) if name in lessons],
        "folders": _chosen(table.get("folders", {}), folders),
        "boxes": {
            name: _chosen(box, box.keys() if name in names else box.keys() - {"label"})
            for name, box in table.get("boxes", {}).items()
        },
        "math": {"macros": macros} if macros else {},
        "diagrams": _chosen(table.get("diagrams", {}), names),
        "themes": _chosen(table.get("themes", {}), {STUDENT.name}),
        "metadata": _of_students(table.get("metadata", {})),
        "editions": {STUDENT.name: student} if student else {},
    }
    kept = {key: parts.get(key, value) for key, value in table.items() if key in KEPT or key in parts}
    return written({key: value for key, value in kept.items() if value not in ([], {})})


class Named(NamedTuple):
    """A key that names a path on the author's machine."""

    key: str
    path: str


def place_in(table: Mapping[str, Any]) -> Named | None:
    """The first key of a coursebuild.toml with a program that is named by its place."""
    return next(
        (
            Named(f"diagrams.{name}", argument)
            for name, command in table.get("diagrams", {}).items()
            for argument in command
            if _PLACE.search(argument)
        ),
        None,
    )


def _chosen(table: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if name in names}


def _of_students(table: Mapping[str, Any]) -> dict[str, Any]:
    """What metadata or an edition has of the keys of a course: other values are for conditions."""
    return _chosen(table, KEPT)


def _public_in(table: Mapping[str, Any], texts: Iterable[str]) -> list[str]:
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
