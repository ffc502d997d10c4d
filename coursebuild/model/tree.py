"""Walk pandoc's JSON tree: its texts, its elements, and what is around these."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from typing import Any, TypeVar

from coursebuild.model import tags

Around = TypeVar("Around")

ATTRIBUTES = {  # the index of an element's attributes in its contents
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
    """Return each paragraph, line of code, address and attribute value of a document's JSON."""
    return tuple(text for text in texts_of(json.loads(document)["blocks"]) if text.strip())


def texts_of(node: Any) -> Iterator[str]:
    """Yield the texts of a node of the tree, as `fragments` does; some may be empty."""
    if isinstance(node, list):
        if node and isinstance(node[0], dict) and node[0].get("t") in INLINES:
            yield from _run(node)
        else:
            for part in node:
                yield from texts_of(part)
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
            yield from texts_of(content)


def _run(inlines: list[Any]) -> Iterator[str]:
    """Yield a paragraph's text, then its notes, addresses, titles and attribute values."""
    beside: list[str] = []
    yield text_of(inlines, beside)
    yield from beside


def first_text(node: Any) -> str:
    """Return the first text of a node that readers see: of a paragraph, or a line of code; "" without one."""
    return next(filter(str.strip, _shown(node)), "")


def _shown(node: Any) -> Iterator[str]:
    """Yield the texts of paragraphs, and the lines of code, without attributes, addresses and notes."""
    if isinstance(node, str):
        yield from node.split("\n")
    elif isinstance(node, list):
        is_text = node and isinstance(node[0], dict) and node[0].get("t") in INLINES
        yield from (text_of(node),) if is_text else (text for each in node for text in _shown(each))
    elif isinstance(node, dict):
        content, at = node.get("c", []), ATTRIBUTES.get(node["t"])
        yield from _shown(content if at is None else content[at + 1 :])


def text_of(node: Any, beside: list[str] | None = None) -> str:
    """Return the text of a node; append notes, addresses, titles and attribute values to `beside`."""
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
        address, title = content[2]
        aside += [title] if address.startswith("#") else [address, title]  # an identifier is no text
    elif kind == "Note":
        aside += texts_of(content)
        return ""
    elif kind in ("Cite", "Quoted"):
        content = content[1]
    elif kind in RAW:
        text, values = _html(content[1])
        aside += values
        return text
    return " " if kind in SPACES else text_of(content, aside)


def _pairs(attributes: Any) -> list[str]:
    """Return the values of attributes, but for the name of the exercise to which a correction belongs."""
    return [value for key, value in attributes[2] if key != "for"]


def _html(text: str) -> tuple[str, list[str]]:
    """Return the text between the tags; and comments, attribute values, scripts and style sheets."""
    found = list(tags.ANY.finditer(text))
    beside = [tag["comment"] or tag["content"] or "" for tag in found]
    beside += [value for tag in found for _, value in tags.pairs(tag["attributes"] or "")]
    return unescape(tags.ANY.sub("", text)), [unescape(value) for value in beside if value]


def cited_keys(node: Any) -> Iterator[str]:
    """Yield the keys of the citations in a part of the tree, in their order."""
    if isinstance(node, list):
        for part in node:
            yield from cited_keys(part)
    elif isinstance(node, dict):
        if "citationId" in node:
            yield node["citationId"]
        for part in node.values():
            yield from cited_keys(part)


def attributed(
    node: Any, around: Around, inside: Callable[[Around, Any], Around]
) -> Iterator[tuple[Any, Any, Around]]:
    """Yield each element that has attributes, the outer ones first, with these and with what is around it.

    `inside` makes what is around the content of an element, or around the section of a heading, from what is
    around the element and from its attributes.
    """
    if isinstance(node, list):
        sections = [(0, around)]  # the level of each heading above, and what is around its section
        for each in node:
            is_heading = isinstance(each, dict) and each.get("t") == "Header"
            while is_heading and each["c"][0] <= sections[-1][0]:
                sections.pop()
            outside = sections[-1][1]
            yield from attributed(each, outside, inside)
            if is_heading:
                level, attributes, _ = each["c"]
                sections.append((level, inside(outside, attributes)))
    elif isinstance(node, dict) and "c" in node:
        kind, content = node["t"], node["c"]
        if kind in ATTRIBUTES:
            attributes = content[ATTRIBUTES[kind]]
            yield node, attributes, around
            around = inside(around, attributes)
        yield from attributed(content, around, inside)


def of_kinds(node: Any, *kinds: str) -> Iterator[Any]:
    """Yield the elements of these kinds in a node, the outer ones first."""
    if isinstance(node, list):
        for each in node:
            yield from of_kinds(each, *kinds)
    elif isinstance(node, dict):
        if node.get("t") in kinds:
            yield node
        yield from of_kinds(node.get("c"), *kinds)
