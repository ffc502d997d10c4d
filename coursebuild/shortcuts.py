"""Shorter ways through WeasyPrint's layout, for what most styles say of most properties: nothing.

A value that no rule gives is the parent's or the initial one; lengths without percentages are the same
whatever a box stands in. Anything else goes the way that WeasyPrint goes.
"""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild import memo

# The lengths of a box that `resolve_percentages` sets from its style, and those that it sets as they are.
LENGTHS = (
    *("margin_left", "margin_right", "margin_top", "margin_bottom"),
    *("padding_left", "padding_right", "padding_top", "padding_bottom"),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")

# What WeasyPrint asks more of than whether a rule gives it.
_OTHERWISE = frozenset({"page", "position", "float", "display"})
_PROPAGATED = "text_decoration_"
_PLAIN = frozenset({str, int, float, bool, type(None)})  # types of a value in which there is nothing to solve


def take(weasyprint: ModuleType) -> None:
    """Puts each before the function of WeasyPrint's that goes the whole way."""
    css = weasyprint.css
    css.ComputedStyle.__missing__ = _without_rules(css)
    css.AnonymousStyle.__init__ = _with_initial_values(css)
    percent = weasyprint.layout.percent
    memo.replace(percent.resolve_percentages, _without_percentages(percent.resolve_percentages))


def _without_rules(css: ModuleType) -> Callable[[Any, str], Any]:
    whole_way = css.ComputedStyle.__missing__
    initial, inherited = (
        _initial(css),
        frozenset(key for key in css.INHERITED if not key.startswith(_PROPAGATED)),
    )
    logical = {
        key: frozenset(name(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
        for key, name in css.PHYSICAL_FUNCTIONS.items()
    }
    nothing: frozenset[str] = frozenset()

    @wraps(whole_way)
    def missing(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        if key not in cascaded:
            if key in initial:
                if logical.get(key, nothing).isdisjoint(cascaded):
                    style[key] = value = initial[key]
                    return value
            elif key in inherited and style.parent_style is not None:
                value = style.parent_style[key]
                if type(value) in _PLAIN:
                    style[key] = value
                    return value
        return whole_way(style, key)

    return missing


def _with_initial_values(css: ModuleType) -> Callable[[Any, Any], None]:
    set_up, initial = css.AnonymousStyle.__init__, _initial(css)

    @wraps(set_up)
    def set_up_with(style: Any, parent_style: Any) -> None:
        style.update(initial)
        set_up(style, parent_style)

    return set_up_with


def _initial(css: ModuleType) -> dict[str, Any]:
    """The properties that have their initial value where no rule gives another one."""
    return {
        key: value
        for key, value in css.INITIAL_VALUES.items()
        if not (key in _OTHERWISE or key in css.INHERITED or key in css.INITIAL_NOT_COMPUTED)
        and not key.startswith(("__", _PROPAGATED))
    }


def _without_percentages(resolve_percentages: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    @wraps(resolve_percentages)
    def resolve(box: Any, containing_block: Any) -> None:
        try:
            lengths = box.style.known_lengths
        except AttributeError:
            lengths = box.style.known_lengths = _lengths(box.style)
        if lengths is None:
            resolve_percentages(box, containing_block)
        else:
            vars(box).update(lengths)

    return resolve


def _lengths(style: Any) -> dict[str, Any] | None:
    """What the lengths of each box of a style are; none where that is not settled by the style alone."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return None
    lengths = {name: _length(style[name]) for name in LENGTHS}
    if None in lengths.values():
        return None
    for name in ("min_width", "min_height"):
        lengths[name] = 0 if lengths[name] == "auto" else lengths[name]
    return lengths | {name: style[name] for name in BORDERS}


def _length(value: Any) -> Any:
    """In pixels, or `auto`; none where it is neither."""
    if value == "auto":
        return value
    return value.value if getattr(value, "unit", None) == "px" else None
