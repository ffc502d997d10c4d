"""Prepare pandoc's tree of a page for Word: styles of boxes, formulas, and pictures that Word shows."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from coursebuild.model import EDITION_MARK, vocabulary

Rasterize = Callable[[bytes], tuple[bytes, float]]  # an SVG to a PNG, and the width that it has, in inches

LOOK = "coursebuild-look"  # the name of the page's metadata with the look
BOX = "Box"
_KEPT = ("title", "subtitle", "author", "date", "lang", EDITION_MARK)  # all would be properties of the file
_STYLES = {"edition": "Edition", "field": "Field", "diagram": "Captioned Figure"}
_DATA = re.compile(r"data:image/(?P<kind>[\w+.-]+)[^,]*?(?P<base64>;base64)?,(?P<content>.*)", re.DOTALL)
_WIDTH = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)(%|em|px)")
_BLANK = "_" * 16  # the line in place of words, which follows its number
_INCHES = {"em": 11 / 72, "px": 1 / 96}


def style(kind: str, part: str = "") -> str:
    """The name of the style of a kind of box, or of its title."""
    return " ".join(filter(None, (BOX, kind.replace("-", " ").title(), part)))


def styled(tree: str, rasterize: Rasterize) -> tuple[str, dict[str, Any]]:
    """A page's tree with what Word needs, and the look that the page names."""
    document = json.loads(tree)
    meta = document["meta"]
    look = json.loads(_text(meta[LOOK])) if LOOK in meta else {}
    document["meta"] = {key: meta[key] for key in _KEPT if key in meta}
    document["blocks"] = _walk(document["blocks"], rasterize)
    return json.dumps(document, ensure_ascii=False), look


def _walk(node: Any, rasterize: Rasterize) -> Any:
    if isinstance(node, list):
        return [_walk(each, rasterize) for each in node]
    if not isinstance(node, dict):
        return node
    node = {key: _walk(value, rasterize) for key, value in node.items()}
    change = _CHANGES.get(node.get("t", ""))
    return change(node, rasterize) if change else node


def _div(node: Any, _: Rasterize) -> Any:
    (identifier, classes, attributes), content = node["c"]
    name = next((_STYLES[each] for each in classes if each in _STYLES), "")
    if classes[:1] == ["admonition"]:
        name = style(classes[1])
        for part in content:
            if part["t"] == "Div" and part["c"][0][1][:1] == ["admonition-title"]:
                part["c"][0][2] = [["custom-style", style(classes[1], "Title")]]
    if not name:
        return node
    return {"t": "Div", "c": [[identifier, classes, [*attributes, ["custom-style", name]]], content]}


def _span(node: Any, _: Rasterize) -> Any:
    (_, classes, attributes), content = node["c"]
    tex = dict(attributes).get("tex")
    if tex is not None:
        kind = "DisplayMath" if "display" in classes else "InlineMath"
        # pandoc.lua has a formula of it if Word can, and else the text
        marks = [*attributes, ["kind", kind]]
        return {"t": "Span", "c": [["", ["formula"], marks], content]}
    if vocabulary.LINE in classes:
        line = [{"t": "Superscript", "c": content}, {"t": "Str", "c": _BLANK}]
        return {"t": "Span", "c": [["", [], []], line]}
    if "admonition-subject" in classes and "joined" not in classes:
        return {"t": "Span", "c": [node["c"][0], [{"t": "Str", "c": "— "}, *content]]}
    return node


def _header(node: Any, _: Rasterize) -> Any:
    """Without the title, which has a style of its own, headings begin at the first level."""
    level, attributes, content = node["c"]
    return {"t": "Header", "c": [max(1, level - 1), attributes, content]}


def _image(node: Any, rasterize: Rasterize) -> Any:
    (identifier, classes, attributes), alternative, (target, _) = node["c"]
    found = _DATA.fullmatch(target)
    if not found:
        return {"t": "Span", "c": [["", [], []], alternative]}
    given = dict(attributes)
    width = given.get("width", "")
    if set_ := _WIDTH.search(given.get("style", "")):
        width = f"{set_[1]}%" if set_[2] == "%" else f"{float(set_[1]) * _INCHES[set_[2]]:.2f}in"
    if found["kind"] == "svg+xml":
        raw = unquote_to_bytes(found["content"])
        picture, inches = rasterize(base64.b64decode(raw) if found["base64"] else raw)
        target = f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
        width = width or f"{inches:.2f}in"
    kept = [["width", width]] if width else []
    return {"t": "Image", "c": [[identifier, classes, kept], alternative, [target, ""]]}


def _figure(node: Any, _: Rasterize) -> Any:
    """Code with a caption is no figure of Word, which would centre each of its lines."""
    attributes, (_short, caption), content = node["c"]
    if not any(block["t"] == "CodeBlock" for block in content):
        return node
    below = {"t": "Div", "c": [["", [], [["custom-style", "Image Caption"]]], caption]}
    return {"t": "Div", "c": [attributes, [*content, below] if caption else content]}


_CHANGES: dict[str, Callable[[Any, Rasterize], Any]] = {
    "Div": _div,
    "Figure": _figure,
    "Span": _span,
    "Header": _header,
    "Image": _image,
}


def _text(meta: Any) -> str:
    """The text of a metadata value, of inlines or of a string."""
    content = meta["c"]
    return content if isinstance(content, str) else "".join(each.get("c", " ") for each in content)
