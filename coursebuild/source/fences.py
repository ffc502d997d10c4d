"""Find the lines of colons that open and close fenced divs, or were meant to."""

import re
from collections.abc import Iterator

from coursebuild.model import Fence, vocabulary

# characters that are invisible or look like a space, and those that look like a colon, for `[…]`
ODD_SPACES = "\x0b\x0c\x1c-\x1f\x80-\x9f\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
COLONS = ":\uff1a\ufe55\ufe13\ua789\u2236\u02d0"
LIST_MARKER = r"(?:[-+*]|\(?(?:\d{1,9}|[A-Za-z]|#|@\w*)[.)])"
_FENCE = re.compile(
    rf"(?P<prefix>(?:[ \t>{ODD_SPACES}]|(?:{LIST_MARKER}|\[\^[^\]\s]+\]:|:)(?=[ \t]))*)"
    rf"(?P<colons>[{COLONS}](?:[ \t{ODD_SPACES}]?[{COLONS}])+)(?P<rest>.*)"
)
# an attribute block; a quoted value may contain braces
BRACED = r"\{(?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*\}?"
_VALID_REST = re.compile(rf"[ \t]*(?:{BRACED}|[^\s{{}}]+)[ \t]*:*[ \t]*")
_CONDITION_CLASS = re.compile(r"(?i)\.\s*(?:if|unless)\b")
_NAME = re.compile(r"[.@]\W{0,3}?([\w\u200b-\u200f-]+)|([\w\u200b-\u200f-]+)\s*=")
_LIQUID_TAG = re.compile(r"\{%.*?\b(?:correction|solution)")


def parse_fence(number: int, line: str, kinds: frozenset[str] = frozenset()) -> Fence | None:
    """Parse a line as a fence, well-formed or not; return None if it was not meant to be one.

    `kinds` are the author's own kinds of boxes.
    """
    if not (found := _FENCE.fullmatch(line)):
        return None
    colons, rest = found["colons"], found["rest"]
    content = re.sub(f"[{ODD_SPACES}]", " ", rest).strip()
    opens = bool(content)
    if colons.strip(":") or len(colons) < 3:  # noqa: PLR2004 (pandoc's minimum)
        word = re.match(r"[^\s{]*", content)
        meant = content.startswith("{") or (
            word
            and (vocabulary.nearest_guard(word[0]) or vocabulary.fold(word[0]) in vocabulary.KINDS | kinds)
        )
        if not meant and (opens or not re.search(f"[{ODD_SPACES}{COLONS[1:]}]", colons)):
            return None
    outside = found["prefix"] + colons + re.sub(r'"(?:[^"\\]|\\.)*"', "", rest)
    odd = next(iter(re.findall(f"[{ODD_SPACES}{COLONS[1:]}]", outside)), "")
    valid_rest = not opens or bool(_VALID_REST.fullmatch(rest))
    well_formed = not odd and not colons.strip(":") and len(colons) > 2 and valid_rest  # noqa: PLR2004 (pandoc's minimum)
    column = found.start("colons") + 1
    return Fence(number, column, line[column - 1 :].rstrip(), opens, well_formed, odd, found["prefix"])


def pair_fences(fences: list[Fence]) -> tuple[Fence, ...]:
    """Set each fence's partner.

    If a fence would have none, a fence that repeats the conditional one around it is assumed to close it.
    """
    found = _pair(fences, repeating_closes=False)
    return found if all(fence.partner for fence in found) else _pair(fences, repeating_closes=True)


def _pair(fences: list[Fence], *, repeating_closes: bool) -> tuple[Fence, ...]:
    partners: dict[int, int] = {}
    repeating: set[int] = set()
    unclosed: list[Fence] = []
    for fence in fences:
        repeats = repeating_closes and unclosed and fence.opens and fence.text == unclosed[-1].text
        if repeats and is_conditional(fence.text):
            repeating.add(fence.line)
        elif fence.opens:
            unclosed.append(fence)
            continue
        if unclosed:
            opener = unclosed.pop()
            partners |= {opener.line: fence.line, fence.line: opener.line}
    return tuple(
        f._replace(partner=partners.get(f.line, 0), repeats_opener=f.line in repeating) for f in fences
    )


def is_conditional(text: str) -> bool:
    """Whether an attribute block or a fence restricts its audience, or was meant to."""
    return bool(_CONDITION_CLASS.search(text) or _LIQUID_TAG.match(text)) or any(
        vocabulary.nearest_guard(name) or vocabulary.names_date(name) for name in attribute_names(text)
    )


def attribute_names(text: str) -> Iterator[str]:
    """Yield the names of the classes and keys in an attribute block or a fence."""
    for found in _NAME.finditer(text):
        yield found[1] or found[2]
    if word := re.fullmatch(r":*\s*([^\s{}]+)\s*:*", text):
        yield word[1]
