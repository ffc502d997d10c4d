"""Read notation in pandoc's tree that pandoc takes for text: `==marked==`, `++ctrl+c++`, `--option`.

The tree is changed, and not the source: so what restricts its audience is an element of the tree already, and
stays one.
"""

import json
import re
from typing import Any

from coursebuild.pandoc import abbreviations, constructs, equations, lists

Inlines = list[dict[str, Any]]

_NOTATION = re.compile(
    r"(?<![=\w])==[^=\s]|(?<![+\w])\+\+[^+\s]+(?:\+[^+\s]+)*\+\+(?![+\w])|(?<![\w-])--[a-z]"
)
_KEYS = re.compile(r"(?<![+\w])\+\+(?P<keys>\w[\w-]*(?:\+\w[\w-]*)*)\+\+(?![+\w])")
_PREFIX = 20  # characters after a sign that tell whether it is one with a backslash
_ESCAPED = re.compile(rf"\\(?:=\\?=|\+\\?\+)(\S{{0,{_PREFIX}}})")
_SIGN = re.compile(r"(?<!=)==(?!=)")
_IN_WORD = re.compile(r"\w")
_BREAKS = ("SoftBreak", "LineBreak")
_SPACES = ("Space", *_BREAKS)
_OPTION = re.compile(r"(?P<before>\W*)\u2013(?=[a-z])")  # pandoc's `smart` makes a dash of two hyphens
_LONGEST = 100  # inlines of a sentence
_EMOJI = re.compile(
    r'(?P<before>\{"t":"Str","c":"(?:[^"\\]|\\.)*[\w:/.]"\},)?'
    r'\{"t":"Span","c":\[\["",\["emoji"\],\[\["data-emoji","(?P<name>[^"]*)"\]\]\],'
    r'\[\{"t":"Str","c":"(?:[^"\\]|\\.)*"\}\]\]\}(?P<after>,\{"t":"Str","c":"[\w:])?'
)


def with_notation(tree: str, text: str) -> str:
    """Return pandoc's JSON with elements for the notation in it; `text` is the source."""
    if '"data-emoji"' in tree:
        tree = _EMOJI.sub(_emoji, tree)
    has_capitals, has_constructs = lists.may_have_capitals(tree), constructs.MAY_BE.search(text)
    has_meanings = '"*[' in tree
    has_equations = equations.may_be_in(tree)
    may_be = (has_capitals, has_constructs, has_meanings, has_equations)
    if not (any(may_be) or _NOTATION.search(text)):
        return tree
    document = json.loads(tree)
    if has_capitals:
        lists.read_capitals(document["blocks"])
    if has_meanings:
        abbreviations.part_meanings(document["blocks"], text)
    if has_constructs:
        constructs.read_constructs(document, text)
    if has_equations:
        equations.name(document["blocks"])
    escaped = frozenset(found.replace("\\", "") for found in _ESCAPED.findall(text))
    _walk(document["blocks"], escaped)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _emoji(found: re.Match[str]) -> str:
    """Keep an emoji's name as text in a word: `root:x:0` names none."""
    if not (found["before"] or found["after"]):
        return found[0]
    text = f'{{"t":"Str","c":":{found["name"]}:"}}'
    return (found["before"] or "") + text + (found["after"] or "")


def _walk(part: Any, escaped: frozenset[str]) -> None:
    waiting = [part]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if each.get("t") not in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock", "Str"):
                waiting += [each["c"]] if "c" in each else each.values()  # a citation has no type
        elif isinstance(each, list):
            if any(isinstance(inline, dict) and inline.get("t") == "Str" for inline in each):
                each[:] = _with_marks(_with_keys(_with_options(each), escaped), escaped)
            waiting += each


def _with_options(inlines: Inlines) -> Inlines:
    """Keep the hyphens of `--option`, unless another dash in the sentence makes it a remark between two."""
    for n, inline in enumerate(inlines):
        starts = n == 0 or inlines[n - 1]["t"] != "Str"
        found = _OPTION.match(inline["c"]) if inline["t"] == "Str" and starts else None
        if found and not _has_dash(inlines, n, inline["c"][found.end() :]):
            inline["c"] = f"{found['before']}--{inline['c'][found.end() :]}"
    return inlines


def _has_dash(inlines: Inlines, at: int, rest: str) -> bool:
    """Whether another dash stands before the end of the sentence."""
    for text in [rest, *(each["c"] for each in inlines[at + 1 : at + _LONGEST] if each["t"] == "Str")]:
        if text.endswith("\u2013") or re.match(r"[\u2013\u2014]\W*$", text):
            return True
        if text.endswith((".", "!", "?", ":")):
            break
    return False


def _with_keys(inlines: Inlines, escaped: frozenset[str]) -> Inlines:
    read: Inlines = []
    for inline in inlines:
        text, end = inline.get("c", ""), 0
        for found in _KEYS.finditer(text) if inline["t"] == "Str" and "++" in text else ():
            if _is_escaped(text, found.start() + 2, escaped):
                continue
            read += _text(text[end : found.start()])
            for n, key in enumerate(found["keys"].split("+")):
                read += [*(_text("+") if n else ()), _span(["kbd", "key"], _text(key))]
            end = found.end()
        if end:
            read += _text(text[end:])
        else:
            read.append(inline)
    return read


def _with_marks(inlines: Inlines, escaped: frozenset[str]) -> Inlines:
    """Put what stands between `==` and `==` on a line in a Span."""
    read: Inlines = []
    opening = -1  # the index in `read` of the sign that is open
    for n, inline in enumerate(inlines):
        if inline["t"] in _BREAKS:
            opening = -1
        if inline["t"] != "Str" or "==" not in inline["c"]:
            read.append(inline)
            continue
        text, end = inline["c"], 0
        follows = n + 1 < len(inlines) and inlines[n + 1]["t"] not in _SPACES
        for sign in _SIGN.finditer(text):
            before, after = text[: sign.start()][-1:], text[sign.end() :][:1]
            if opening >= 0 and not _IN_WORD.match(after) and (before or read[-1]["t"] not in _SPACES):
                marked = [*read[opening + 1 :], *_text(text[end : sign.start()])]
                read[opening:] = [_span(["mark"], marked)] if marked else [*read[opening:], *_text("==")]
                opening = -1
            elif (
                opening < 0
                and not _IN_WORD.match(before)
                and (after or follows)
                and not _is_escaped(text, sign.end(), escaped)
            ):
                read += _text(text[end : sign.start()])
                opening = len(read)
                read += _text("==")
            else:
                continue
            end = sign.end()
        read += _text(text[end:])
    return read


def _is_escaped(text: str, at: int, escaped: frozenset[str]) -> bool:
    """Whether the source has a backslash before the sign that ends there."""
    return bool(escaped) and text[at : at + _PREFIX] in escaped


def _text(text: str) -> Inlines:
    return [{"t": "Str", "c": text}] if text else []


def _span(classes: list[str], content: Inlines) -> dict[str, Any]:
    return {"t": "Span", "c": [["", classes, []], content]}
