"""Part code with gaps in pandoc's tree: each gap becomes an element that students do not see.

`filters/gaps.py` joins the pieces that an edition keeps.
"""

import json
from typing import Any

from coursebuild.model import MARK, vocabulary
from coursebuild.runtime import resources
from coursebuild.source import may_have_gaps, read_gaps

_CORRECTED = ["correction", "true"]
_WITHHELD: dict[str, tuple[list[str], list[list[str]]]] = {  # the classes and attributes of a gap's lines
    "SOLUTION": (["solution"], []),
    "HIDDEN TESTS": (["hidden-tests", "if"], [_CORRECTED]),
}


def with_gaps(tree: str) -> str:
    """Return pandoc's JSON with a Div in place of each code block that has gaps."""
    if not may_have_gaps(tree):
        return tree
    document = json.loads(tree, object_hook=_parted)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _parted(node: dict[str, Any]) -> dict[str, Any]:
    if node.get("t") != "CodeBlock":
        return node
    (identifier, classes, pairs), text = node["c"]
    gaps = read_gaps(text, classes[0] if classes else "")
    if not gaps or vocabulary.PUBLIC in classes:
        return node
    lines = [f"{line}\n" for line in text.split("\n")]
    conditions = resources.filter_module("conditions")
    guards = {*conditions.DECIDING, *conditions.WITHHELD, conditions.NOBODY}
    own = [(key, value) for key, value in pairs if key != MARK]
    asked = conditions.conditions_of(own) if conditions.DECIDING.intersection(classes) else {}
    around = [pair for pair in pairs if pair[0] in asked or pair[0] in (MARK, vocabulary.SHOW_FROM)]
    ranges = [f"{gap.first + 1}-{gap.last + 1}" for gap in gaps]
    pieces = [
        _code(
            lines[: gaps[0].first],
            [name for name in classes if name not in guards],
            [pair for pair in pairs if pair not in around],
            identifier,
        )
    ]
    for gap, end in zip(gaps, (*(each.first for each in gaps[1:]), len(lines)), strict=True):
        solution, placeholder = lines[gap.first : gap.last + 1], [f"{line}\n" for line in gap.placeholder]
        pieces += [
            _code(solution, *_WITHHELD[gap.kind]),
            _code(placeholder, [vocabulary.PLACEHOLDER, "unless"], [_CORRECTED]),
            _code(lines[gap.last + 1 : end], [], []),
        ]
    classes = [vocabulary.GAPS, *ranges, *(name for name in classes if name in guards)]
    return {"t": "Div", "c": [["", classes, around], pieces]}


def _code(lines: list[str], classes: list[str], pairs: Any, identifier: str = "") -> dict[str, Any]:
    """Return a code block in pandoc's JSON; the ends of its lines stay, so that one may have no line."""
    return {"t": "CodeBlock", "c": [[identifier, classes, pairs], "".join(lines)]}
