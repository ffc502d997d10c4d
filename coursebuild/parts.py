"""The parts of a source that not everybody sees, and what carries over from them."""

import re
from collections.abc import Iterator

from coursebuild.lines import Reading, without_code

NOTE = re.compile(r"[ \t>]*\[\^(?P<name>[^\]\s]+)\]:")
REFERENCE = re.compile(r"[ \t>]*\[(?!\^)(?P<name>[^\[\]]+)\]:[ \t]*\S")
_NOTE_USE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
_REFERENCE_USE = re.compile(r"\[(?!\^)(?P<name>[^\[\]]+)\](?!\(|\{|:|\[[^\]])")
_GUARDED = re.compile(r"\.(?:correction|solution)(?![\w-])|^:+\s*(?:correction|solution)\b|\bcorrection\s*=")
_ASKED = re.compile(r"\.(?:if|unless)(?![\w-])")
_KEY = re.compile(r"([\w-]+)\s*=")
_OTHER_ASKS = frozenset({"format", "lang", "title"})  # conditions that hide nothing from students as such

Range = tuple[int, int, str]  # first and last line of a conditional part, and its condition


def conditional_parts(reading: Reading) -> list[Range]:
    """The lines that not every edition shows: divisions, and headings' sections."""
    end = len(reading.lines)
    own = _before_last_definitions(reading)
    parts = [(f.line, f.partner or end, _condition(f.text)) for f in reading.fences if f.opens]
    for heading in reading.headings:
        braces = heading.text.rpartition("{")[2] if "{" in heading.text else ""
        inside = [f.partner for f in reading.fences if f.opens and f.line < heading.line < f.partner]
        next_ = [h.line - 1 for h in reading.headings if h.line > heading.line and h.level <= heading.level]
        last = min([*inside, *next_, own])
        parts.append((heading.line, last, _condition(f"{{{braces}") if braces else ""))
    return [part for part in parts if part[2]]


def _before_last_definitions(reading: Reading) -> int:
    """The last line but for notes and references at the document's end: no section takes them in."""
    end = len(reading.lines)
    while end and (
        reading.is_blank(end)
        or (
            reading.prose[end - 1]
            and (NOTE.match(reading.lines[end - 1]) or REFERENCE.match(reading.lines[end - 1]))
        )
    ):
        end -= 1
    return end


def _condition(text: str) -> str:
    """What a fence's or heading's attributes ask; nothing where everybody in doubt may see the part."""
    guarded = bool(_GUARDED.search(text))
    keys = set(_KEY.findall(text)) - _OTHER_ASKS
    return "correction" if guarded else text if keys and _ASKED.search(text) else ""


def carried_over(reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    """Notes and references that are defined in a conditional part and used outside of it.

    Each with line, column, rule and message.
    """
    parts = conditional_parts(reading)
    if not parts:
        return
    prose = [(n, without_code(line)) for n, line in reading.prose_lines()]
    for defines, uses, kind in ((NOTE, _NOTE_USE, "note"), (REFERENCE, _REFERENCE_USE, "link")):
        defined = {
            " ".join(found["name"].split()).casefold(): (n, part)
            for n, line in prose
            if (found := defines.match(line)) and (part := _innermost(parts, n))
        }
        for n, line in prose if defined else ():
            for found in uses.finditer(line):
                place = defined.get(" ".join(found["name"].split()).casefold())
                own = defines.match(line)
                if place and n != place[0] and not (own and own.end("name") == found.end("name")):
                    asked = {part[2] for part in parts if part[0] <= n <= part[1]}
                    if place[1][2] not in asked:
                        message = (
                            f"`{found[0]}` is defined on line {place[0]}, in a part that not everybody sees"
                        )
                        yield n, found.start() + 1, "CB122", f"the {kind} {message}"


def _innermost(parts: list[Range], number: int) -> Range | None:
    around = [part for part in parts if part[0] < number <= part[1]]
    return max(around, default=None)
