"""Set the text of an HTML part of an SVG as SVG does, for print, which draws no HTML there."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from coursebuild.pages.images.printing.plain_styles import SIZES, declarations
from coursebuild.pages.images.references import local

SVG = "{http://www.w3.org/2000/svg}"
_CHARACTER = 0.52  # em: the width of a character of a sans-serif font, about
_BLOCKS = frozenset("p div br li tr h1 h2 h3 h4 h5 h6 pre blockquote ul ol table".split())
_PICTURES = frozenset("img svg math table input video canvas".split())  # of which no text says what is seen
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|%)?\s*")


class _Style(NamedTuple):
    """What decides how the text of a label is set; lengths are in pixels."""

    size: float = 16
    fill: str = "black"
    family: str = "sans-serif"
    weight: str = ""
    align: str = "start"
    vertical: str = "start"
    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0
    wraps: bool = True
    line: float = 1.2


def drawn_text(foreign: ET.Element, parents: Mapping[ET.Element, ET.Element]) -> tuple[ET.Element, bool]:
    """Return the `<text>` that stands for an HTML part, and whether the part has more than text."""
    return _text_of(foreign, _inherited(parents, foreign))


def _inherited(parents: Mapping[ET.Element, ET.Element], element: ET.Element) -> _Style:
    """The style that an element inherits from the elements around it."""
    around = [element]
    while around[-1] in parents:
        around.append(parents[around[-1]])
    style = _Style()
    for each in reversed(around):
        style = _styled(style, {**each.attrib, **declarations(each.get("style", ""))})
    return style


def _styled(style: _Style, values: Mapping[str, str]) -> _Style:
    """Apply the properties of an element."""

    def pixels(name: str) -> float | None:
        found = _LENGTH.fullmatch(values.get(name, ""))
        if not found or found[2] == "%":
            return None
        return float(found[1]) * {"pt": 4 / 3, "em": style.size, "rem": 16}.get(found[2] or "px", 1)

    size = pixels("font-size") or SIZES.get(values.get("font-size", ""))
    style = style._replace(
        size=size or style.size,
        fill=values.get("color", style.fill),
        family=values.get("font-family", style.family),
        weight=values.get("font-weight", style.weight),
        wraps=values.get("white-space", "" if style.wraps else "nowrap") not in ("nowrap", "pre"),
    )
    if re.fullmatch(r"\d*\.?\d+", values.get("line-height", "")):
        style = style._replace(line=float(values["line-height"]))
    if align := values.get("text-align"):
        style = style._replace(align={"center": "middle", "right": "end"}.get(align, "start"))
    if "flex" in values.get("display", ""):
        style = style._replace(
            align=_place(values.get("justify-content", "")),
            vertical=_place(values.get("align-items", "")),
            left=pixels("margin-left") or 0,
            top=pixels("padding-top") or 0,
            width=pixels("width") or style.width,
            height=pixels("height") or style.height,
        )
    return style


def _place(value: str) -> str:
    return "middle" if "center" in value else "end" if "end" in value else "start"


def _text_of(foreign: ET.Element, style: _Style) -> tuple[ET.Element, bool]:
    def length(name: str) -> float:
        found = _LENGTH.fullmatch(foreign.get(name, "0"))
        return float(found[1]) if found and found[2] != "%" else 0

    style = style._replace(width=length("width"), height=length("height"))
    lines: list[list[_Word]] = [[]]
    has_more = False
    for run in _runs(foreign, style):
        has_more = has_more or run.has_more
        if run.begins_line and lines[-1]:
            lines.append([])
        if words := run.text.split():
            style = run.style if len(lines) == 1 and not lines[0] else style
            lines[-1] += (_Word(word, run.style.weight) for word in words)
    if style.wraps and style.width:
        lines = [part for line in lines for part in _wrapped(line, style.width / (style.size * _CHARACTER))]
    lines = [line for line in lines if line]
    along = {"start": 0.0, "middle": 0.5, "end": 1.0}
    x = length("x") + style.left + style.width * along[style.align]
    step = style.size * style.line
    top = length("y") + style.top + (style.height - step * len(lines)) * along[style.vertical]
    text = ET.Element(
        f"{SVG}text",
        {
            "font-size": f"{style.size:g}",
            "font-family": style.family,
            "font-weight": "normal",
            "fill": style.fill,
            "stroke": "none",
            "text-anchor": style.align,
        },
    )
    for number, line in enumerate(lines):
        y = top + step * (number + 0.5) + style.size * 0.35  # the middle of small letters
        weights = {word.weight for word in line}  # WeasyPrint centres a line only if it is one element
        weight = weights.pop() if len(weights) == 1 else ""
        place = {"x": f"{x:g}", "y": f"{y:g}", **({"font-weight": weight} if weight else {})}
        ET.SubElement(text, f"{SVG}tspan", place).text = " ".join(word.text for word in line)
    return text, has_more


class _Word(NamedTuple):
    text: str
    weight: str


class _Run(NamedTuple):
    """A text of an HTML part; `has_more` says that a picture stands before it."""

    text: str
    style: _Style
    begins_line: bool = False
    has_more: bool = False


def _runs(element: ET.Element, style: _Style) -> Iterator[_Run]:
    yield _Run(element.text or "", style)
    for child in element:
        tag = local(child)
        if tag == "a":
            child.tag = f"{child.tag.removesuffix('a')}span"  # WeasyPrint would draw it as SVG's
        inner = _styled(style, declarations(child.get("style", "")))
        if tag in ("b", "strong", "th"):
            inner = inner._replace(weight="bold")
        yield _Run("", style, tag in _BLOCKS, tag in _PICTURES)
        if tag not in _PICTURES:
            yield from _runs(child, inner)
        yield _Run(child.tail or "", style, tag in _BLOCKS)


def _wrapped(line: list[_Word], most: float) -> list[list[_Word]]:
    """Break a line that has more characters."""
    lines: list[list[_Word]] = [[]]
    length = 0
    for word in line:
        if lines[-1] and length + len(word.text) > most:
            lines.append([])
            length = 0
        lines[-1].append(word)
        length += len(word.text) + 1
    return lines
