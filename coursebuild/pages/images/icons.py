"""Prepare an author's icon to stand in a page: cleaned, and in the colour of the text beside it."""

from coursebuild.model import Limits
from coursebuild.pages.images import limits, svg
from coursebuild.pages.images.private import NAMESPACE

_PAINTS = ("fill", "stroke", "style", "class")  # attributes that may colour a shape


def embed_icon(drawing: str, allowed: Limits) -> str:
    """Return an icon as an element of a page. Raises ImageError if it is no SVG, or above the limits.

    It stands in a page several times: names to which nothing in it refers are left out.
    """
    content = drawing.encode()
    limits.check_length(content, allowed)
    root = svg.parsed(content)
    limits.check_shapes(root, allowed)
    svg.cleaned(content, root)
    root.attrib.pop("class", None)
    elements = list(root.iter())
    if not any(name in element.attrib for element in elements for name in _PAINTS):
        root.set("fill", "currentColor")
    for element in elements:
        if not element.tag.startswith("{"):
            element.tag = f"{{{NAMESPACE}}}{element.tag}"
        if f"#{element.get('id')}" not in drawing:
            element.attrib.pop("id", None)
    return svg.serialized(root)
