"""Take the shapes and texts of an SVG that another program has drawn.

They are written anew, each with its own style, so that nothing else can come through: no scripts, style
sheets, links, images, HTML or metadata.
"""

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from coursebuild.drawings.diagrams import measuring
from coursebuild.drawings.diagrams.failure import DiagramError
from coursebuild.drawings.diagrams.svg import styles, values
from coursebuild.drawings.diagrams.svg.copy import GEOMETRY, PROPERTIES, Context, Copy

_NO_COLOURS: Mapping[str, str] = {}
_SVG = "http://www.w3.org/2000/svg"


class Shapes(NamedTuple):
    """An SVG of shapes and texts, with tokens in place of the palette's colours; lengths are in its units.

    `smallest` is the size of its smallest text, `texts` are its lines; `title` and `description` are what
    the author wrote for those who do not see it; `links` are the addresses that were left out, and `html` is
    the text that was, because HTML draws it.
    """

    svg: str
    width: float
    height: float
    smallest: float
    texts: tuple[str, ...]
    title: str = ""
    description: str = ""
    links: tuple[str, ...] = ()
    html: str = ""


def shapes(
    content: str, family: str, replaced: Mapping[str, str] = _NO_COLOURS, text_size: float = 1
) -> Shapes:
    """The shapes of an SVG, with its texts in a font family and some of its colours `replaced`.

    `text_size` is by how much its texts are made larger.
    Raises: DiagramError if it is no SVG, or draws too much.
    """
    try:
        root = ET.fromstring(content)  # noqa: S314 (expat reads no external entity and bounds expansion)
    except (ET.ParseError, ValueError) as error:
        raise DiagramError("what was drawn is no SVG") from error
    _, _, width, height = box = values.box(root)
    if values.name(root) != "svg" or not (width > 0 and height > 0):
        raise DiagramError("what was drawn is no SVG with a size")
    copy = Copy(family, replaced, text_size, styles.computed(root, PROPERTIES), values.by_identifier(root))
    drawn = ET.Element("svg", {"xmlns": _SVG, "viewBox": " ".join(f"{number:g}" for number in box)})
    copy.definitions(drawn)
    copy.children(root, drawn, Context(copy.inherited({}, root)))
    if not any(values.name(each) in ("text", *GEOMETRY) for each in drawn.iter()):
        raise DiagramError("it draws nothing")
    links = (link for each in root.iter() if values.name(each) == "a" if (link := values.target(each)))
    html = (" ".join(each.itertext()) for each in root.iter() if values.name(each) == "foreignObject")
    return Shapes(
        svg=ET.tostring(drawn, encoding="unicode"),
        width=width,
        height=height,
        smallest=min(copy.sizes, default=measuring.DEFAULT),
        texts=tuple(copy.texts),
        title=values.text_of(root, "title"),
        description=values.text_of(root, "desc"),
        links=tuple(dict.fromkeys(links)),
        html=" ".join(" ".join(html).split()),
    )
