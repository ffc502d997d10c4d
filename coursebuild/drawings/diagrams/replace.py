"""Put drawings where a selection has diagrams."""

import json
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from coursebuild.drawings.diagrams.blocks import Block, block, blocks, caption_text
from coursebuild.drawings.diagrams.diagram import alternative_text, drawing, drawn_shapes
from coursebuild.drawings.diagrams.failure import DiagramError
from coursebuild.model import Course, Document, Drawing, Selection, without_marks
from coursebuild.runtime import store


def replaced(tree: Any, put: Callable[[Drawing], str], course: Course, palette: Mapping[str, str]) -> Any:
    """The tree of a selection with what `put` returns for each drawing in place of its block.

    A diagram that cannot be drawn stays as it is.
    """
    numbers = count(1)

    def drawn(found: Block) -> Any:
        try:
            token = put(drawing(found.diagram, course, palette, next(numbers)))
        except DiagramError:
            return None
        inside = {"t": "Plain", "c": [{"t": "Str", "c": token}]}
        return {"t": "Div", "c": [[found.identifier, ["diagram"], []], [inside]]}

    return {**tree, "blocks": _with(drawn, tree["blocks"], "")}


def as_pictures(tree: Any, course: Course) -> Any:
    """The tree of a selection with pictures in place of its diagrams, with their alternative texts.

    What cannot be drawn is a picture as well, of which nothing is known but whether its text is the same.
    """

    def picture(found: Block) -> Any:
        alternative = found.diagram.alternative
        try:
            drawn = drawn_shapes(found.diagram, course)
        except DiagramError:
            content = store.digest(found.diagram.text.encode())
        else:
            content, alternative = store.digest(drawn.svg.encode()), alternative_text(found.diagram, drawn)
        words = [{"t": "Str", "c": alternative}]
        return {"t": "Plain", "c": [{"t": "Image", "c": [["", [], []], words, [f"data:,{content}", ""]]}]}

    return {**tree, "blocks": _with(picture, tree["blocks"], "")}


def _with(replace: Callable[[Block], Any], node: Any, caption: str) -> Any:
    """A node with what `replace` makes of each diagram in it, unless that is nothing."""
    if isinstance(node, list):
        return [_with(replace, part, caption) for part in node]
    if not isinstance(node, dict):
        return node
    if found := block(node, caption):
        return replace(found) or node
    if node.get("t") == "Figure":
        attributes, words, content = node["c"]
        return {**node, "c": [attributes, words, _with(replace, content, caption_text(words))]}
    return {**node, "c": _with(replace, node["c"], caption)} if "c" in node else node


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
