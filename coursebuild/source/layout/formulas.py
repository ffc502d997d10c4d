r"""Translate the marks of formulas that LaTeX has, `\[…\]` and `\(…\)`, to pandoc's; no column moves.

`\[` begins a formula where it begins a paragraph that ends in `\]`: elsewhere, it is a bracket that is text.
Where the lesson says `tex: backslash`, both marks begin one everywhere.
"""

import re
from collections.abc import MutableSequence, Sequence

from coursebuild.source.fences import LIST_MARKER
from coursebuild.source.inline_code import without_code

_SETTING = re.compile(r"""tex:[ \t]+(?P<quote>["']?)(?P<value>\w+)(?P=quote)[ \t]*(?:#.*)?""")
_BLANK = re.compile(r"[ \t>]*")
_OPENING = re.compile(rf"(?P<before>[ \t>]*(?:{LIST_MARKER}[ \t]+)?)\\\[")
_CLOSING = re.compile(r"\\\](?P<after>[ \t]*(?:\{#[^{}]*\})?[ \t]*)$")
_MARK = re.compile(r"(?<!\\)\\[\[\]()]")
# `${…}$` is as long as `\(…\)`, and pandoc allows a space after the brace, but none after the dollar.
_DOLLARS = {r"\[": "$$", r"\]": "$$", r"\(": "${", r"\)": "}$"}


def translate_formulas(
    lines: MutableSequence[str], prose: Sequence[bool], front_matter: Sequence[str], *, backslash: bool
) -> None:
    """Translate them in place; `backslash` is the course's setting, which the front matter may change."""
    settings = [found["value"] for line in front_matter if (found := _SETTING.fullmatch(line))]
    everywhere = settings[-1] == "backslash" if settings else backslash
    number = 0
    while number < len(lines):
        if prose[number] and "\\" in lines[number]:
            if everywhere:
                lines[number] = _translated(lines[number])
            else:
                number = _translate_paragraph(lines, prose, number)
        number += 1


def _translated(line: str) -> str:
    plain = without_code(line)
    for found in _MARK.finditer(plain):
        line = line[: found.start()] + _DOLLARS[found[0]] + line[found.end() :]
    return line


def _translate_paragraph(lines: MutableSequence[str], prose: Sequence[bool], first: int) -> int:
    """Translate the formula that a paragraph is, if one begins on this line; return its last line."""
    opening = _OPENING.match(lines[first])
    if opening is None or not (first == 0 or not prose[first - 1] or _BLANK.fullmatch(lines[first - 1])):
        return first
    last = first
    while last + 1 < len(lines) and prose[last + 1] and not _BLANK.fullmatch(lines[last + 1]):
        last += 1
    inside = "\n".join(lines[first : last + 1])[opening.end() :]
    closing = _CLOSING.search(lines[last])
    if closing is None or inside.count(r"\]") != 1 or r"\[" in inside:
        return first
    lines[last] = f"{lines[last][: closing.start()]}$${closing['after']}"
    lines[first] = f"{opening['before']}$${lines[first][opening.end() :]}"
    return last
