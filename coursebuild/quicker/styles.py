"""Styles: a value that no rule gives is the parent's or the initial one."""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

# What WeasyPrint asks more of than whether a rule gives it.
_OTHERWISE = frozenset({"page", "position", "float", "display"})
_PROPAGATED = "text_decoration_"
_PLAIN = frozenset({str, int, float, bool, type(None)})  # types of a value in which there is nothing to solve


def take(weasyprint: ModuleType) -> None:
    css = weasyprint.css
    css.ComputedStyle.__missing__ = _without_rules(css)
    css.AnonymousStyle.__init__ = _with_initial_values(css)


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
