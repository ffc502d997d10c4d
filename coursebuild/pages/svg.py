"""Remove from an SVG what would load or run something, and what nobody sees; the drawing looks the same."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from coursebuild.model import ImageError, short

Removed = tuple[
    tuple[str, str], ...
]  # of each part of which the author is told: the rule's code, and the part

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "http://www.w3.org/1999/xlink"
# What browsers draw: elements without a namespace are the author's slip; others belong to editors.
_DRAWN = frozenset(
    (
        *("", _SVG[1:-1], _XLINK),
        *("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/1999/xhtml"),
        "http://www.w3.org/1998/Math/MathML",
    )
)
_ACTIVE = frozenset(("script", "iframe", "object", "embed"))
_LOADS = re.compile(r"""@import|image-set|\\|url\((?!\s*['"]?\s*(?:\#|data:))""", re.IGNORECASE)
_UNSEEN_SYNTAX = (b"<!--", b"<?", b"<!DOCTYPE")  # which ElementTree drops
_DECLARATION = re.compile(rb"^[\xef\xbb\xbf\xff\xfe\s]*<\?xml\s.*?\?>", re.DOTALL)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)|^\s*#(\S+)")
_ZERO = re.compile(r"[+-]?0*\.?0*%?")
_HIDING = ("display", "visibility", "opacity")
_EFFECTIVE = frozenset(("animate", "set", "style"))  # also inside a hidden element
# Inside these a part has an effect without being seen: on a shape, or on the place of what follows it.
_SHAPING = frozenset(
    "clippath defs filter font lineargradient marker mask pattern radialgradient switch symbol text".split()
)
_BOUNDED = ("filter", "mask", "clip-path")  # properties that depend on the size of all that is inside
_BY_PLACE = re.compile(r":(?:nth|first|last|only|empty|has|not)|[+~]")  # selectors that count elements


def cleaned(content: bytes) -> tuple[bytes, Removed]:
    """Return the SVG without these parts, unchanged if it has none. Raises ImageError if it is no SVG."""
    try:
        root = ET.fromstring(content)  # noqa: S314 (expat reads no external entity and bounds expansion)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ImageError("CB205", "it is not an image that browsers can show") from error
    if root.tag not in (f"{_SVG}svg", "svg"):
        raise ImageError("CB205", "it is not an image that browsers can show")
    ascii_ = content.replace(b"\0", b"")
    removed = [*_without_scripts(root), *_without_loads(root)]
    if b"<?xml-stylesheet" in ascii_:
        removed.append(("CB301", "<?xml-stylesheet?>"))
    hidden = _without_hidden_layers(root)
    private = _without_private_parts(root)
    unseen = any(sign in _DECLARATION.sub(b"", ascii_) for sign in _UNSEEN_SYNTAX)
    if not (removed or hidden or private or unseen):
        return content, ()
    ET.register_namespace("", _SVG[1:-1])
    ET.register_namespace("xlink", _XLINK)
    try:
        texts = (" ".join(" ".join(layer.itertext()).split()) for layer in hidden)
        layers = (("CB160", f"a hidden layer with the text `{short(text)}`") for text in texts if text)
        return ET.tostring(root), (*removed, *layers)
    except RecursionError as error:
        raise ImageError("CB205", "it is nested too deeply") from error


def _without_scripts(root: ET.Element) -> Iterator[tuple[str, str]]:
    for parent in root.iter():
        for child in list(parent):
            if _local(child.tag) in _ACTIVE:
                _remove(parent, child)
                yield "CB301", f"<{_local(child.tag)}>"


def _without_loads(root: ET.Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            loads = _local(name) in ("href", "src") and not value.strip().startswith(("#", "data:"))
            if (
                _local(name).startswith("on")
                or (loads and _local(element.tag) != "a")
                or _LOADS.search(value)
            ):
                del element.attrib[name]
                yield "CB301", short(f'{_local(name)}="{value}"')
        if _local(element.tag) == "style" and _LOADS.search(element.text or ""):
            element.text = ""
            yield "CB301", "<style>"


def _without_private_parts(root: ET.Element) -> bool:
    """Remove metadata, and what editors keep for themselves. Return whether there was any."""
    found = False
    for parent in root.iter():
        for child in list(parent):
            if _local(child.tag) == "metadata" or _namespace(child.tag) not in _DRAWN:
                _remove(parent, child)
                found = True
        for name in [name for name in parent.attrib if _namespace(name) not in _DRAWN]:
            del parent.attrib[name]
            found = True
    return found


def _without_hidden_layers(root: ET.Element) -> list[ET.Element]:
    """Remove the elements that are hidden, and return them.

    One stays if its style may change, as in an animation, or if a part of it is used elsewhere.
    """
    styles = " ".join(element.text or "" for element in root.iter() if _local(element.tag) == "style")
    if _BY_PLACE.search(styles):
        return []
    values = [styles, *(value for element in root.iter() for value in element.attrib.values())]
    used = {found[1] or found[2] for value in values for found in _REFERENCE.finditer(value)}
    decided = tuple(name for name in _HIDING if name not in styles)
    removed: list[ET.Element] = []
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        for child in list(parent):
            if _is_hidden(child, decided) and not any(_has_effect(each, used) for each in child.iter()):
                _remove(parent, child)
                removed.append(child)
            elif _local(child.tag) not in _SHAPING and not any(map(_properties(child).get, _BOUNDED)):
                waiting.append(child)
    return removed


def _is_hidden(element: ET.Element, decided: tuple[str, ...]) -> bool:
    """Whether nobody sees an element, by those of its properties that no style sheet sets."""
    values = {name: value for name, value in _properties(element).items() if name in decided}
    if values.get("display") == "none" or _ZERO.fullmatch(values.get("opacity", "1")):
        return True
    return values.get("visibility") in ("hidden", "collapse") and not any(
        "visibility" in _properties(each) for each in element.iter() if each is not element
    )


def _properties(element: ET.Element) -> dict[str, str]:
    """The presentation attributes of an element, and the declarations of its style, which override them."""
    declarations = (declaration.partition(":") for declaration in element.get("style", "").split(";"))
    styled = {name.strip(): value.partition("!")[0].strip() for name, _, value in declarations}
    return {**{name: value.strip() for name, value in element.attrib.items()}, **styled}


def _has_effect(element: ET.Element, used: set[str]) -> bool:
    return element.get("id") in used or _local(element.tag) in _EFFECTIVE


def _remove(parent: ET.Element, child: ET.Element) -> None:
    """Remove an element, but not the text that follows it."""
    siblings = list(parent)
    at = siblings.index(child)
    if child.tail and at:
        siblings[at - 1].tail = (siblings[at - 1].tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    child.tail = None
    parent.remove(child)


def _local(name: object) -> str:
    return str(name).rpartition("}")[2].lower()


def _namespace(name: object) -> str:
    return str(name).rpartition("}")[0].removeprefix("{")
