"""Cut the front matter to the fields that pages use."""

import re
from collections.abc import Sequence

from coursebuild.editions import USED_FIELDS

# What is for the author, or decides who sees what.
_NOT_FOR_STUDENTS = frozenset({"require-corrections", "summary", "show-from"})

_FIELD = re.compile(r"(?P<name>[\w-]+)[ \t]*:(?:[ \t]|$)")
_COMMENT = re.compile(r"[ \t]*#")
_AFTER = re.compile(
    r"""(?P<field>[\w-]+[ \t]*:[ \t]+(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|"""
    r"""[^\s#"'|>{\[&*!][^#\n]*?))[ \t]+#.*"""
)


def cut(lines: Sequence[str]) -> list[str]:
    """The lines of a front matter with these fields alone, without comments; none if no field is left."""
    kept: list[str] = []
    is_kept = False
    for line in lines[1:-1]:
        if found := _FIELD.match(line):
            is_kept = found["name"] in USED_FIELDS - _NOT_FOR_STUDENTS
        elif line[:1] not in ("", " ", "\t", "-", "#", "]", "}"):
            is_kept = False  # a field with a name that no page uses, or what cannot be told
        if is_kept and line.strip() and not _COMMENT.match(line):
            after = _AFTER.fullmatch(line)
            kept.append(after["field"] if after else line)
    return ["---", *kept, "---", ""] if kept else []
