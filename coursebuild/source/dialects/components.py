"""Translate the tabs of Docusaurus, which are elements of MDX on lines of their own, to tabs of ours."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coursebuild.model import Box, Frames
from coursebuild.source.dialects import kinds
from coursebuild.source.dialects.blocks import Region, frame

_ATTRIBUTE = r"""[ \t]+[\w-]+(?:=(?:"[^"<>]*"|'[^'<>]*'|\{[^{}<>]*\}))?"""
_TAG = re.compile(
    rf"(?P<prefix>[ \t>]*)<(?P<end>/?)(?P<name>Tabs|TabItem)(?P<attributes>(?:{_ATTRIBUTE})*)[ \t]*>[ \t]*"
)
_TITLE = re.compile(r"""(?<=\s)(?P<key>label|value)=(?P<mark>["'])(?P<text>.*?)(?P=mark)""")
_VALUES = re.compile(r"""=(?:"[^"]*"|'[^']*'|\{[^{}]*\})""")
_NAMES = re.compile(r"(?<=\s)[\w-]+(?=[=\s]|$)")
_PLAIN = frozenset(  # attributes that hide nothing, and bring no other tabs
    "attributes className default defaultValue groupId key label lazy queryString value".split()
)


class _Element(NamedTuple):
    """An element from its first to its last line, by index."""

    tag: re.Match[str]
    first: int
    last: int
    depth: int

    @property
    def title(self) -> str:
        found = {each["key"]: each["text"].strip() for each in _TITLE.finditer(self.tag["attributes"])}
        return found.get("label") or found.get("value", "")


def translate_components(lines: list[str], prose: Sequence[bool], frames: Frames) -> bool:
    """Translate the groups in place, and note their tabs in `frames`; return whether there was any.

    All stay as they are if one is not complete, or if a title means an answer.
    """
    if not any("<TabItem" in line for line in lines):
        return False
    elements = list(_elements(lines, prose))
    titles = [each.title for each in elements if each.tag["name"] == "TabItem"]
    if not elements or not all(titles) or any(map(kinds.announces, titles)):
        return False
    for each in elements:
        is_tab, prefix = each.tag["name"] == "TabItem", each.tag["prefix"].rstrip(" \t")
        attributes = kinds.attributes("tab", each.title) if is_tab else "{.tabs}"
        body = dict(_dedented(lines, each)) if is_tab else {}
        body[each.last] = "", ""
        box = Box(each.first + 1, len(each.tag["prefix"]) + 1, "tab", each.title, each.tag[0].strip(" \t>"))
        frame(lines, Region(box, attributes, prefix, each.last, body), frames)
    return True


def _elements(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[_Element]:
    """Yield the elements, outer ones first; none if they are not nested as they should be."""
    found: list[_Element] = []
    open_ones: list[tuple[re.Match[str], int]] = []
    for at, line in enumerate(lines):
        tag = _TAG.fullmatch(line) if prose[at] and "Tab" in line else None
        if not tag:
            continue
        if not tag["end"]:
            is_inside = bool(open_ones) and open_ones[-1][0]["name"] == "Tabs"
            if (tag["name"] == "TabItem") != is_inside or not _are_plain(tag["attributes"]):
                return
            open_ones.append((tag, at))
        elif open_ones and open_ones[-1][0]["name"] == tag["name"]:
            opening, first = open_ones.pop()
            found.append(_Element(opening, first, at, len(open_ones)))
        else:
            return
    if not open_ones:
        yield from sorted(found, key=lambda element: element.first)


def _are_plain(attributes: str) -> bool:
    names = _NAMES.findall(_VALUES.sub(" ", attributes))
    return _PLAIN.issuperset(names)


def _dedented(lines: Sequence[str], element: _Element) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the lines of a tab by their index, without the indentation that all have."""
    prefix = element.tag["prefix"].rstrip(" \t")
    inside = range(element.first + 1, element.last)
    texts = {at: lines[at][len(prefix) :] for at in inside if lines[at].strip(" \t>")}
    width = min((len(text) - len(text.lstrip(" \t")) for text in texts.values()), default=0)
    for at, text in texts.items() if width else ():
        yield at, (prefix + text[width:], text[:width])
