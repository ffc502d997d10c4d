"""Remove definitions of notes, links and abbreviations that nothing refers to any more."""

import re
from collections.abc import Sequence

_NOTE = re.compile(r"[ \t>]{0,3}\[\^(?P<name>[^\]\s]+)\]:")
_REFERENCE = re.compile(r"[ \t>]{0,3}\[(?!\^)(?P<name>[^\[\]\n]+)\]:[ \t]*\S")
_ABBREVIATION = re.compile(r"\*\[(?P<name>[^\]\n]+)\]:")
# A link has an address, and perhaps a title and attributes, each of which may begin on the next line. With
# something else behind these, it is text, as pandoc reads it.
_ON = r"(?:[ \t]+|[ \t]*\n[ \t>]*)"
_TITLE = rf"""{_ON}(?:".*?"(?!\w)|'.*?'(?!\w)|\(.*?\))"""
_ATTRIBUTES = rf"{_ON}\{{[^{{}}]*\}}"
_LINK = re.compile(
    rf"{_REFERENCE.pattern}(?>(?:(?!{_TITLE}|{_ATTRIBUTES})[^\n])*)"
    rf"(?>(?:{_TITLE})?)(?>(?:{_ATTRIBUTES})?)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_INDENTED = re.compile(r"(?: {4}|\t)")


def used_lines(lines: Sequence[str], prose: Sequence[bool]) -> list[int]:
    """The numbers, from 0, of the lines that are of no such definition; `prose` says what is not code."""
    used = [*range(len(lines))]
    while removed := _unused([lines[n] for n in used], [prose[n] for n in used]):
        used = [n for at, n in enumerate(used) if at not in removed]
    return used


def _unused(lines: list[str], prose: list[bool]) -> set[int]:
    removed: set[int] = set()
    later: set[str] = set()  # the names that are defined below; of several definitions, the last one holds
    for number, line in reversed([*enumerate(lines)]):
        if not prose[number]:
            continue
        for pattern in (_NOTE, _REFERENCE, _ABBREVIATION):
            found = pattern.match(line)
            own = _own_lines(lines, number, pattern) if found else set[int]()
            if not (found and own):
                continue
            name = " ".join(found["name"].split()).casefold()
            is_replaced = pattern is _REFERENCE and name in later
            if pattern is _REFERENCE:
                later.add(name)
            if is_replaced or not _is_used(lines, number, found["name"], pattern):
                removed |= own
    return removed


def _is_used(lines: list[str], at: int, name: str, pattern: re.Pattern[str]) -> bool:
    if pattern is _ABBREVIATION:
        use = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    else:
        words = r"\s+".join(map(re.escape, name.split()))
        mark = r"\^" if pattern is _NOTE else ""
        use = re.compile(rf"\[{mark}{words}\]", re.IGNORECASE)
    others = [line for n, line in enumerate(lines) if n != at]
    own = pattern.sub("", lines[at], count=1)
    return bool(use.search("\n".join([*others, own if pattern is not _NOTE else ""])))


def _own_lines(lines: list[str], at: int, pattern: re.Pattern[str]) -> set[int]:
    """The lines of the definition that begins on a line; none if it is no definition."""
    if pattern is _REFERENCE:
        return _lines_of_link(lines, at)
    return {at} if pattern is _ABBREVIATION else {at, *_rest_of_note(lines, at)}


def _lines_of_link(lines: list[str], at: int) -> set[int]:
    below = (n for n in range(at + 1, len(lines)) if not lines[n].strip(" \t>"))
    found = _LINK.match("\n".join(lines[at : next(below, len(lines))]))
    return set(range(at, at + len(found[0].rstrip("\n").split("\n")))) if found else set()


def _rest_of_note(lines: list[str], at: int) -> set[int]:
    """The lines right below the first one of a note, and indented ones."""
    rest: set[int] = set()
    blank: set[int] = set()
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            blank.add(number)
        elif _INDENTED.match(line) or (not blank and not _starts(line)):
            rest |= blank | {number}
            blank = set()
        else:
            break
    return rest


def _starts(line: str) -> bool:
    """Whether a line right below a definition begins something else."""
    return bool(
        _NOTE.match(line)
        or _REFERENCE.match(line)
        or _ABBREVIATION.match(line)
        or line.startswith((":::", "#", "```", "~~~"))
    )
