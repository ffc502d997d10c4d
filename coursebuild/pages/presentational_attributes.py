"""Translate presentational attributes (HTML, section 15.2) to CSS in `style`.

WeasyPrint can apply such attributes itself, but then it looks for all of HTML's on each element, and they
override the page's style sheets.
"""

import re
from collections.abc import Iterator

from coursebuild.model import tags

_INTEGER = re.compile(r"\s*[+-]?\d{1,9}")
_DIMENSION = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)(%?)")


def as_styles(html: str) -> str:
    """Add to `style` what a list's `start`, an item's `value` and an image's `width` mean."""
    return tags.named("ol", "li", "img").sub(_styled, html)


def _styled(tag: re.Match[str]) -> str:
    if not tag["attributes"]:
        return tag[0]
    attributes = dict(tags.pairs(tag["attributes"]))
    style = ";".join([*_declarations(tag["name"], attributes), *filter(None, [attributes.get("style")])])
    if not style:
        return tag[0]
    rest = re.sub(r' style="[^"]*"', "", tag["attributes"])
    return f'<{tag["name"]} style="{style}"{rest}>'


def _declarations(name: str, attributes: dict[str, str]) -> Iterator[str]:
    """CSS declarations for an element's attributes.

    The numbers of lists are those of CSS Lists Level 3, appendix A. An image's height follows from its width.
    """
    if name == "ol" and (start := _INTEGER.match(attributes.get("start", ""))):
        yield f"counter-reset:list-item {int(start[0])};counter-increment:list-item -1"
    if name == "li" and (value := _INTEGER.match(attributes.get("value", ""))):
        yield f"counter-reset:list-item {int(value[0])};counter-increment:none"
    if name == "img" and (width := _DIMENSION.match(attributes.get("width", ""))):
        yield f"width:{width[1]}{width[2] or 'px'}"
