"""Give displayed formulas the identifiers that stand after them: `$$E = mc^2$$ {#eq:energy}`.

As in `pandoc/inlines.py`, the tree is changed, and not the source: the formula is put into a Span. Other
attributes than an identifier stay text, and are reported as such.
"""

import re
from typing import Any

Inlines = list[dict[str, Any]]

_IDENTIFIER = re.compile(r"\{#(?P<name>[\w:.-]+)\}")
_SPACES = ("Space", "SoftBreak")


def may_be_in(tree: str) -> bool:
    """Whether pandoc's JSON may have such an identifier."""
    return '"DisplayMath"' in tree and '"{#' in tree


def name(part: Any) -> None:
    """Name the formulas in a part of the tree."""
    waiting = [part]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += [each["c"]] if "c" in each else each.values()
        elif isinstance(each, list):
            if any(map(_is_displayed, each)):
                each[:] = _named(each)
            waiting += each


def _named(inlines: Inlines) -> Inlines:
    named: Inlines = []
    n = 0
    while n < len(inlines):
        inline, follows = inlines[n], n + 1
        while follows < len(inlines) and inlines[follows]["t"] in _SPACES:
            follows += 1
        after = inlines[follows] if follows < len(inlines) else {"t": ""}
        found = _IDENTIFIER.match(after["c"]) if _is_displayed(inline) and after["t"] == "Str" else None
        if found:
            named.append({"t": "Span", "c": [[found["name"], [], []], [inline]]})
            rest = after["c"][found.end() :]
            named += [{"t": "Str", "c": rest}] if rest else []
            n = follows + 1
        else:
            named.append(inline)
            n += 1
    return named


def _is_displayed(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") == "Math" and node["c"][0]["t"] == "DisplayMath"
