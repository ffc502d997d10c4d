"""Cut the front matter to the fields that pages use, without comments."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from coursebuild import drawings
from coursebuild.editions import USED_FIELDS
from coursebuild.model import SHOW_FROM
from coursebuild.publish.sources.text.edits import NotCutError

# What is for the author, or decides who sees what.
_NOT_FOR_STUDENTS = frozenset({"require-corrections", "summary", SHOW_FROM})

_MATH = "math"  # the field with macros for formulas
_FIELD = re.compile(r"(?P<name>[\w-]+)[ \t]*:(?:[ \t]|$)")
_CONTINUED = ("", " ", "\t", "-", "#", "]", "}")  # what a line begins with that is of the field before
_IS_COMMENT = re.compile(r"[ \t]*#")
# Pandoc's reader of YAML wants no space before a comment where a value has ended.
_MAY_BE_COMMENT = re.compile(r"(?<!\w)#|(?<=[|>]\d)#")
# A value of which it is certain where it ends, for it begins and ends on its line.
_QUOTED = r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
_PLAIN = r"""[^\s"'\[\]{}&*!|>@`%#:](?:[^\s:]|:(?=\S)|[ \t]+[^\s"'#:])*"""
_VALUE = rf"(?:{_QUOTED}|\[(?:{_QUOTED}|[^\]\[{{}}\"'#])*\]|{_PLAIN})"
_COMMENT = r"(?:[ \t]+#.*)?"
_OF_FIELD = re.compile(rf"(?P<kept>[\w-]+[ \t]*:[ \t]+{_VALUE})[ \t]*{_COMMENT}")
_HEAD = re.compile(rf"(?P<kept>[\w-]+[ \t]*:)[ \t]*{_COMMENT}")
_OF_LIST = re.compile(rf"(?P<kept>(?P<indent>[ \t]*)-[ \t]+{_VALUE})[ \t]*{_COMMENT}")
_BLOCK = re.compile(rf"(?P<kept>[\w-]+[ \t]*:[ \t]+[|>][+-]?)[ \t]*{_COMMENT}")


def end(lines: Sequence[str]) -> int:
    """The number of the last line of the front matter of a text; 0 if it has none."""
    if lines[0].rstrip() != "---":
        return 0
    return next((n for n, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "...")), 0)


def cut(lines: Sequence[str], opened: str = "", body: str = "") -> list[str]:
    """The lines of a front matter with these fields alone; none if no field is left.

    `opened` is the date of all corrections, which students see; of macros for formulas, those stay that the
    `body` of the text uses.

    Raises: NotCutError where it is not certain whether something is a comment.
    """
    last = {name: (first, field) for first, name, field in _fields(lines)}  # of two of a name, it holds
    unused = _NOT_FOR_STUDENTS | (
        {"abstract"} if "description" in last else set()
    )  # which pages have instead
    kept = [
        each
        for name, (first, field) in last.items()
        if name in USED_FIELDS - unused
        for each in (_macros(lines, body) if name == _MATH else _without_comments(first, field))
    ]
    kept += [f'{SHOW_FROM}: "{opened}"'] if opened else []
    return ["---", *kept, "---", ""] if kept else []


def _macros(lines: Sequence[str], body: str) -> list[str]:
    """The field with macros for formulas, written anew; none if the body uses none."""
    used = drawings.used_macros(drawings.macros_in(lines), body)
    written = ["    {}: '{}'".format(name, tex.replace("'", "''")) for name, tex in used.items()]
    return [f"{_MATH}:", "  macros:", *written] if used else []


def comments(lines: Sequence[str]) -> list[str]:
    """What may be the text of comments in a front matter, after each `#` of a line.

    In macros, `#` stands for an argument.
    """
    fields = [field for _, name, field in _fields(lines) if name != _MATH]
    return [line[found.end() :] for line in chain(*fields) for found in _MAY_BE_COMMENT.finditer(line)]


def _fields(lines: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """The number of the first line of each field, its name, and its lines."""
    first, name, field = 0, "", list[str]()
    for number, line in enumerate(lines[1:-1], 2):
        found = _FIELD.match(line)
        if found or line[:1] not in _CONTINUED:  # without a name, it cannot be told what it is
            yield first, name, field
            first, name, field = number, found["name"] if found else "", []
        field.append(line)
    yield first, name, field


def _without_comments(first: int, field: list[str]) -> list[str]:
    """The lines of a field without comments."""
    if not any(map(_MAY_BE_COMMENT.search, field)):
        return _trimmed(field)
    for shape in (_single, _list, _block):
        if (kept := shape(field)) is not None:
            return _trimmed(kept)
    at, found = next((n, found) for n, line in enumerate(field) if (found := _MAY_BE_COMMENT.search(line)))
    raise NotCutError(first + at, found.end(), "what may be a comment of YAML", "CB284")


def _trimmed(field: list[str]) -> list[str]:
    """The lines of a field without blank ones at its end."""
    last = max((n for n, line in enumerate(field, 1) if line.strip()), default=0)
    return field[:last]


def _single(field: list[str]) -> list[str] | None:
    """A value on the line of its name; None if the field is another one."""
    found = _OF_FIELD.fullmatch(field[0])
    is_single = not any(line.strip() and not _IS_COMMENT.match(line) for line in field[1:])
    return [found["kept"]] if found and is_single else None


def _list(field: list[str]) -> list[str] | None:
    """A list of values, each on its line."""
    head = _HEAD.fullmatch(field[0])
    rest = [line for line in field[1:] if line.strip() and not _IS_COMMENT.match(line)]
    items = [found for line in rest if (found := _OF_LIST.fullmatch(line))]
    is_list = len(items) == len(rest) and len({found["indent"] for found in items}) == 1
    return [head["kept"], *(found["kept"] for found in items)] if head and is_list else None


def _block(field: list[str]) -> list[str] | None:
    """A text in lines that are indented, in which `#` is a character as any other."""
    head = _BLOCK.fullmatch(field[0])
    indents = [len(line) - len(line.lstrip(" ")) for line in field[1:] if line.strip()]
    if head is None or not indents or not indents[0]:
        return None
    inside = [line for line in field[1:] if not line.strip() or line.startswith(" " * indents[0])]
    outside = [line for line in field[1:] if line not in inside]
    return [head["kept"], *inside] if all(map(_IS_COMMENT.match, outside)) else None
