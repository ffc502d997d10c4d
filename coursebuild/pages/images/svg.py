"""Remove from an SVG what would load or run something, and what nobody sees; the drawing looks the same."""

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from coursebuild.model import ImageError, short
from coursebuild.pages.images import kinds
from coursebuild.pages.images.bitmaps.metadata import without_metadata
from coursebuild.pages.images.printing import made_printable
from coursebuild.pages.images.private import NAMESPACE, XLINK, remove, without_private_parts
from coursebuild.pages.images.references import local

Removed = tuple[
    tuple[str, str], ...
]  # of each part of which the author is told: the rule's code, and the part

_SVG = f"{{{NAMESPACE}}}"
_ACTIVE = frozenset(("script", "iframe", "object", "embed"))
_LOADS = re.compile(r"""@import|image-set|\\|url\((?!\s*+['"]?\s*+(?:\#|data:))""", re.IGNORECASE)
MAX_DEPTH = 3  # drawings in data URIs of drawings
_IMAGE = re.compile(r"(?:^|(?<=url\()|(?<=url\([\"']))\s*(data:(?:image/|[;,])[^'\")]*)", re.IGNORECASE)
_NOTHING = "data:,"
_UNSEEN_SYNTAX = (b"<!--", b"<?", b"<!DOCTYPE")  # which ElementTree drops
_DECLARATION = re.compile(rb"^[\xef\xbb\xbf\xff\xfe\s]*<\?xml\s.*?\?>", re.DOTALL)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)|^\s*#(\S+)")
_ZERO = re.compile(r"[+-]?0*+\.?0*+%?")
_HIDING = ("display", "visibility", "opacity")
_EFFECTIVE = frozenset(("animate", "set", "style"))  # also inside a hidden element
# Inside these a part has an effect without being seen: on a shape, or on the place of what follows it.
_SHAPING = frozenset(
    "clippath defs filter font lineargradient marker mask pattern radialgradient switch symbol text".split()
)
_BOUNDED = ("filter", "mask", "clip-path")  # properties that depend on the size of all that is inside
_BY_PLACE = re.compile(r":(?:nth|first|last|only|empty|has|not)|[+~]")  # selectors that count elements


def parsed(content: bytes) -> ET.Element:
    """Parse an SVG. Raises ImageError if it is none."""
    try:
        root = ET.fromstring(content)  # noqa: S314 (expat reads no external entity and bounds expansion)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ImageError("CB205", "it is not an image that browsers can show") from error
    if root.tag not in (f"{_SVG}svg", "svg"):
        raise ImageError("CB205", "it is not an image that browsers can show")
    return root


def cleaned(content: bytes, root: ET.Element, depth: int = 0) -> tuple[bytes, Removed]:
    """Return an SVG without these parts; unchanged if it has none. `root` is the parsed content.

    So are the pictures in its data URIs; `depth` is how many drawings it is in itself. Raises ImageError.
    """
    ascii_ = content.replace(b"\0", b"")
    removed = [*_without_scripts(root), *_without_loads(root)]
    if b"<?xml-stylesheet" in ascii_:
        removed.append(("CB301", "<?xml-stylesheet?>"))
    hidden = _without_hidden_layers(root)
    has_private = without_private_parts(root)
    pictures = _with_cleaned_pictures(root, depth)
    try:
        is_rewritten, in_part = made_printable(root)
    except RecursionError as error:
        raise ImageError("CB205", "it is nested too deeply") from error
    unseen = any(sign in _DECLARATION.sub(b"", ascii_) for sign in _UNSEEN_SYNTAX)
    if not (removed or hidden or has_private or pictures is not None or is_rewritten or unseen):
        return content, ()
    try:
        texts = (" ".join(" ".join(layer.itertext()).split()) for layer in hidden)
        layers = (("CB160", f"a hidden layer with the text `{short(text)}`") for text in texts if text)
        return serialized(root).encode(), (*removed, *in_part, *layers, *(pictures or ()))
    except RecursionError as error:
        raise ImageError("CB205", "it is nested too deeply") from error


def serialized(root: ET.Element) -> str:
    """Return an SVG as text, without a declaration."""
    ET.register_namespace("", NAMESPACE)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="unicode")


def _without_scripts(root: ET.Element) -> Iterator[tuple[str, str]]:
    for parent in root.iter():
        scripts = [child for child in parent if local(child) in _ACTIVE]
        remove(parent, scripts)
        yield from (("CB301", f"<{local(child)}>") for child in scripts)


