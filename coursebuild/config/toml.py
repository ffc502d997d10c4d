"""Parse and validate TOML files, and locate errors in them."""

import re
from collections.abc import Mapping
from typing import Any

from coursebuild.model import Diagnostic, vocabulary

Shapes = Mapping[
    str, tuple[type, ...]
]  # the allowed keys of a table, each with the types that its value may have

LARGEST = 1_000_000  # bytes of a file

_SHAPE_NAMES = {str: "a string", list: "a list of strings", dict: "a table", bool: "true or false"}
_POSITION = re.compile(r" \(at line (\d+), column (\d+)\)$")
_BARE = re.compile(r"""(?P<key>[^=#]+)=[ \t]*(?P<value>[^\W\d_][^"'#=\[\]{}]*)(?:#.*)?""")
_KEY = re.compile(r"`([^`]+)`")
_NAMED = re.compile(r"""(?P<table>\[[ \t]*)?(?P<name>[\w"'](?:[\w."' /-]*[\w"'])?)[ \t]*(?(table)\]|=)""")


class RuleError(ValueError):
    """A value that a rule of its own refuses."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse(text: str) -> dict[str, Any]:
    """Parse a file. Raises: ValueError, whose message ends with the line and column, if they are known."""
    import tomllib  # noqa: PLC0415 (a course without such files needs none)

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_without_quotes(text, str(error)) or str(error)) from error
    except ValueError as error:  # Python refuses to convert a number of thousands of digits
        raise ValueError("a number or date in it cannot be represented") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _without_quotes(text: str, message: str) -> str:
    """Return a better message for a text without quotation marks, or "" for another error."""
    at = _POSITION.search(message)
    if not (at and message.startswith("Invalid value")):
        return ""
    found = _BARE.fullmatch(text.split("\n")[int(at[1]) - 1])
    if not found:
        return ""
    key, value = found["key"].strip(), found["value"].strip()
    return f'a text needs quotation marks: `{key} = "{value}"`{at[0]}'


def check(table: Mapping[str, Any], shapes: Shapes, prefix: str = "") -> None:
    """Check the keys of a table, and the types of their values.

    `prefix` is the name of the table and a dot, for messages.
    Raises: ValueError for an unknown key, or a value of the wrong type.
    """
    for key, value in table.items():
        if key not in shapes:
            raise ValueError(
                f"unknown key `{prefix}{key}`{vocabulary.suggest(key, shapes, vocabulary.ROUGHLY)}"
            )
        only_strings = not isinstance(value, list) or all(isinstance(each, str) for each in value)
        if type(value) not in shapes[key] or not only_strings:
            wanted = " or ".join(_SHAPE_NAMES[shape] for shape in shapes[key])
            example = f', such as `["{value}"]`' if isinstance(value, str) and list in shapes[key] else ""
            raise ValueError(f"`{prefix}{key}` must be {wanted}{example}")


def diagnostic(path: str, text: str, code: str, message: str) -> Diagnostic:
    """A diagnostic at the position at the end of the message, or at the first key that the message quotes."""
    if found := _POSITION.search(message):
        return Diagnostic(path, int(found[1]), int(found[2]), code, message[: found.start()])
    key = _KEY.search(message)
    return Diagnostic(path, *(_position(text, key[1]) if key else (0, 0)), code, message)


def _position(text: str, key: str) -> tuple[int, int]:
    """The line and column of a dotted key, or else of the table that contains it; zeros for neither."""
    table, position = "", (0, 0)
    for number, line in enumerate(text.split("\n"), 1):
        plain = line.lstrip(" \t")
        if not (named := _NAMED.match(plain)):
            continue
        column = len(line) - len(plain) + named.start("name") + 1
        name = re.sub(r"""["' ]""", "", named["name"])
        if named["table"]:
            table = name
        elif table:
            name = f"{table}.{name}"
        if name == key or name.startswith(f"{key}."):
            return number, column
        if key.startswith(f"{name}."):
            position = number, column
    return position
