"""Fill gaps of a finished layout by making figures smaller.

A figure that has no room at the end of a page stands on the next one, and leaves a gap. This reads boxes of
WeasyPrint: lengths are in CSS pixels.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

LARGE = 1 / 3  # of the height of a page's text
SMALLEST = 0.6  # of a figure's height
MOST_LAYOUTS = 6  # to fill the gaps of a document
_FORCED = frozenset({"always", "page", "left", "right", "recto", "verso"})


class Gap(NamedTuple):
    """The number of a page, from 0, the element of the first image on the next, and its height in the gap."""

    page: int
    image: Any  # its element
    height: float


def filled(layout: Any, again: Callable[[], Any]) -> Any:
    """The layout, or one in which figures are smaller that fill the gaps on the pages before them.

    A gap is of a third of a page or more, and a figure keeps 60 % of its height or more. `again` makes the
    layout again, with the style attributes that were changed.
    """
    tried: set[Any] = set()
    for _ in range(MOST_LAYOUTS):
        found = [gap for gap in _gaps(layout) if gap.image not in tried]
        if not found:
            break
        before = {gap: gap.image.get("style", "") for gap in found}
        for gap, style in before.items():
            gap.image.set("style", f"{style};max-height:{gap.height:.2f}px")
        tried.update(gap.image for gap in found)
        layout = again()
        if stayed := [gap for gap in found if not _has_moved(layout, gap)]:
            for gap in stayed:
                gap.image.set("style", before[gap])
            layout = again()
    return layout


def _has_moved(layout: Any, gap: Gap) -> bool:
    """Whether the image of a gap is on the gap's page, or on one before it."""
    pages = [page._page_box for page in layout.pages[: gap.page + 1]]  # noqa: SLF001 (as in `_gaps`)
    return any(leaf.element is gap.image for page in pages for leaf in _leaves(page.children[0]))


def _gaps(layout: Any) -> Iterator[Gap]:
    """Yield each gap that a smaller figure fills.

    Of several gaps without a forced page break between them, only the first one: what follows moves when
    it is filled.
    """
    pages = [page._page_box for page in layout.pages]  # noqa: SLF001 (there is no other way to a layout)
    has_moved = False
    for number, (page, following) in enumerate(pairwise(pages)):
        if _is_break_forced(page, following):
            has_moved = False
        elif not has_moved and (gap := _gap(number, page, following)):
            has_moved = True
            yield gap


def _gap(number: int, page: Any, following: Any) -> Gap | None:
    text, *others = page.children
    if _last(text)[-1].position_y > page.content_box_y() + page.height * (1 - LARGE):
        return None
    notes = sum(box.margin_height() for box in others if box.element_tag is None)
    end = page.content_box_y() + page.height - notes
    room = end - max(map(_bottom, _leaves(text)), default=page.content_box_y())
    if room < page.height * LARGE:
        return None
    if (found := _first_image(following.children[0])) is None:
        return None
    image, bottom = found
    margin = max(_length(box.style["margin_top"]) for box in _first(following.children[0]))
    height = image.height - (bottom + margin - following.content_box_y() - room) - 1
    is_enough = SMALLEST * image.height <= height < image.height
    return Gap(number, image.element, height) if is_enough else None


def _is_break_forced(page: Any, following: Any) -> bool:
    return (
        page.width != following.width
        or any(box.style["break_after"] in _FORCED for box in _last(page.children[0]))
        or any(box.style["break_before"] in _FORCED for box in _first(following.children[0]))
    )


def _first_image(text: Any) -> tuple[Any, float] | None:
    """The first image of a page, and the bottom of what stays together with it; None if that has others."""
    waiting: list[tuple[Any, Any]] = [(text, None)]
    while waiting:
        box, whole = waiting.pop()
        if _is_image(box):
            images = [leaf for leaf in _leaves(whole) if _is_image(leaf)] if whole else [box]
            return (box, _bottom(whole or box)) if len(images) == 1 else None
        if whole is None and (_is_line(box) or box.style["break_inside"] == "avoid"):
            whole = box
        waiting += [(child, whole) for child in reversed(_children(box))]
    return None


def _leaves(box: Any) -> Iterator[Any]:
    """The boxes within one that contain no others."""
    waiting = [box]
    while waiting:
        box = waiting.pop()
        if children := _children(box):
            waiting += reversed(children)
        else:
            yield box


def _last(box: Any) -> list[Any]:
    """A box, its last child, the last child of that one, and so on, down to a line."""
    return _chain(box, -1)


def _first(box: Any) -> list[Any]:
    return _chain(box, 0)


def _chain(box: Any, which: int) -> list[Any]:
    chain = [box]
    while (children := _children(box)) and not _is_line(box):
        box = children[which]
        chain.append(box)
    return chain


def _children(box: Any) -> list[Any]:
    return [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]


def _bottom(box: Any) -> float:
    return float(box.position_y + box.margin_height())


def _is_line(box: Any) -> bool:
    return hasattr(box, "text_overflow")


def _is_image(box: Any) -> bool:
    return box.element_tag == "img" and hasattr(box, "replacement")


def _length(value: Any) -> float:
    return float(value.value) if getattr(value, "unit", None) == "px" else 0.0