def _without_loads(root: ET.Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            loads = _local(name) in ("href", "src") and not value.strip().startswith(("#", "data:"))
            if _local(name).startswith("on") or (loads and local(element) != "a") or _LOADS.search(value):
                del element.attrib[name]
                yield "CB301", short(f'{_local(name)}="{value}"')
        if local(element) == "style" and _LOADS.search(element.text or ""):
            element.text = ""
            yield "CB301", "<style>"


def _with_cleaned_pictures(root: ET.Element, depth: int) -> Removed | None:
    """Clean the pictures in data URIs. Return what was removed from them; None if they stay as they are."""
    removed: list[tuple[str, str]] = []
    is_changed = False

    def clean(found: re.Match[str]) -> str:
        nonlocal is_changed
        try:
            content = kinds.decoded(found[1])
            kind = kinds.kind(content)
            inner = parsed(content) if kind == kinds.SVG else None
        except ImageError:  # browsers show nothing of it
            is_changed = is_changed or found[1] != _NOTHING
            return _NOTHING
        if inner is None:
            kept = without_metadata(content, kind)
        elif depth == MAX_DEPTH:
            raise ImageError("CB205", "it is nested too deeply")
        else:
            kept, parts = cleaned(content, inner, depth + 1)
            removed.extend(parts)
        if kept == content:
            return found[0]
        is_changed = True
        return kinds.as_uri(kept, kind)

    for element in root.iter():
        for name, value in element.attrib.items():
            if "data:" in value[:5].lower() or "url(" in value.lower():
                element.set(name, _IMAGE.sub(clean, value))
        if local(element) == "style" and element.text:
            element.text = _IMAGE.sub(clean, element.text)
    return tuple(removed) if is_changed else None


def _without_hidden_layers(root: ET.Element) -> list[ET.Element]:
    """Remove the elements that are hidden, and return them.

    One stays if its style may change, as in an animation, or if a part of it is used elsewhere.
    """
    styles = " ".join(element.text or "" for element in root.iter() if local(element) == "style")
    if _BY_PLACE.search(styles):
        return []
    values = [styles, *(value for element in root.iter() for value in element.attrib.values())]
    used = {found[1] or found[2] for value in values for found in _REFERENCE.finditer(value)}
    decided = tuple(name for name in _HIDING if name not in styles)
    effective = _around(root, lambda element: element.get("id") in used or local(element) in _EFFECTIVE)
    visible = _around(root, lambda element: "visibility" in _properties(element))
    removed: list[ET.Element] = []
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        hidden: list[ET.Element] = []
        for child in parent:
            if child not in effective and _is_hidden(
                child, decided, may_show=any(c in visible for c in child)
            ):
                hidden.append(child)
            elif local(child) not in _SHAPING and not any(map(_properties(child).get, _BOUNDED)):
                waiting.append(child)
        remove(parent, hidden)
        removed += hidden
    return removed


def _around(root: ET.Element, is_wanted: Callable[[ET.Element], bool]) -> set[ET.Element]:
    """Return the elements that are wanted, and those around them."""
    parents = {child: parent for parent in root.iter() for child in parent}
    found: set[ET.Element] = set()
    for element in filter(is_wanted, root.iter()):
        around: ET.Element | None = element
        while around is not None and around not in found:
            found.add(around)
            around = parents.get(around)
    return found


def _is_hidden(element: ET.Element, decided: tuple[str, ...], *, may_show: bool) -> bool:
    """Whether nobody sees an element, by those of its properties that no style sheet sets.

    `may_show` says that an element in it sets its own visibility.
    """
    values = {name: value for name, value in _properties(element).items() if name in decided}
    if values.get("display") == "none" or _ZERO.fullmatch(values.get("opacity", "1")):
        return True
    return values.get("visibility") in ("hidden", "collapse") and not may_show


def _properties(element: ET.Element) -> dict[str, str]:
    """The presentation attributes of an element, and the declarations of its style, which override them."""
    declarations = (declaration.partition(":") for declaration in element.get("style", "").split(";"))
    styled = {name.strip(): value.partition("!")[0].strip() for name, _, value in declarations}
    return {**{name: value.strip() for name, value in element.attrib.items()}, **styled}


def _local(name: object) -> str:
    return str(name).rpartition("}")[2].lower()
