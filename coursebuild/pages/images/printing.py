"""Rewrite what browsers draw of an SVG and WeasyPrint 70 does not, so that print looks as the screen does."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from coursebuild.pages.images.references import local

_SVG = "{http://www.w3.org/2000/svg}"
_CHARACTER = 0.52  # em: the width of a character of a sans-serif font, about
_BLOCKS = frozenset("p div br li tr h1 h2 h3 h4 h5 h6 pre blockquote ul ol table".split())
_PICTURES = frozenset("img svg math table input video canvas".split())  # of which no text says what is seen
_DECLARATION = re.compile(r"(?<![\w-])(?P<name>[\w-]+)\s*:\s*(?P<value>(?:\"[^\"]*\"|'[^']*'|[^;{}\"'])+)")
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|%)?\s*")
_SIZES = {
    "xx-small": 9,  # pixels, as in browsers
    "x-small": 10,
    "small": 13,
    "medium": 16,
    "large": 18,
    "x-large": 24,
    "xx-large": 32,
}
_FONT = re.compile(
    r"(?P<before>(?:[a-z0-9-]+\s+)*?)(?P<size>(?:\d+\.?\d*|\.\d+)(?:px|pt|em|rem|%|ex|cm|mm|in|pc)"
    rf"|{'|'.join(_SIZES)})(?:\s*/\s*\S+)?\s+(?P<family>\S.*)",
    re.IGNORECASE,
)
_VALUES = frozenset(("fill", "stroke", "stop-color", "color", "font-size", "font-weight"))
_LINE_END = re.compile(r"[\r\n]+")
_WEIGHTS = {"bolder": "700", "lighter": "300"}
_ANCHORS = frozenset(("start", "middle", "end", "inherit"))
_LIGHT_DARK = re.compile(
    r"light-dark\(\s*((?:[^(),]|\([^()]*\))+?)\s*,(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")


def made_printable(root: ET.Element) -> tuple[bool, tuple[tuple[str, str], ...]]:
    """Rewrite an SVG in place. Return whether it was changed, and what print shows in part only."""
    is_changed = _with_plain_styles(root)
    is_changed = _without_unused_cases(root) or is_changed
    lost: list[tuple[str, str]] = []
    parents = {child: parent for parent in root.iter() for child in parent}
    for foreign in [element for element in parents if local(element) == "foreignobject"]:
        parent = parents[foreign]
        if local(parent) == "switch" and len(parent) > 1:
            continue
        is_changed = True
        text, has_more = _text_of(foreign, _inherited(parents, foreign))
        if local(parent) == "switch":
            parent.append(text)
        else:
            _in_switch(parent, foreign).append(text)
        if has_more:
            lost.append(("CB220", "in print, all but the text of an HTML part"))
    return is_changed, tuple(lost)


def _without_unused_cases(root: ET.Element) -> bool:
    """Remove what browsers do not draw of a `<switch>`, unless it depends on the reader's language."""
    found = False
    for switch in [element for element in root.iter() if local(element) == "switch"]:
        if not any(case.get("systemLanguage") for case in switch):
            drawn = next((case for case in switch if not case.get("requiredExtensions")), None)
            found = found or len(switch) > 1
            switch[:] = [] if drawn is None else [drawn]
    return found


def _in_switch(parent: ET.Element, foreign: ET.Element) -> ET.Element:
    """Put an HTML part in a `<switch>`: browsers draw the first one, WeasyPrint those that it knows."""
    switch = ET.Element(f"{_SVG}switch")
    switch.tail, foreign.tail = foreign.tail, None
    parent[next(n for n, child in enumerate(parent) if child is foreign)] = switch
    switch.append(foreign)
    return switch


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


def _inherited(parents: Mapping[ET.Element, ET.Element], element: ET.Element) -> _Style:
    """The style that an element inherits from the elements around it."""
    around = [element]
    while around[-1] in parents:
        around.append(parents[around[-1]])
    style = _Style()
    for each in reversed(around):
        style = _styled(style, {**each.attrib, **_declarations(each.get("style", ""))})
    return style


