"""What students do not see of a formula, and would see in its source: comments, and what is only measured."""

import json
import re
from collections.abc import Iterator

from coursebuild.model import tree

_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%(?P<text>[^\n]*)")
_MEASURED = re.compile(r"\\[hv]?phantom\s*")
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_DEFINITION = re.compile(r"\\(?:(?:re|provide)?newcommand|def|let|DeclareMathOperator)\b[^\n]*")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_TEXT = re.compile(r"\w.*\w", re.DOTALL)


def hidden(document: str) -> Iterator[str]:
    """What the formulas of a document have that no page shows, in pandoc's JSON; a single sign is none."""
    for formula in tree.of_kinds(json.loads(document)["blocks"], "Math"):
        tex = formula["c"][1]
        for found in _COMMENT.finditer(tex):
            if found["text"].strip():
                yield found[0].strip()
        for found in _MEASURED.finditer(tex):
            argument = _argument(tex, found.end())
            if _TEXT.search(_COMMAND.sub(" ", argument)):
                yield found[0] + argument
        yield from (found[0].strip() for found in _DEFINITION.finditer(tex))


def _argument(tex: str, start: int) -> str:
    """The group or the command at an index of a formula; the rest of it where a brace is not closed."""
    if tex[start : start + 1] != "{":
        command = _COMMAND.match(tex, start)
        return command[0] if command else tex[start : start + 1]
    depth = 0
    for brace in _BRACES.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return tex[start : brace.end()]
    return tex[start:]
