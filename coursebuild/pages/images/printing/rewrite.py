"""Rewrite what browsers draw of an SVG and WeasyPrint 70 does not, so that print looks as the screen does."""

from xml.etree import ElementTree as ET

from coursebuild.pages.images.printing.html_parts import SVG, drawn_text
from coursebuild.pages.images.printing.plain_styles import with_plain_styles
from coursebuild.pages.images.references import local


def made_printable(root: ET.Element) -> tuple[bool, tuple[tuple[str, str], ...]]:
    """Rewrite an SVG in place. Return whether it was changed, and what print shows in part only."""
    is_changed = with_plain_styles(root)
    is_changed = _without_unused_cases(root) or is_changed
    lost: list[tuple[str, str]] = []
    parents = {child: parent for parent in root.iter() for child in parent}
    for foreign in [element for element in parents if local(element) == "foreignobject"]:
        parent = parents[foreign]
        if local(parent) == "switch" and len(parent) > 1:
            continue
        is_changed = True
        text, has_more = drawn_text(foreign, parents)
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
    switch = ET.Element(f"{SVG}switch")
    switch.tail, foreign.tail = foreign.tail, None
    parent[next(n for n, child in enumerate(parent) if child is foreign)] = switch
    switch.append(foreign)
    return switch
