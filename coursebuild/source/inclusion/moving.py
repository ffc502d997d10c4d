"""Change a Markdown text for its place in another one: the levels of headings, and relative addresses."""

import posixpath
import re
from collections.abc import Iterator, Sequence

from coursebuild.model import Reading
from coursebuild.source.inclusion.files import NotIncludedError
from coursebuild.source.inclusion.lines import Line
from coursebuild.source.inline_code import without_code

_LEVELS = range(1, 7)
_HASHES = re.compile(r" {0,3}(?P<marks>#{1,6})(?=[ \t])")
_ADDRESSES = re.compile(
    r"\]\([ \t]*(?P<inline><[^<>]*>|[^\s()<>]+)"
    r"|^[ \t>]*\[[^\]^][^\]]*\]:[ \t]*(?P<defined><[^<>]*>|\S+)"
    r"|<(?i:img|a|source)\b[^>]{0,300}?\s(?i:src|href)[ \t]*=[ \t]*"
    r"""(?P<quote>["'])(?P<html>[^"']*)(?P=quote)"""
)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/|\?|#|\\|$")


def with_levels(lines: Sequence[Line], reading: Reading, shift: int) -> list[Line]:
    """Return the lines with each heading that many levels deeper. Raises NotIncludedError."""
    moved = list(lines)
    for heading in reading.headings:
        line = lines[heading.line - 1]
        level = heading.level + shift
        if level not in _LEVELS:
            message = f"with `shift={shift}`, the heading `{heading.text.strip()}` has the level {level}"
            raise NotIncludedError("CB188", message)
        if found := _HASHES.match(line.text):
            moved[heading.line - 1] = line.edited(((*found.span("marks"), "#" * level),))
        elif heading.well_formed:  # it is underlined
            moved[heading.line - 1] = line.after("#" * level + " ")
            moved[heading.line] = lines[heading.line]._replace(text="")
    return moved


def with_addresses(lines: Sequence[Line], reading: Reading, folder: str) -> list[Line]:
    """Return the lines with relative addresses as they are from where `folder` is the file's own."""
    if not folder:
        return list(lines)
    return [
        line.edited(edits) if is_prose and (edits := list(_moved(line.text, folder))) else line
        for line, is_prose in zip(lines, reading.prose, strict=True)
    ]


def _moved(text: str, folder: str) -> Iterator[tuple[int, int, str]]:
    if "](" not in text and "]:" not in text and "<" not in text:
        return
    for found in _ADDRESSES.finditer(without_code(text)):
        group = next(name for name in ("inline", "defined", "html") if found[name] is not None)
        start, end = found.span(group)
        if text[start] == "<" and group != "html":
            start, end = start + 1, end - 1
        address = text[start:end]
        if not _ELSEWHERE.match(address):
            path = re.split("[?#]", address, maxsplit=1)[0]
            yield start, end, posixpath.normpath(f"{folder}/{path}") + address[len(path) :]
