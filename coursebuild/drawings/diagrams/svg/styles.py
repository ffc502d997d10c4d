"""Apply the style sheets of an SVG, so that each element has its properties as attributes."""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

import cssselect2
import tinycss2

Styles = Mapping[ET.Element, Mapping[str, str]]
_Declarations = list[tuple[str, str, bool]]  # the name, the value, and whether it is important


def computed(root: ET.Element, properties: frozenset[str]) -> Styles:
    """The declared properties of each element, those of rules and of `style` included; nothing is inherited.

    A rule with a selector that cssselect2 does not know is left out.
    """
    matcher = cssselect2.Matcher()
    for element in root.iter():
        if str(element.tag).endswith("}style"):
            for selectors, declarations in _rules(element.text or "", properties):
                for selector in selectors:
                    matcher.add_selector(selector, declarations)
    found: dict[ET.Element, Mapping[str, str]] = {}
    for each in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        element = each.etree_element
        plain = {key: value for key, value in element.attrib.items() if key in properties}
        important: dict[str, str] = {}
        layers = [declarations for _, _, pseudo, declarations in matcher.match(each) if not pseudo]
        for declarations in (*layers, _declarations(element.get("style", ""), properties)):
            for key, value, is_important in declarations:
                (important if is_important else plain)[key] = value
        found[element] = {**plain, **important}
    return found


def _rules(sheet: str, properties: frozenset[str]) -> Iterator[tuple[list[object], _Declarations]]:
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        if declarations := _declarations(rule.content, properties):
            try:
                yield cssselect2.compile_selector_list(rule.prelude), declarations
            except cssselect2.SelectorError:
                continue


def _declarations(content: object, properties: frozenset[str]) -> _Declarations:
    return [
        (each.lower_name, tinycss2.serialize(each.value).strip(), each.important)
        for each in (tinycss2.parse_blocks_contents(content) if content else ())
        if each.type == "declaration" and each.lower_name in properties
    ]
