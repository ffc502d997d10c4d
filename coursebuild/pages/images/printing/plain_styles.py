"""Write values in an SVG as WeasyPrint reads them, where it reads them otherwise than browsers do."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from coursebuild.pages.images.references import local

_DECLARATION = re.compile(r"(?<![\w-])(?P<name>[\w-]+)\s*:\s*(?P<value>(?:\"[^\"]*\"|'[^']*'|[^;{}\"'])+)")
SIZES = {
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
    rf"|{'|'.join(SIZES)})(?:\s*/\s*\S+)?\s+(?P<family>\S.*)",
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


def with_plain_styles(root: ET.Element) -> bool:
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
    if name == "font-size" and stripped in SIZES:
        return f"{SIZES[stripped]}px"
    if name == "font-weight" and stripped in _WEIGHTS:
        return _WEIGHTS[stripped]
    return value


def declarations(style: str) -> dict[str, str]:
    """The declarations of an attribute `style`, without what makes them important."""
    return {
        each["name"].lower(): each["value"].partition("!")[0].strip() for each in _DECLARATION.finditer(style)
    }
