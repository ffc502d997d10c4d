"""Remove definitions of notes, links and abbreviations that nothing refers to any more."""

import re
from collections.abc import Sequence

_NOTE = re.compile(r"[ \t>]{0,3}\[\^(?P<name>[^\]\s]+)\]:")
_REFERENCE = re.compile(r"[ \t>]{0,3}\[(?!\^)(?P<name>[^\[\]\n]+)\]:[ \t]*\S")
_ABBREVIATION = re.compile(r"\*\[(?P<name>[^\]\n]+)\]:")
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
            if not found:
                continue
            if pattern is _REFERENCE:
                name = " ".join(found["name"].split()).casefold()
                if name in later:
                    removed |= {number} | _rest(lines, number)
                    continue
                later.add(name)
            if _is_used(lines, number, found["name"], pattern):
                continue
            removed.add(number)
            if pattern is not _ABBREVIATION:
                removed |= _rest(lines, number)
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


def _rest(lines: list[str], at: int) -> set[int]:
    """The lines that belong to the definition on a line: those right below it, and indented ones."""
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
