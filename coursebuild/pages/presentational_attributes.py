"""Presentational hints (HTML, section 15.2) as styles: what an attribute says of an element's looks.

WeasyPrint heeds the attributes as well; it then asks each element for all that HTML ever had, and sets
them above the page's own style sheets.
"""

import re
from collections.abc import Iterator

_TAG = re.compile(r'<(ol|li|img)(?= )((?:[^">]|"[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_INTEGER = re.compile(r"\s*[+-]?\d{1,9}")
_DIMENSION = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)(%?)")


def as_styles(html: str) -> str:
    """The page with a list's first number, an item's number and an image's width in `style`."""
    return _TAG.sub(_styled, html)


def _styled(tag: re.Match[str]) -> str:
    attributes = dict(_ATTRIBUTE.findall(tag[2]))
    style = ";".join([*_declared(tag[1], attributes), *filter(None, [attributes.pop("style", "")])])
    if not style:
        return tag[0]
    rest = re.sub(r' style="[^"]*"', "", tag[2])
    return f'<{tag[1]} style="{style}"{rest}>'


def _declared(name: str, attributes: dict[str, str]) -> Iterator[str]:
    """Numbers as CSS Lists Level 3, appendix A, says; a height follows from the width."""
    if name == "ol" and (start := _INTEGER.match(attributes.get("start", ""))):
        yield f"counter-reset:list-item {int(start[0])};counter-increment:list-item -1"
    if name == "li" and (value := _INTEGER.match(attributes.get("value", ""))):
        yield f"counter-reset:list-item {int(value[0])};counter-increment:none"
    if name == "img" and (width := _DIMENSION.match(attributes.get("width", ""))):
        yield f"width:{width[1]}{width[2] or 'px'}"
