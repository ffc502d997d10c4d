"""Pandoc's JSON tree: the text of its parts."""

import json
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any

from coursebuild.model import tags

ATTRIBUTES = {  # where an element's attributes are among its contents
    **dict.fromkeys(("Div", "Span", "Code", "CodeBlock", "Link", "Image", "Table", "Figure"), 0),
    "Header": 1,
}
RAW = ("RawBlock", "RawInline")
_VERBATIM = frozenset({"Str", "Code", "Math", "CodeBlock"})
_TARGETED = frozenset({"Link", "Image"})
SPACES = frozenset({"Space", "SoftBreak", "LineBreak"})
INLINES = frozenset(
    "Str Emph Underline Strong Strikeout Superscript Subscript SmallCaps Quoted Cite Code Space SoftBreak "
    "LineBreak Math RawInline Link Image Note Span".split()
)


@lru_cache(maxsize=8)
def fragments(document: str) -> tuple[str, ...]:
    """Each paragraph, line of code, address and attribute of a document's JSON, as text."""
    return tuple(text for text in _fragments(json.loads(document)["blocks"]) if text.strip())


def _fragments(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        if node and isinstance(node[0], dict) and node[0].get("t") in INLINES:
            yield from _run(node)
        else:
            for part in node:
                yield from _fragments(part)
    elif isinstance(node, dict):
        kind, content = node.get("t"), node.get("c", [])
        if kind in ATTRIBUTES:
            yield from _pairs(content[ATTRIBUTES[kind]])
        if kind == "CodeBlock":
            yield from content[1].split("\n")
        elif kind == "RawBlock":
            text, beside = _html(content[1])
            yield from (*text.split("\n"), *beside)
        else:
            yield from _fragments(content)


def _run(inlines: list[Any]) -> Iterator[str]:
    """A paragraph's text, then what it holds beside its text: notes, addresses, titles, attributes."""
    beside: list[str] = []
    yield text_of(inlines, beside)
    yield from beside


def text_of(node: Any, beside: list[str] | None = None) -> str:
    """The text of a part of pandoc's tree; what does not stand in the line goes to `beside`."""
    aside: list[str] = [] if beside is None else beside
    if isinstance(node, list):
        return "".join(text_of(part, aside) for part in node)
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c", "")
    if kind in ATTRIBUTES:
        aside += _pairs(content[ATTRIBUTES[kind]])
    if kind in _VERBATIM:
        return str(content if kind == "Str" else content[1])
    if kind in _TARGETED:
        aside += content[2]
    elif kind == "Note":
        aside += _fragments(content)
        return ""
    elif kind in ("Cite", "Quoted"):
        content = content[1]
    elif kind in RAW:
        said, values = _html(content[1])
        aside += values
        return said
    return " " if kind in SPACES else text_of(content, aside)


def _pairs(attributes: Any) -> list[str]:
    return [value for _, value in attributes[2]]


def _html(text: str) -> tuple[str, list[str]]:
    """The text between the tags, and what the tags' attributes and comments say."""
    found = list(tags.ANY.finditer(text))
    beside = [tag["comment"] or tag["content"] or "" for tag in found]
    beside += [value for tag in found for _, value in tags.pairs(tag["attributes"] or "")]
    return unescape(tags.ANY.sub("", text)), [unescape(value) for value in beside if value]
