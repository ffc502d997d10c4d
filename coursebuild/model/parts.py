"""The parts of a document: its paragraphs, code blocks and attribute values, each with its audience."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any, NamedTuple

from coursebuild.model import tags, vocabulary
from coursebuild.model.audience import Audience, Audiences
from coursebuild.model.reading import MARK
from coursebuild.model.tree import ATTRIBUTES, INLINES, RAW, texts_of

METADATA = ("title", "subtitle", "author", "authors", "date", "keywords", "tags", "description", "abstract")
_SEVERAL_TEXTS = frozenset("BulletList OrderedList DefinitionList LineBlock Table CodeBlock".split())
_HAS_RAW = re.compile('"Raw(?:Block|Inline)"')
_TEXTUAL = frozenset("Str Space SoftBreak LineBreak Math Code CodeBlock".split())
_PLAIN = frozenset("Str Space SoftBreak LineBreak Math RawInline".split())


class Part(NamedTuple):
    """A part in pandoc's JSON: a list of inlines, or a block of code or of another format.

    `audience` is that of the elements around it; unless the part `is_uniform`, inlines in it may have
    smaller ones. `date` is that of the innermost element around it that has one; a part that students see
    since that day `is_public`, as one in an element with that class. A part `is_paragraph` if it is a whole
    one, and no line of a list, cell, heading or caption. `element` is the identity of the outermost list,
    table or block of code around it; 0 if there is none.
    """

    content: Any
    audience: Audience
    is_public: bool = False
    is_uniform: bool = True
    date: str = ""
    is_paragraph: bool = False
    element: int = 0


def load(document: str) -> Any:
    """Load a document's JSON without what no page has: comments, scripts, style sheets, other raw formats."""
    return json.loads(document, object_hook=_without_unrendered if _HAS_RAW.search(document) else None)


def parts(content: Any, audiences: Audiences) -> Iterator[Part]:
    """Yield the parts of a loaded document in the order of the text; metadata that pages show come first."""
    for key in METADATA:
        if key in content["meta"]:
            yield from _parts(content["meta"][key], audiences, Part(None, audiences.everyone))
    yield from _parts(content["blocks"], audiences, Part(None, audiences.everyone, date=audiences.date))


def texts(part: Part) -> Iterator[str]:
    """Yield all texts of a part, whoever sees them."""
    return texts_of(part.content)


def visible_texts(
    part: Part, audiences: Audiences, viewers: Audience, *, public: bool = True
) -> Iterator[str]:
    """Yield the texts that any of the viewers sees; those in `.public` parts only if `public`."""
    yield from texts_of(_visible(part, audiences, viewers, public=public))


def visible_addresses(
    part: Part, audiences: Audiences, viewers: Audience, *, public: bool = True
) -> Iterator[str]:
    """Yield the addresses of the links and images that any of the viewers sees, as `visible_texts`."""
    yield from _addresses(_visible(part, audiences, viewers, public=public))


def _visible(part: Part, audiences: Audiences, viewers: Audience, *, public: bool) -> Any:
    """The content of a part without what none of the viewers sees."""
    if part.audience.isdisjoint(viewers) or (part.is_public and not public):
        return []
    if part.is_uniform:
        return part.content

    def enter(around: Part, attributes: Any) -> Part | None:
        inside = _narrowed(around, audiences, attributes)
        is_hidden = inside.audience.isdisjoint(viewers) or (inside.is_public and not public)
        return None if is_hidden else inside

    return _without(part.content, part, enter)


def _addresses(node: Any) -> Iterator[str]:
    """Yield the addresses of the links and images in a node, also of those in HTML."""
    if isinstance(node, list):
        for child in node:
            yield from _addresses(child)
    elif isinstance(node, dict) and (kind := node.get("t")) not in _TEXTUAL:
        content = node.get("c", ())
        if kind in ("Link", "Image"):
            yield content[2][0]
        if kind in RAW:
            for tag in tags.ANY.finditer(content[1]):
                values = dict(tags.pairs(tag["attributes"] or ""))
                yield from (unescape(values[key]) for key in ("href", "src") if key in values)
        else:
            yield from _addresses(content)


def _without_unrendered(node: Any) -> Any:
    if node.get("t") in RAW:
        format_, text = node["c"]
        node["c"][1] = tags.ANY.sub(_rendered, text) if format_ == "html" else ""
    return node


