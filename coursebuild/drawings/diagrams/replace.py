"""Put drawings where a selection has diagrams."""

import json
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from coursebuild.drawings.diagrams.blocks import block, blocks, caption_text
from coursebuild.drawings.diagrams.diagram import drawing, drawn_shapes
from coursebuild.drawings.diagrams.failure import DiagramError
from coursebuild.model import Course, Document, Drawing, Selection, without_marks


def replaced(tree: Any, put: Callable[[Drawing], str], course: Course, palette: Mapping[str, str]) -> Any:
    """The tree of a selection with what `put` returns for each drawing in place of its block.

    A diagram that cannot be drawn stays as it is.
    """
    numbers = count(1)

    def visit(node: Any, caption: str) -> Any:
        if isinstance(node, list):
            return [visit(part, caption) for part in node]
        if not isinstance(node, dict):
            return node
        if found := block(node, caption):
            try:
                token = put(drawing(found.diagram, course, palette, next(numbers)))
            except DiagramError:
                return node
            inside = {"t": "Plain", "c": [{"t": "Str", "c": token}]}
            return {"t": "Div", "c": [[found.identifier, ["diagram"], []], [inside]]}
        if node.get("t") == "Figure":
            attributes, words, content = node["c"]
            return {**node, "c": [attributes, words, visit(content, caption_text(words))]}
        return {**node, "c": visit(node["c"], caption)} if "c" in node else node

    return {**tree, "blocks": visit(tree["blocks"], "")}


def withheld_texts(document: Document, selection: Selection, course: Course) -> tuple[str, ...]:
    """The texts of those diagrams of a document that a selection does not show."""
    shown = {found.diagram for found in blocks(json.loads(selection.json)["blocks"])}
    every = blocks(json.loads(without_marks(document.json))["blocks"])
    hidden = dict.fromkeys(found.diagram for found in every if found.diagram not in shown)
    texts: list[str] = []
    for diagram in hidden:
        try:
            drawn = drawn_shapes(diagram, course)
            texts += (*drawn.texts, drawn.title, drawn.description, diagram.alternative)
        except DiagramError:  # which `check` has reported; nobody sees it
            continue
    return tuple(texts)
