"""One annotation for each line of a link, in the element of the structure tree that is the link.

WeasyPrint also makes one for each box within a link, such as that of code or of an image, in an element that
is none: PDF/UA-1 (ISO 14289-1, 7.18.5) and screen readers expect an annotation in a Link.
"""

from collections.abc import Iterable
from typing import Any

Rectangle = tuple[float, float, float, float]
Link = tuple[
    str, str, Rectangle, Any
]  # its type, its target, a rectangle on the page, and a box of WeasyPrint


def merged(links: Iterable[Link]) -> list[Link]:
    """Return the links of a page, each with the area of the boxes within it."""
    kept: list[Link] = []
    for kind, target, rectangle, box in links:
        is_within = kept and kept[-1][:2] == (kind, target) and not _is_link(box)
        if is_within:
            kept[-1] = (kind, target, _around(kept[-1][2], rectangle), kept[-1][3])
        else:
            kept.append((kind, target, rectangle, box))
    return kept


def _is_link(box: Any) -> bool:
    """Whether a box is that of an `<a>`, or of a pseudo-element of one."""
    return str(box.element_tag).partition(":")[0] == "a"


def _around(one: Rectangle, other: Rectangle) -> Rectangle:
    (left, top, right, bottom), (left_, top_, right_, bottom_) = one, other
    return min(left, left_), min(top, top_), max(right, right_), max(bottom, bottom_)
