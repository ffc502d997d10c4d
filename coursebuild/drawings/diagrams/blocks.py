"""The blocks of code in pandoc's tree that are diagrams."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from coursebuild.drawings.diagrams.diagram import Diagram
from coursebuild.model import text_of, vocabulary


class Block(NamedTuple):
    """A diagram, and the attributes of its block."""

    diagram: Diagram
    identifier: str
    attributes: dict[str, str]


def may_be_in(content: str) -> bool:
    """Whether pandoc's JSON may have a diagram, without reading it."""
    return any(f'"{notation}"' in content for notation in vocabulary.DIAGRAMS)


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
            yield from blocks(node["c"][2], " ".join(text_of(node["c"][1]).split()))
        else:
            yield from blocks(node.get("c", []), caption)
