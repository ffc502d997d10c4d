"""Parse a page with Lexbor, which is written in C, into the same tree as WeasyPrint's HTML parser does."""

import re
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any
from xml.etree.ElementTree import XML, Comment, Element, SubElement

from selectolax.lexbor import LexborHTMLParser

from coursebuild.pdf.fastpath.patching import Patch

# Elements of other namespaces, and one whose content is not its children; the tree would show neither.
_UNSUPPORTED = re.compile("<(?:svg|math|template)\\b", re.IGNORECASE)
# Drawings that are XML as well: an empty element holds the place of each.
_DRAWING = re.compile(
    r'<svg [^<>]*\bxmlns="http://www\.w3\.org/2000/svg"[^<>]*>(?:(?!<svg\b).)*?</svg>', re.DOTALL
)
_NAMESPACE = "http://www.w3.org/2000/svg"
_PLACE = "coursebuild-drawing"
_TEXT, _COMMENT = "-text", "-comment"


def patches(weasyprint: ModuleType) -> list[Patch]:
    return [Patch(weasyprint, "tinyhtml5", SimpleNamespace(parse=_parse(weasyprint.tinyhtml5.parse)))]


def _parse(original: Callable[..., Any]) -> Callable[..., Any]:
    def parse(page: Any, **named: Any) -> Any:
        html = page.read()
        drawings = _DRAWING.findall(html)
        plain = _DRAWING.sub(f"<{_PLACE}></{_PLACE}>", html) if drawings else html
        if named == {"namespace_html_elements": False} and not _UNSUPPORTED.search(plain):
            return _with_drawings(tree(plain), drawings)
        return original(html, **named)

    return parse


def _with_drawings(root: Element, drawings: list[str]) -> Element:
    """Put drawings in the elements that hold their places."""
    places = [element for element in root.iter() if element.tag == _PLACE] if drawings else []
    for place, drawing in zip(places, drawings, strict=True):
        svg = XML(drawing)
        place.tag, place.text, place[:] = svg.tag, svg.text, svg[:]
        place.attrib.update(svg.attrib, xmlns=_NAMESPACE)
    return root


def tree(html: str) -> Element:
    """The root element of a page that has only HTML elements."""
    node: Any = LexborHTMLParser(html).root
    root = Element(node.tag, _attributes(node))
    waiting = [(node, root)]
    while waiting:
        node, parent = waiting.pop()
        _fill(parent, node.child, waiting)
    return root


def _fill(parent: Element, node: Any, waiting: list[tuple[Any, Element]]) -> None:
    """Append a node and its following siblings to an element; add the elements among them to `waiting`."""
    last: Any = None
    while node is not None:
        kind = node.tag
        if kind == _TEXT:
            _add(node.text_content, parent, last)
        elif kind == _COMMENT:
            last = Comment()  # without its text, which is not printed
            parent.append(last)
        else:
            last = SubElement(parent, kind, _attributes(node))
            waiting.append((node, last))
        node = node.next


def _add(text: str, parent: Element, last: Any) -> None:
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _attributes(node: Any) -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}
