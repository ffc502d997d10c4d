"""TOML files of an author's: the keys that they may have, and where something is wrong."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from coursebuild.model import Diagnostic

Shapes = Mapping[str, tuple[type, ...]]  # each key that a table may have, and the types of its value

_SHAPE_NAMES = {str: "a text", list: "a list of texts", dict: "a table", bool: "true or false"}
_BY_PARSER = re.compile(r" \(at line (\d+), column (\d+)\)$")
_KEY = re.compile(r"`([^`]+)`")
_NAMED = re.compile(r"""[ \t]*(?P<table>\[)?[ \t]*(?P<name>[\w."' -]*[\w"'])[ \t]*(?(table)\]|=)""")


def parse(text: str) -> dict[str, Any]:
    """The table. Raises ValueError, with the place at the message's end."""
    import tomllib  # noqa: PLC0415 (a course without such files needs none)

    return tomllib.loads(text)


def check(table: Mapping[str, Any], shapes: Shapes, prefix: str = "") -> None:
    """Raise ValueError for a key that the table may not have, or a value of another type.

    `prefix` is the table's own name and a dot, as messages have it.
    """
    for key, value in table.items():
        if key not in shapes:
            raise ValueError(f"`{prefix}{key}` is no key of it{hint(key, shapes)}")
        texts = not isinstance(value, list) or all(isinstance(each, str) for each in value)
        if type(value) not in shapes[key] or not texts:
            wanted = " or ".join(_SHAPE_NAMES[shape] for shape in shapes[key])
            raise ValueError(f"`{prefix}{key}` must be {wanted}")


def hint(name: str, names: Iterable[str]) -> str:
    """`; did you mean …?`, where a name is nearly one of others."""
    import difflib  # noqa: PLC0415 (only a mistake needs it)

    near = difflib.get_close_matches(name, list(names), 1)
    return f"; did you mean `{near[0]}`?" if near else ""


def diagnostic(path: str, text: str, code: str, message: str) -> Diagnostic:
    """What is wrong with a file, where the parser says, or at the key that the message begins with."""
    if found := _BY_PARSER.search(message):
        return Diagnostic(path, int(found[1]), int(found[2]), code, message[: found.start()])
    key = _KEY.match(message)
    return Diagnostic(path, *(_position(text, key[1]) if key else (0, 0)), code, message)


def _position(text: str, key: str) -> tuple[int, int]:
    """The place of a key written with dots, or else of the table that it stands in."""
    table, place = "", (0, 0)
    for number, line in enumerate(text.split("\n"), 1):
        if not (named := _NAMED.match(line)):
            continue
        name = re.sub(r"""["' ]""", "", named["name"])
        if named["table"]:
            table = name
        elif table:
            name = f"{table}.{name}"
        if name == key:
            return number, named.start("name") + 1
        if key.startswith(f"{name}."):
            place = number, named.start("name") + 1
    return place
