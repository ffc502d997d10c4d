"""Find what lies outside of its page in a finished layout, where it would be cut off."""

import re
from collections.abc import Iterator
from typing import Any

TOLERANCE = 1  # CSS pixels
_BREAK = re.compile("\u200b ?| \u200b")  # what WeasyPrint makes of `<wbr>`, within a line and at its end


def texts_outside(document: Any) -> Iterator[tuple[int, str]]:
    """Yield the text of each paragraph, cell or image of which a part is outside of its page, and the page.

    An image has its alternative text. This reads boxes of WeasyPrint: lengths are in CSS pixels, and the box
    of a line is as wide as what it holds.
    """
    for number, page in enumerate(document.pages, 1):
        root = page._page_box  # noqa: SLF001 (there is no other way to a layout)
        right, bottom = root.margin_width() + TOLERANCE, root.margin_height() + TOLERANCE
        waiting = [root]
        while waiting:
            box = waiting.pop()
            blocks = [child for child in getattr(box, "children", ()) if not _is_last(child)]
            waiting += reversed(blocks)
            for each in box.children if len(blocks) < len(box.children) else ():
                x, y = each.position_x, each.position_y
                is_outside = min(x, y) < -TOLERANCE or x + each.width > right or y + each.height > bottom
                if is_outside and _is_last(each):
                    yield number, _BREAK.sub("", _text(box))
                    break


def _is_last(box: Any) -> bool:
    """Whether a box is a line, or an image that is a block."""
    return hasattr(box, "text_overflow") or not hasattr(box, "children")


def _text(box: Any) -> str:
    if (text := getattr(box, "text", None)) is not None:
        return str(text)
    if children := getattr(box, "children", None):
        between = (
            " " if hasattr(children[0], "text_overflow") else ""
        )  # the space at the end of a line is gone
        return between.join(map(_text, children))
    return str(box.element.get("alt") or "") if box.element is not None else ""
