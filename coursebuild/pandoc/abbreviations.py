"""Give abbreviations their meaning, from lines as `*[HTML]: HyperText Markup Language`.

This is done with an edition's own tree: what a part withholds gives no meaning to anything in an edition that
does not have the part.
"""

import json
import re
from itertools import zip_longest
from typing import Any

Block = dict[str, Any]
Inlines = list[dict[str, Any]]

PARAGRAPHS = ("Para", "Plain")

_LINE = re.compile(r"\*\[(?P<name>[^\]\s]+)\]\s*:\s*(?P<meaning>\S.*)", re.DOTALL)
_BEGINNING = re.compile(r"\*\[(?P<name>[^\]\s]+)\]\s?:")
_ESCAPED = re.compile(r"\\\*\\?\[([^\]\s]+?)\\?\]")
_CLASS = "coursebuild-meaning"
_BREAKS = ("SoftBreak", "LineBreak")
_OPAQUE = frozenset(("Header", "Link", "Image", "Code", "CodeBlock", "Math", "RawInline", "RawBlock"))
_SPAN = re.compile(r'<span class="abbr" (title="[^"]*")>([^<]*)</span>')


def part_meanings(part: Any, source: str) -> None:
    """Put each line that gives a meaning into a paragraph and a Span of its own.

    A line with a backslash before its signs, in the `source`, is text.
    """
    _part(part, frozenset(_ESCAPED.findall(source)))


def _part(part: Any, escaped: frozenset[str]) -> None:
    if isinstance(part, dict):
        _part(part.get("c"), escaped)
    elif isinstance(part, list):
        for each in part:
            _part(each, escaped)
        if any(isinstance(each, dict) and each.get("t") in PARAGRAPHS for each in part):
            part[:] = [parted for each in part for parted in _parted(each, escaped)]


def _parted(block: Block, escaped: frozenset[str]) -> list[Block]:
    if block["t"] not in PARAGRAPHS:
        return [block]
    starts = [0, *(n for n, inline in enumerate(block["c"], 1) if inline["t"] in _BREAKS)]
    parted: list[Block] = []
    first = 0  # of the paragraph that is open
    for start, end in zip_longest(starts, starts[1:]):
        if _gives_meaning(block["c"][start : start + 3], escaped):
            parted += [{**block, "c": block["c"][first : start - 1]}] if start > first else []
            span = {"t": "Span", "c": [["", [_CLASS], []], block["c"][start : end and end - 1]]}
            parted.append({**block, "c": [span]})
            first = end or len(block["c"])
    return [*parted, {**block, "c": block["c"][first:]}] if first < len(block["c"]) else parted


def _gives_meaning(inlines: Inlines, escaped: frozenset[str]) -> bool:
    if not inlines or inlines[0]["t"] != "Str" or not inlines[0]["c"].startswith("*["):
        return False
    found = _BEGINNING.match(_text(inlines))
    return found is not None and found["name"] not in escaped


def with_abbreviations(tree: str) -> str:
    """Take the lines that give meanings out of pandoc's JSON, and mark the abbreviations with theirs."""
    if f'"{_CLASS}"' not in tree:
        return tree
    document = json.loads(tree)
    meanings: dict[str, str] = {}
    _take(document["blocks"], meanings)
    if meanings:
        names = "|".join(sorted(map(re.escape, meanings), key=len, reverse=True))
        _mark(document["blocks"], re.compile(rf"(?<!\w)(?:{names})(?!\w)"), meanings)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def as_elements(html: str) -> str:
    """Replace the Spans of abbreviations in pandoc's HTML by their own element."""
    return _SPAN.sub(r"<abbr \1>\2</abbr>", html) if 'class="abbr"' in html else html


def _take(part: Any, meanings: dict[str, str]) -> None:
    """Take the paragraphs that give meanings out of a part of the tree."""
    if isinstance(part, dict):
        _take(part.get("c"), meanings)
    elif isinstance(part, list):
        for each in part:
            if _is_meaning(each):
                if found := _LINE.fullmatch(_text(each["c"][0]["c"][1])):
                    meanings.setdefault(found["name"], " ".join(found["meaning"].split()))
                each["t"] = ""
            _take(each, meanings)
        part[:] = [each for each in part if not (isinstance(each, dict) and each.get("t") == "")]


def _is_meaning(block: Any) -> bool:
    if not isinstance(block, dict) or block.get("t") not in PARAGRAPHS or len(block["c"]) != 1:
        return False
    (only,) = block["c"]
    return only["t"] == "Span" and _CLASS in only["c"][0][1]


def _text(part: Any) -> str:
    if isinstance(part, list):
        return "".join(map(_text, part))
    if not isinstance(part, dict) or part["t"] in ("Note", "RawInline"):
        return ""
    if part["t"] in ("Str", "Space"):
        return str(part.get("c", " "))
    content = part.get("c", "")
    return str(content[-1]) if part["t"] in ("Code", "Math") else _text(content)


def _mark(part: Any, names: re.Pattern[str], meanings: dict[str, str]) -> None:
    if isinstance(part, dict):
        if part.get("t") not in _OPAQUE:
            _mark(part.get("c"), names, meanings)
    elif isinstance(part, list):
        for n in range(len(part) - 1, -1, -1):
            each = part[n]
            if isinstance(each, dict) and each.get("t") == "Str" and names.search(each["c"]):
                part[n : n + 1] = _marked(each["c"], names, meanings)
            else:
                _mark(each, names, meanings)


def _marked(text: str, names: re.Pattern[str], meanings: dict[str, str]) -> Inlines:
    read: Inlines = []
    end = 0
    for found in names.finditer(text):
        title = [["title", meanings[found[0]]]]
        read += [
            {"t": "Str", "c": text[end : found.start()]},
            {"t": "Span", "c": [["", ["abbr"], title], [{"t": "Str", "c": found[0]}]]},
        ]
        end = found.end()
    return [each for each in [*read, {"t": "Str", "c": text[end:]}] if each["c"]]