def _rendered(tag: re.Match[str]) -> str:
    return "" if tag["content"] or tag[0].startswith("<!--") else tag[0]


def _parts(node: Any, audiences: Audiences, around: Part) -> Iterator[Part]:
    """Yield the parts of a node."""
    if isinstance(node, list):
        if node and isinstance(node[0], dict) and node[0].get("t") in INLINES:
            yield around._replace(content=node, is_uniform=not _has_classes(node))
        else:
            yield from _sections(node, audiences, around)
    elif isinstance(node, dict):
        kind, content = node.get("t"), node.get("c", [])
        values: list[str] = [content] if kind == "MetaString" else []
        if kind in ATTRIBUTES:
            attributes = content[ATTRIBUTES[kind]]
            around = _narrowed(around, audiences, attributes)
            values = [value for key, value in attributes[2] if key != MARK]
        if kind == "Figure":
            around = _narrowed(around, audiences, _attributes_of_only_image(content[2]))
        if kind in _SEVERAL_TEXTS and not around.element:
            around = around._replace(element=id(node))
        if kind == "CodeBlock" or kind in RAW:
            yield around._replace(content=node)
        else:
            yield from (around._replace(content=[{"t": "Str", "c": value}]) for value in values)
            yield from _parts(content, audiences, around._replace(is_paragraph=kind == "Para"))


def _sections(nodes: list[Any], audiences: Audiences, around: Part) -> Iterator[Part]:
    """Yield the parts of nodes; a condition on a heading, or `.public`, holds for its section."""
    sections: list[tuple[int, Part]] = []  # those around a node with their levels, outermost first
    for node in nodes:
        if isinstance(node, dict) and node.get("t") == "Header":
            level, attributes, _ = node["c"]
            while sections and sections[-1][0] >= level:
                sections.pop()
            parent = sections[-1][1] if sections else around
            sections.append((level, _narrowed(parent, audiences, attributes)))
        yield from _parts(node, audiences, sections[-1][1] if sections else around)


def _narrowed(part: Part, audiences: Audiences, attributes: Any) -> Part:
    """The part with the audience and the class of an element in it."""
    _, classes, pairs = attributes
    if not (classes or pairs):
        return part
    audience = part.audience & audiences.of(classes, pairs, part.date)
    is_public = part.is_public or vocabulary.PUBLIC in classes
    is_public = is_public or audiences.are_released(classes, pairs, part.date)
    date = dict(pairs).get(vocabulary.SHOW_FROM, part.date)
    return part._replace(audience=audience, is_public=is_public, date=date)


def _attributes_of_only_image(blocks: list[Any]) -> Any:
    """The attributes of a figure's image, whose condition hides the caption too; empty if there are more."""
    inlines = blocks[0]["c"] if len(blocks) == 1 and blocks[0]["t"] in ("Para", "Plain") else []
    images = [inline["c"][0] for inline in inlines if inline["t"] == "Image"]
    return images[0] if len(images) == len(inlines) == 1 else ("", (), ())


def _has_classes(node: Any) -> bool:
    """Whether an element in a node has a class or a date, and so perhaps an audience of its own."""
    if isinstance(node, list):
        return any(map(_has_classes, node))
    if not isinstance(node, dict) or (kind := node.get("t")) in _PLAIN:
        return False
    content = node.get("c", ())
    attributes = content[ATTRIBUTES[kind]] if kind in ATTRIBUTES else ("", (), ())
    return bool(attributes[1]) or vocabulary.SHOW_FROM in dict(attributes[2]) or _has_classes(content)


def _without(node: Any, around: Part, enter: Callable[[Part, Any], Part | None]) -> Any:
    """Copy a node without what is hidden: `enter` gives the part inside an element, or None if it is."""
    if isinstance(node, list):
        kept = ((child, _entered(child, around, enter)) for child in node)
        return [_without(child, inside, enter) for child, inside in kept if inside]
    if isinstance(node, dict) and node.get("t") not in _PLAIN and "c" in node:
        return {**node, "c": _without(node["c"], around, enter)}
    return node


def _entered(node: Any, around: Part, enter: Callable[[Part, Any], Part | None]) -> Part | None:
    kind = node.get("t") if isinstance(node, dict) else None
    return enter(around, node["c"][ATTRIBUTES[kind]]) if kind in ATTRIBUTES else around
