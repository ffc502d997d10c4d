"""Remove definitions of notes, links and abbreviations that nothing refers to any more."""

import re

_NOTE = re.compile(r"[ \t>]{0,3}\[\^(?P<name>[^\]\s]+)\]:")
_REFERENCE = re.compile(r"[ \t>]{0,3}\[(?!\^)(?P<name>[^\[\]\n]+)\]:[ \t]*\S")
_ABBREVIATION = re.compile(r"\*\[(?P<name>[^\]\n]+)\]:")
_INDENTED = re.compile(r"(?: {4}|\t)")


def without_unused(lines: list[str], prose: list[bool]) -> list[str]:
    """The lines without such definitions; `prose` says which lines are not code."""
    while True:
        removed = _unused(lines, prose)
        if not removed:
            return lines
        lines = [line for n, line in enumerate(lines) if n not in removed]
        prose = [each for n, each in enumerate(prose) if n not in removed]


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
