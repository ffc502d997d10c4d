"""The parts of a source that not everybody sees, and what carries over from them."""

import re
from collections.abc import Iterator

from coursebuild.model import Reading
from coursebuild.source import without_code

NOTE = re.compile(r"[ \t>]*\[\^(?P<name>[^\]\s]+)\]:")
REFERENCE = re.compile(
    r"[ \t>]*(?:[-+*][ \t]+|\d+[.)][ \t]+)?\[(?!\^)(?P<name>[^\[\]]+)\]:[ \t]*(?P<address>\S*)"
)
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
    parts = [
        (f.line, f.partner or end, asked) for f in reading.fences if f.opens and (asked := _condition(f.text))
    ]
    for heading in reading.headings:
        braces = heading.text.rpartition("{")[2] if "{" in heading.text else ""
        if not (asked := _condition(f"{{{braces}") if braces else ""):
            continue
        inside = [f.partner for f in reading.fences if f.opens and f.line < heading.line < f.partner]
        next_ = [h.line - 1 for h in reading.headings if h.line > heading.line and h.level <= heading.level]
        parts.append((heading.line, min([*inside, *next_, own]), asked))
    return parts


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
    text = "\n".join(line for _, line in prose)
    for defines, uses, kind in ((NOTE, _NOTE_USE, "note"), (REFERENCE, _REFERENCE_USE, "link")):
        defined = {
            _label(found): (n, part)
            for n, line in prose
            if (found := defines.match(line)) and (part := _innermost(parts, n))
        }
        for found in uses.finditer(text) if defined else ():
            number, line = prose[text.count("\n", 0, found.start())]
            column = found.start() - text.rfind("\n", 0, found.start())
            at, part = defined.get(_label(found), (number, parts[0]))
            own = defines.match(line)
            if number == at or (own and own.end("name") == column - 1 + len(found[0]) - 1):
                continue  # the definition itself, or another of the same name
            if part[2] not in {other for first, last, other in parts if first <= number <= last}:
                message = (
                    f"the {kind} `{found[0]}` is defined on line {at}, in a part that not everybody sees"
                )
                yield number, column, "CB122", message


def _label(found: re.Match[str]) -> str:
    return " ".join(found["name"].split()).casefold()


def _innermost(parts: list[Range], number: int) -> Range | None:
    around = [part for part in parts if part[0] < number <= part[1]]
    return max(around, default=None)