def _styled(style: _Style, values: Mapping[str, str]) -> _Style:
    """Apply the properties of an element."""

    def pixels(name: str) -> float | None:
        found = _LENGTH.fullmatch(values.get(name, ""))
        if not found or found[2] == "%":
            return None
        return float(found[1]) * {"pt": 4 / 3, "em": style.size, "rem": 16}.get(found[2] or "px", 1)

    size = pixels("font-size") or _SIZES.get(values.get("font-size", ""))
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
    """Return the `<text>` that stands for an HTML part, and whether the part has more than text."""

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
        f"{_SVG}text",
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
        ET.SubElement(text, f"{_SVG}tspan", place).text = " ".join(word.text for word in line)
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
        inner = _styled(style, _declarations(child.get("style", "")))
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


def _with_plain_styles(root: ET.Element) -> bool:
    """Replace values of properties that WeasyPrint reads otherwise than browsers do."""
    variables = {
        name: value
        for element in root.iter()
        for name, value in re.findall(
            r"(?<![\w-])(--[\w-]+)\s*:\s*([^;{}]{1,100})",
            (element.text or "") if local(element) == "style" else element.get("style", ""),
        )
    }
    changed = False
    for element in root.iter():
        if local(element) == "style":
            text = element.text or ""
            element.text = _DECLARATION.sub(lambda each: _plain(each, variables), text)
            changed = changed or element.text != text
        else:
            changed = _with_plain_attributes(element, variables) or changed
        if local(element) in ("text", "tspan"):
            changed = _with_spaces(element) or changed
    return changed


def _with_plain_attributes(element: ET.Element, variables: Mapping[str, str]) -> bool:
    changed = False
    for name, value in list(element.attrib.items()):
        new = value
        if name == "style":
            new = _DECLARATION.sub(lambda each: _plain(each, variables), value)
        elif name == "font" or (name == "text-anchor" and value.strip() not in _ANCHORS):
            new = ""  # browsers ignore it
        elif name in _VALUES:
            new = _value(name, value, variables)
        if new != value:
            changed = True
            element.set(name, new)
            if not new:
                del element.attrib[name]
    return changed


def _with_spaces(element: ET.Element) -> bool:
    """Replace line ends in a text by spaces: WeasyPrint drops them."""
    text = element.text or ""
    tails = [child for child in element if "\n" in (child.tail or "")]
    for child in tails:
        child.tail = _LINE_END.sub(" ", child.tail or "")
    if "\n" in text:
        element.text = _LINE_END.sub(" ", text)
    return bool(tails) or "\n" in text


def _plain(declaration: re.Match[str], variables: Mapping[str, str]) -> str:
    """Return a declaration as WeasyPrint reads it."""
    name, value = declaration["name"].lower(), declaration["value"]
    if name == "text-anchor" and value.partition("!")[0].strip() not in _ANCHORS:
        return "text-anchor:start"
    if name == "font" and (font := _FONT.fullmatch(value.strip())):
        before = font["before"].lower().split()
        style = next((word for word in before if word in ("italic", "oblique")), "normal")
        weight = next((w for w in before if w.isdigit() or w in ("bold", *_WEIGHTS)), "normal")
        size = _value("font-size", font["size"], variables)
        return (
            f"font-style:{style};font-weight:{_WEIGHTS.get(weight, weight)};font-size:{size};"
            f"font-family:{font['family']}"
        )
    new = _value(name, value, variables)
    return declaration[0] if new == value else f"{name}:{new}"


def _value(name: str, value: str, variables: Mapping[str, str]) -> str:
    if "light-dark(" in value:  # drawings stand on white
        value = _LIGHT_DARK.sub(r"\1", value)
    if "var(" in value:
        value = _VARIABLE.sub(lambda each: variables.get(each[1], each[2] or "").strip(), value)
    stripped = value.strip().lower()
    if name == "font-size" and stripped in _SIZES:
        return f"{_SIZES[stripped]}px"
    if name == "font-weight" and stripped in _WEIGHTS:
        return _WEIGHTS[stripped]
    return value


def _declarations(style: str) -> dict[str, str]:
    return {
        each["name"].lower(): each["value"].partition("!")[0].strip() for each in _DECLARATION.finditer(style)
    }
