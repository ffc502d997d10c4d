"""Skip steps of layout and drawing that most boxes do not need.

Lengths without percentages do not depend on the containing block, and are computed once per style. Most
boxes have no background, no border, no outline, and no float beside them.
"""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch, cached_on_style, in_modules

# The lengths that `resolve_percentages` computes from a box's style, and those that it copies from it.
LENGTHS = (
    *("margin_left", "margin_right", "margin_top", "margin_bottom"),
    *("padding_left", "padding_right", "padding_top", "padding_bottom"),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")

_RADII = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
_SQUARE = dict.fromkeys(_RADII, (0, 0))


def patches(weasyprint: ModuleType) -> list[Patch]:
    layout, border = weasyprint.layout, weasyprint.draw.border
    box_type = weasyprint.formatting_structure.boxes.Box
    return [
        Patch(box_type, "is_in_normal_flow", _flow_cached_on_style(box_type.is_in_normal_flow)),
        *(
            patch
            for function, shorter, part in (
                (layout.percent.resolve_percentages, _without_percentages, "weasyprint.layout."),
                (layout.background.layout_box_backgrounds, _without_background, "weasyprint.layout."),
                (layout.float.avoid_collisions, _without_floats, "weasyprint.layout."),
                (border.draw_border, _without_border, "weasyprint.draw"),
                (border.draw_outline, _without_outline, "weasyprint.draw"),
            )
            for patch in in_modules(function, shorter(function, box_type), under=part)
        ),
    ]


def _without_percentages(
    resolve_percentages: Callable[[Any, Any], None], box_type: type
) -> Callable[[Any, Any], None]:
    @wraps(resolve_percentages)
    def resolve(box: Any, containing_block: Any) -> None:
        lengths = _lengths(box.style)
        if lengths and isinstance(box, box_type):  # placeholders of boxes have no lengths of their own
            vars(box).update(lengths)
        else:
            resolve_percentages(box, containing_block)

    return resolve


@cached_on_style
def _lengths(style: Any) -> dict[str, Any] | None:
    """The lengths of all boxes of a style, or None if they do not depend on the style alone."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return None
    lengths = {name: _length(style[name]) for name in LENGTHS}
    if None in lengths.values():
        return None
    for name in ("min_width", "min_height"):
        lengths[name] = 0 if lengths[name] == "auto" else lengths[name]
    return lengths | {name: style[name] for name in BORDERS}


def _length(value: Any) -> Any:
    """A length in pixels, or `auto`; None if it is neither."""
    if value == "auto":
        return value
    return value.value if getattr(value, "unit", None) == "px" else None


def _without_background(original: Callable[..., None], box_type: type) -> Callable[..., None]:
    @wraps(original)
    def lay_out(page: Any, box: Any, get_image_from_uri: Any, *children: Any, **named: Any) -> None:
        plain = isinstance(box, box_type) and box is not page and not (children or named)
        if not (plain and _is_bare(box.style)):
            original(page, box, get_image_from_uri, *children, **named)
            return
        vars(box).update(_SQUARE)
        for child in box.all_children():
            lay_out(page, child, get_image_from_uri)
        box.background = None

    return lay_out


@cached_on_style
def _is_bare(style: Any) -> bool:
    """Whether a style has no background, no shadow, no image and no rounded corner."""
    return (
        style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and style["visibility"] == "visible"
        and all(type_ == "none" for type_, _ in style["background_image"])
        and not style["box_shadow"]
        and style["background_color"] != "currentcolor"
        and style["background_color"].alpha == 0
        and all((0, "px") in style[name] for name in _RADII)
    )


def _without_floats(original: Callable[..., Any], _: type) -> Callable[..., Any]:
    @wraps(original)
    def avoid(context: Any, box: Any, containing_block: Any, **outer: bool) -> Any:
        alone = not context.excluded_shapes and box.style["float"] == "none"
        if not (alone and containing_block.style["direction"] == "ltr"):
            return original(context, box, containing_block, **outer)
        left = containing_block.content_box_x()
        right = left + containing_block.width
        if outer.get("outer", True):
            return left, box.position_y, right - left
        left, right = left + box.margin_left, right - box.margin_right
        return left - box.margin_left, box.border_box_y() - box.margin_top, right - left

    return avoid


def _flow_cached_on_style(is_in_normal_flow: Callable[[Any], bool]) -> Callable[[Any], bool]:
    @wraps(is_in_normal_flow)
    def is_in_flow(box: Any) -> bool:
        try:
            return box.style.cached_flow  # type: ignore[no-any-return]
        except AttributeError:
            box.style.cached_flow = in_flow = is_in_normal_flow(box)
            return in_flow

    return is_in_flow


def _without_border(original: Callable[[Any, Any], None], box_type: type) -> Callable[[Any, Any], None]:
    @wraps(original)
    def draw(stream: Any, box: Any) -> None:
        is_bordered = not isinstance(box, box_type) or any(getattr(box, name) for name in BORDERS)
        if is_bordered or _is_ruled(box.style):
            original(stream, box)

    return draw


@cached_on_style
def _is_ruled(style: Any) -> bool:
    """Whether a box without borders may have rules between columns, or a border image."""
    has_columns = not style["column_width"] == style["column_count"] == "auto"
    return has_columns or style["border_image_source"][0] != "none"


def _without_outline(original: Callable[[Any, Any], None], box_type: type) -> Callable[[Any, Any], None]:
    @wraps(original)
    def draw(stream: Any, box: Any) -> None:
        if box.style["outline_width"]:
            original(stream, box)
            return
        for child in box.children:
            if isinstance(child, box_type):
                draw(stream, child)

    return draw
