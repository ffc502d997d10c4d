"""What students have of quizzes, as Markdown: without ticks, letters, numbers, words and reasons."""

import json
from collections.abc import Mapping
from typing import Any

from coursebuild import pandoc
from coursebuild.model import ATTRIBUTES, MARK, SHOW_FROM, Audiences, Document, tree, vocabulary

_COPY = [vocabulary.QUIZ_COPY, ""]  # so that it is not read as a quiz with answers
_LINE = {"t": "Span", "c": [["", [vocabulary.LINE], []], []]}


def copies_of_quizzes(document: Document, audiences: Audiences) -> Mapping[tuple[int, int], list[str]]:
    """The lines of a copy of each quiz, by the place of its fence. Raises: BuildError."""
    if f'"{vocabulary.QUIZ}"' not in document.json:
        return {}
    content = json.loads(document.json)
    found: dict[tuple[int, int], list[str]] = {}
    for div in tree.of_kinds(content["blocks"], "Div"):
        _, classes, pairs = div["c"][0]
        if vocabulary.QUIZ not in classes:
            continue
        place = next((value for key, value in pairs if key == MARK), "")
        line, _, column = place.partition(".")
        if line:
            copy = _for_students(div, audiences)[0]
            kept = [pair for pair in copy["c"][0][2] if pair[0] != SHOW_FROM]  # of answers that it has not
            copy["c"][0][2] = [*kept, _COPY]
            alone = {**content, "meta": {}, "blocks": [copy]}
            text = pandoc.write_markdown(document.source, json.dumps(alone))
            found[int(line), int(column)] = text.rstrip("\n").split("\n")
    return found


def _for_students(node: Any, audiences: Audiences) -> list[Any]:
    """A node without what students do not see, as a list of one or none."""
    if isinstance(node, list):
        return [[kept for each in node for kept in _for_students(each, audiences)]]
    if not isinstance(node, dict) or "t" not in node:
        return [node]
    at = ATTRIBUTES.get(node["t"])
    if at is not None:
        identifier, classes, pairs = node["c"][at]
        if not audiences.formats_for_students(classes, pairs):
            return [_LINE] if vocabulary.BLANK in classes else []
        own = [pair for pair in pairs if pair[0] != MARK]
        content = [*node["c"][:at], [identifier, classes, own], *node["c"][at + 1 :]]
        inside = [[each] if n == at else _for_students(each, audiences) for n, each in enumerate(content)]
        return [{**node, "c": [kept for each in inside for kept in each]}]
    return [{**node, "c": _for_students(node["c"], audiences)[0]}] if "c" in node else [node]
