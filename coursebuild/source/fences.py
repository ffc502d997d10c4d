"""Lines of colons that open and close divisions, and those that were meant to."""

import re
from collections.abc import Iterator

from coursebuild.model import Fence, vocabulary

ODD = "\x0b\x0c\x1c-\x1f\x80-\x9f\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
COLON = ":\uff1a\ufe55\ufe13\ua789\u2236\u02d0"
LIST_MARKER = r"(?:[-+*]|\(?(?:\d{1,9}|[A-Za-z]|#|@\w*)[.)])"
_FENCE = re.compile(
    rf"(?P<prefix>(?:[ \t>{ODD}]|(?:{LIST_MARKER}|\[\^[^\]\s]+\]:|:)(?=[ \t]))*)"
    rf"(?P<colons>[{COLON}](?:[ \t{ODD}]?[{COLON}])+)(?P<rest>.*)"
)
BRACED = r"\{(?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*\}?"  # an attribute block; a quoted value may hold braces
_TAKEN = re.compile(rf"[ \t]*(?:{BRACED}|[^\s{{}}]+)[ \t]*:*[ \t]*")
_ASKS = re.compile(r"(?i)\.\s*(?:if|unless)\b")
_NAMES = re.compile(r"[.@]\W{0,3}?([\w\u200b-\u200f-]+)|([\w\u200b-\u200f-]+)\s*=")
_TEMPLATE = re.compile(r"\{%.*?\b(?:correction|solution)")


def fence(number: int, line: str) -> Fence | None:
    """The line as a fence, or as what was meant to be one; None where it is neither."""
    if not (found := _FENCE.fullmatch(line)):
        return None
    colons, rest = found["colons"], found["rest"]
    said = re.sub(f"[{ODD}]", " ", rest).strip()
    opens = bool(said)
    if colons.strip(":") or len(colons) < 3:  # noqa: PLR2004 (pandoc's least)
        word = re.match(r"[^\s{]*", said)
        meant = said.startswith("{") or (
            word and (vocabulary.guard(word[0]) or vocabulary.fold(word[0]) in vocabulary.KINDS)
        )
        if not meant and (opens or not re.search(f"[{ODD}{COLON[1:]}]", colons)):
            return None
    outside = found["prefix"] + colons + re.sub(r'"(?:[^"\\]|\\.)*"', "", rest)
    odd = next(iter(re.findall(f"[{ODD}{COLON[1:]}]", outside)), "")
    taken = not opens or bool(_TAKEN.fullmatch(rest))
    well_formed = not odd and not colons.strip(":") and len(colons) > 2 and taken  # noqa: PLR2004 (the same)
    column = found.start("colons") + 1
    return Fence(number, column, line[column - 1 :].rstrip(), opens, well_formed, odd, found["prefix"])


def paired(fences: list[Fence]) -> tuple[Fence, ...]:
    """Each with its partner.

    Where that leaves one without, a fence that repeats the condition it stands in is taken to close it.
    """
    found = _pair(fences, repeating_closes=False)
    return found if all(fence.partner for fence in found) else _pair(fences, repeating_closes=True)


def _pair(fences: list[Fence], *, repeating_closes: bool) -> tuple[Fence, ...]:
    partners: dict[int, int] = {}
    doubles: set[int] = set()
    waiting: list[Fence] = []
    for fence in fences:
        repeats = repeating_closes and waiting and fence.opens and fence.text == waiting[-1].text
        if repeats and is_conditional(fence.text):
            doubles.add(fence.line)
        elif fence.opens:
            waiting.append(fence)
            continue
        if waiting:
            opener = waiting.pop()
            partners |= {opener.line: fence.line, fence.line: opener.line}
    return tuple(f._replace(partner=partners.get(f.line, 0), doubles=f.line in doubles) for f in fences)


def is_conditional(text: str) -> bool:
    """Whether an attribute block, or a fence's text, says who sees it."""
    return bool(_ASKS.search(text) or _TEMPLATE.match(text)) or any(
        vocabulary.guard(name) for name in names(text)
    )


def names(text: str) -> Iterator[str]:
    """The classes and keys of an attribute block, or of a fence's text."""
    for found in _NAMES.finditer(text):
        yield found[1] or found[2]
    if word := re.fullmatch(r":*\s*([^\s{}]+)\s*:*", text):
        yield word[1]
