"""Cut the lines out of a file that a lesson includes: by numbers, or by the marks of a region."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from coursebuild.model import Reading, vocabulary
from coursebuild.source.inclusion.files import NotIncludedError

# Possessive, as white space may be long.
_COMMENT = r"[ \t]*+(?:#++|//+|--+|;++|%++|/\*+|<!--|\(\*|\"|'|REM\b|\{-)?[ \t]*+"
_END = r"[ \t]*+(?:\*+/|-->|\*\)|-\})?[ \t]*+"
_NAME = r"\w[\w.:-]*+"
_SHAPES = (  # of VS Code and most editors, of mdBook, and of MkDocs' snippets: what opens, and what closes
    (
        rf"#?(?:pragma[ \t]+)?region\b[ \t]*+:?[ \t]*+(?P<name>{_NAME})?.*",
        r"#?(?:pragma[ \t]+)?endregion\b.*",
    ),
    (rf"ANCHOR:[ \t]*+(?P<name>{_NAME}){_END}", rf"ANCHOR_END:[ \t]*+(?P<name>{_NAME}){_END}"),
    (
        rf"-+8<-+[ \t]*+\[start:[ \t]*+(?P<name>{_NAME})\]{_END}",
        rf"-+8<-+[ \t]*+\[end:[ \t]*+(?P<name>{_NAME})\]{_END}",
    ),
)
_MARKS = tuple((re.compile(_COMMENT + opens), re.compile(_COMMENT + closes)) for opens, closes in _SHAPES)
_IDENTIFIER = re.compile(r"(?<!\S)#([^\s{}=.#\"']+)")
_RANGE = re.compile(r"(?P<first>\d{1,7})?(?P<to>[ \t]*(?:-|:|\u2013)[ \t]*(?P<last>\d{1,7})?)?")

Numbered = tuple[int, str]  # the number of a line in its file, and the line


class _Open(NamedTuple):
    """A region that begins at a line."""

    name: str
    line: int
    notation: int


def lines_of(lines: Sequence[str], wanted: str, what: str) -> list[Numbered]:
    """Return the lines that a text such as `3-9` or `1-4,8` names. Raises NotIncludedError."""
    found: list[Numbered] = []
    for part in wanted.split(","):
        bounds = _RANGE.fullmatch(part.strip())
        if not bounds or not (bounds["first"] or bounds["last"]):
            raise NotIncludedError("CB188", f"{what} names no lines: write `3-9`, `3-` or `1-4,8`")
        first = int(bounds["first"] or 1)
        last = int(bounds["last"] or (len(lines) if bounds["to"] else first))
        if not 1 <= first <= last:
            raise NotIncludedError("CB188", f"{what}: `{part.strip()}` names no lines")
        if last > len(lines):
            raise NotIncludedError("CB188", f"{what}: the file has {len(lines)} lines")
        found += [(number, lines[number - 1]) for number in range(first, last + 1)]
    return found


def regions(lines: Sequence[str]) -> list[Numbered]:
    """Return the names of the regions, each with the number of the line that begins it, before the name."""
    begins = (
        (number, opening["name"])
        for number, line in enumerate(lines, 1)
        for opens, closes in _MARKS
        if not closes.fullmatch(line) and (opening := opens.fullmatch(line))
    )
    return [(number, name) for number, name in begins if name]


def region_of(lines: Sequence[str], name: str) -> list[Numbered]:
    """Return the lines of a region, without any marks of regions. Raises NotIncludedError."""
    names: list[str] = []
    opened: list[_Open] = []
    found: list[tuple[int, int]] = []
    marks: set[int] = set()
    for number, line in enumerate(lines, 1):
        for notation, (opens, closes) in enumerate(_MARKS):
            if closing := closes.fullmatch(line):
                marks.add(number)
                named = closing.groupdict().get("name")
                matching = [
                    each
                    for each in opened
                    if each.notation == notation and (named is None or each.name == named)
                ]
                if matching:
                    opened.remove(matching[-1])
                    found += [(matching[-1].line, number)] if matching[-1].name == name else []
            elif opening := opens.fullmatch(line):
                marks.add(number)
                opened.append(_Open(opening["name"] or "", number, notation))
                names.append(opening["name"] or "")
    if never := [each.line for each in opened if each.name == name]:
        raise NotIncludedError("CB188", f"the region `{name}` of line {never[0]} is never closed")
    if not found:
        hint = vocabulary.suggest(name, filter(None, names))
        raise NotIncludedError("CB188", f"the file has no region `{name}`{hint}")
    if len(found) > 1:
        raise NotIncludedError("CB188", f"the file has {len(found)} regions `{name}`")
    first, last = found[0]
    return [(n, lines[n - 1]) for n in range(first + 1, last) if n not in marks]


def identified(reading: Reading, name: str) -> tuple[int, int]:
    """Return the first and the last line of the section or fenced div with an identifier.

    Raises NotIncludedError where there is none, or more than one.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for at, heading in enumerate(reading.headings, 1):
        if identifier := _IDENTIFIER.search(heading.text.rpartition("{")[2]):
            around = [f.partner for f in reading.fences if f.opens and f.line < heading.line < f.partner]
            ends = (each.line for each in reading.headings[at:] if each.level <= heading.level)
            last = min([*around, next(ends, len(reading.lines) + 1)]) - 1
            found.setdefault(identifier[1], []).append((heading.line, last))
    for fence in reading.fences:
        if (
            fence.opens
            and fence.partner
            and (identifier := _IDENTIFIER.search(fence.text.rpartition("{")[2]))
        ):
            found.setdefault(identifier[1], []).append((fence.line, fence.partner))
    if name not in found:
        raise NotIncludedError("CB188", f"the file has no part `#{name}`{vocabulary.suggest(name, found)}")
    if len(found[name]) > 1:
        raise NotIncludedError("CB188", f"the file has {len(found[name])} parts `#{name}`")
    return found[name][0]


def indent(lines: Sequence[Numbered]) -> int:
    """Return the number of characters by which all lines but blank ones are indented."""
    prefixes = [line[: len(line) - len(line.lstrip(" \t"))] for _, line in lines if line.strip()]
    least, most = min(prefixes, default=""), max(prefixes, default="")
    return next((n for n, (a, b) in enumerate(zip(least, most, strict=False)) if a != b), len(least))
