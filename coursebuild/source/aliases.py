"""Count what the aliases of YAML make of a front matter: pandoc copies an anchor's value for each.

A few lines that refer to one another can stand for 10⁹ values.
"""

import re
from bisect import bisect_left

MAX_VALUES = 5_000

_BLOCK = re.compile(r"^---[ \t]*\n(?!\s*\n)(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_NODE = re.compile(r"(?<![^\s,\[{(:-])(?P<sign>[&*])(?P<name>[^\s,\[\]{}]+)")
_SEPARATOR = re.compile(r"[,\n]")
_SPACES = re.compile(" *")
_BRACKET = re.compile(r"[\[\]{}]")


def find_excess(text: str) -> tuple[int, int] | None:
    """Return the place of the alias with which metadata have more than MAX_VALUES values, if there is one."""
    if "&" not in text or "*" not in text or "---" not in text:
        return None
    for block in _BLOCK.finditer(text):
        if (at := _excess(block["yaml"])) is not None:
            offset = block.start("yaml") + at
            return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return None


def _excess(yaml: str) -> int | None:
    """Return the offset of that alias in a block."""
    separators = [found.start() for found in _SEPARATOR.finditer(yaml)]
    bracket_ends = _bracket_ends(yaml)
    copied_at: list[int] = []  # the offsets of the aliases so far, and how many values they all have copied
    copied: list[int] = [0]
    anchors: dict[str, tuple[int, int]] = {}

    def values(end: int) -> int:
        return bisect_left(separators, end) + copied[bisect_left(copied_at, end)]

    for node in _NODE.finditer(yaml):
        if node["sign"] == "&":
            anchors[node["name"]] = node.start(), _end(yaml, node.end(), bracket_ends)
        elif (anchor := anchors.get(node["name"])) and anchor[1] <= node.start():
            copied_at.append(node.start())
            copied.append(copied[-1] + 1 + values(anchor[1]) - values(anchor[0]))
            if values(len(yaml)) > MAX_VALUES:
                return node.start()
    return None


def _bracket_ends(yaml: str) -> dict[int, int]:
    """Map the offset of each opening bracket to the one after its closing bracket."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for bracket in _BRACKET.finditer(yaml):
        if bracket[0] in "[{":
            waiting.append(bracket.start())
        elif waiting:
            ends[waiting.pop()] = bracket.end()
    return ends


def _end(yaml: str, start: int, bracket_ends: dict[int, int]) -> int:
    """Return the offset after the value that follows an anchor: brackets, a line, or an indented block."""
    value = _after_spaces(yaml, start)
    if yaml[value] in "[{":
        return bracket_ends.get(value, len(yaml))
    line, line_end = yaml.rfind("\n", 0, start) + 1, yaml.index("\n", start)
    indent = _after_spaces(yaml, line) - line
    # the items of a list may stand below the key itself
    items = "" if yaml.startswith("-", line + indent) else rf"| {{{indent}}}-[^\n]*\n"
    inside = re.compile(rf"(?: *\n| {{{indent + 1},}}[^\n]*\n{items})*+").match(yaml, line_end + 1)
    return inside.end() if inside else line_end


def _after_spaces(yaml: str, start: int) -> int:
    found = _SPACES.match(yaml, start)
    return found.end() if found else start
