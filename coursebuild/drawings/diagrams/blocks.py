"""The blocks of code in pandoc's tree that are diagrams."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from coursebuild.drawings.diagrams.diagram import Diagram
from coursebuild.model import text_of, vocabulary

_LABEL = "caption-label"  # the class of a figure's number


class Block(NamedTuple):
    """A diagram, and the attributes of its block."""

    diagram: Diagram
    identifier: str
    attributes: dict[str, str]


def block(node: Any, caption: str = "") -> Block | None:
    """The diagram of a node of pandoc's tree; `caption` is that of the figure around it."""
    if not isinstance(node, dict) or node.get("t") != "CodeBlock":
        return None
    (identifier, classes, pairs), text = node["c"]
    notation = next((name for name in classes if name in vocabulary.DIAGRAMS), "")
    if not notation:
        return None
    attributes = dict(pairs)
    caption = attributes.get("caption", "") or caption
    return Block(Diagram(notation, text, attributes.get("alt", "") or caption), identifier, attributes)


def blocks(node: Any, caption: str = "") -> Iterator[Block]:
    """The diagrams of a part of pandoc's tree, in its order."""
    if isinstance(node, list):
        for part in node:
            yield from blocks(part, caption)
    elif isinstance(node, dict):
        if found := block(node, caption):
            yield found
        elif node.get("t") == "Figure":
            yield from blocks(node["c"][2], caption_text(node["c"][1]))
        else:
            yield from blocks(node.get("c", []), caption)


def caption_text(caption: Any) -> str:
    """The text of a figure's caption, without the figure's number."""
    _, content = caption
    inlines = [inline for part in content for inline in part.get("c", []) if not _is_label(inline)]
    return " ".join(text_of(inlines).split())


def _is_label(inline: Any) -> bool:
    return isinstance(inline, dict) and inline["t"] == "Span" and _LABEL in inline["c"][0][1]
