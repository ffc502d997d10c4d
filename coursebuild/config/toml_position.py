"""Where in a TOML file something is wrong: its reader tells of syntax alone."""

import re
from pathlib import Path

from coursebuild.model import Diagnostic

_BY_READER = re.compile(r" \(at line (\d+), column (\d+)\)$")
_KEY = re.compile(r"`([^`]+)`")
_NAMED = re.compile(r"""[ \t]*(?P<table>\[)?[ \t]*(?P<name>[\w."' -]*[\w"'])[ \t]*(?(table)\]|=)""")


def told(message: str, text: str) -> tuple[int, int, str]:
    """Line, column and message: at the place that tomllib ends it with, or of the key that it begins with."""
    if found := _BY_READER.search(message):
        return int(found[1]), int(found[2]), message[: found.start()]
    key = _KEY.match(message)
    return (*(_of_key(text, key[1]) if key else (0, 0)), message)


def diagnostic(file: Path, code: str, message: str) -> Diagnostic:
    """The same as a diagnostic of the file, which was read before."""
    line, column, message = told(message, file.read_text(encoding="utf-8"))
    return Diagnostic(file.name, line, column, code, message)


def _of_key(text: str, key: str) -> tuple[int, int]:
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
