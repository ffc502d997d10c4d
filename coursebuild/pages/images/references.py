"""Find what the elements of an SVG refer to: other elements, data URIs, and the lengths of dashes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

MOST_MATCHES = 100  # elements that a rule of a style sheet is applied to one by one
DEFINED = frozenset(  # elements that are drawn only where something refers to them
    "clippath defs desc filter lineargradient marker mask metadata pattern radialgradient script style "
    "symbol title".split()
)
_REFERRING = frozenset(
    "feimage filter image lineargradient mpath pattern radialgradient textpath tref use".split()
)
_ANIMATIONS = frozenset("animate animatecolor animatemotion animatetransform set".split())
_ANIMATED = ("by", "from", "to", "values")
_ONCE = frozenset(("clip-path", "filter", "mask"))  # properties that no child inherits
_DASHES = "stroke-dasharray"
_IDENTIFIER = re.compile(r"url\(\s*+['\"]?#([^'\")]+)", re.IGNORECASE)
_ANY_IDENTIFIER = re.compile(r"#([^'\")\s;]+)")
_DATA = re.compile(r"url\(\s*+['\"]?(data:[^'\")]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_RULE = re.compile(r"(?P<selectors>[^{}]*)\{(?P<declarations>[^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_KEYFRAMES = re.compile(r"@(?:-\w+-)?keyframes", re.IGNORECASE)
_COMPOUND = re.compile(r"(?P<tag>[\w-]+|\*)?(?P<names>(?:[.#][\w-]+)*)(?<=.)")
_COMBINATOR = re.compile(r"[\s>+~]+")


class References(NamedTuple):
    """What an element or a rule refers to.

    The identifiers `inside` are drawn once, `inherited` for each shape in the element, `markers` for each
    vertex. `periods` are the lengths after which dashes repeat, `data` the data URIs, and `characters` the
    number of all others.
    """

    inside: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    periods: tuple[float, ...] = ()
    data: tuple[str, ...] = ()
    characters: int = 0

    @property
    def drawn(self) -> tuple[str, ...]:
        """All identifiers."""
        return (*self.inside, *self.inherited, *self.markers)


def of_element(element: ET.Element) -> References:
    """Return what an element's attributes refer to."""
    values = list(element.attrib.values())
    characters = sum(map(len, values)) + len(element.text or "") + len(element.tail or "")
    text = f"{element.attrib}".lower()  # quick to search: most elements refer to nothing
    if "url(" not in text and "href" not in text and _DASHES not in text:
        return References(characters=characters)
    found = _of_declarations(_declarations(element))
    own = [value.strip() for name, value in element.attrib.items() if name.rpartition("}")[2] == "href"]
    inside = [value[1:] for value in own if value.startswith("#") and local(element) in _REFERRING]
    data = [value for value in own if value[:5].lower() == "data:"]
    data += (uri for value in values for uri in _DATA.findall(value))
    return found._replace(
        inside=(*found.inside, *inside),
        data=tuple(data),
        characters=characters - sum(map(len, data)),
    )


def of_animations(element: ET.Element) -> References:
    """Return what the animations in an element may make its properties refer to."""
    markers: list[str] = []
    periods: list[float] = []
    for child in element:
        if local(child) in _ANIMATIONS:
            values = " ".join(child.get(name, "") for name in _ANIMATED)
            markers += _ANY_IDENTIFIER.findall(values)
            if child.get("attributeName") == _DASHES:
                periods += (float(number) for number in _NUMBER.findall(values))
    return References(markers=tuple(markers), periods=tuple(period for period in periods if period > 0))


def of_rules(root: ET.Element) -> Iterator[tuple[References, list[ET.Element] | None]]:
    """Yield what each rule of the style sheets refers to, and the elements that it may apply to.

    These are None if it may apply to any, or applies to more than MOST_MATCHES.
    """
    sheet = " ".join(element.text or "" for element in root.iter() if local(element) == "style")
    if "url(" not in sheet.lower() and _DASHES not in sheet.lower():
        return
    has_keyframes = bool(_KEYFRAMES.search(sheet))  # which any element may use
    parents = {child: parent for parent in root.iter() for child in parent}
    by_name: dict[str, list[ET.Element]] = {}
    for element in root.iter():
        for name in _names(element):
            by_name.setdefault(name, []).append(element)
    for rule in _RULE.finditer(_COMMENT.sub(" ", sheet)):
        found = _of_declarations(_parsed(rule["declarations"]))
        found = found._replace(data=tuple(_DATA.findall(rule["declarations"])))
        for selector in set(rule["selectors"].split(",")) if any(found) else ():
            *around, last = (_required_name(part) for part in _COMBINATOR.split(selector.strip()))
            elements = by_name.get(last, []) if last and not has_keyframes else None
            if elements is None or len(elements) > MOST_MATCHES:
                yield found, None
            elif "+" in selector or "~" in selector:
                yield found, elements
            else:
                yield found, [each for each in elements if _is_in(each, set(filter(None, around)), parents)]


def _is_in(element: ET.Element, names: set[str], parents: Mapping[ET.Element, ET.Element]) -> bool:
    """Whether the elements around an element have all of the names."""
    around: ET.Element | None = element
    while names and around is not None:
        around = parents.get(around)
        names = names - _names(around) if around is not None else names
    return not names


def _names(element: ET.Element) -> set[str]:
    """Return the tag, the identifier and the classes of an element, as selectors name them."""
    classes = (f".{name}" for name in element.get("class", "").split())
    return {local(element), f"#{element.get('id')}", *classes}


def _required_name(compound: str) -> str:
    """Return a name that an element must have for a part of a selector to match; "" if it is unknown."""
    found = _COMPOUND.fullmatch(compound)
    if not found:
        return ""
    names = re.findall(r"[.#][\w-]+", found["names"])
    return names[0] if names else (found["tag"] or "").strip("*").lower()


def _of_declarations(declarations: Iterable[tuple[str, str]]) -> References:
    inside: list[str] = []
    inherited: list[str] = []
    markers: list[str] = []
    periods: list[float] = []
    for name, value in declarations:
        if name == _DASHES:
            periods.append(sum(float(number) for number in _NUMBER.findall(value)))
        if "url(" in value.lower():
            drawn = markers if name.startswith(("marker", "--")) else inside if name in _ONCE else inherited
            drawn += _IDENTIFIER.findall(value)
    return References(tuple(inside), tuple(inherited), tuple(markers), tuple(p for p in periods if p > 0))


def _declarations(element: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element, which may be properties, and the declarations of its style."""
    for name, value in element.attrib.items():
        if name == "style":
            yield from _parsed(value)
        else:
            yield name, value


def _parsed(declarations: str) -> Iterator[tuple[str, str]]:
    for declaration in declarations.split(";"):
        name, _, value = declaration.partition(":")
        yield name.strip().lower(), value


def local(element: ET.Element) -> str:
    """Return the name of an element, without its namespace and in lower case."""
    return str(element.tag).rpartition("}")[2].lower()
