"""Styles: a value that no rule gives is the parent's or the initial one."""

from collections.abc import Callable, Iterable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.boxes import BORDERS
from coursebuild.pdf.fastpath.patching import Patch

# What WeasyPrint asks more of than whether a rule gives it.
_OTHERWISE = frozenset({"page", "position", "float", "display"})
_PROPAGATED = "text_decoration_"
# Of these the parent's is taken where no rule gives one.
_FROM_PARENTS = frozenset(_PROPAGATED + name for name in ("line", "color", "style", "thickness"))
_WIDTHS = (*BORDERS, "outline_width")  # nothing where no rule gives one, nor a style of the line
_SPECIFIED = {"position": "static", "float": "none"}
_PLAIN = frozenset({str, int, float, bool, type(None)})  # types of a value in which there is nothing to solve

_MARKER, _OF_NOTES = "marker", ("footnote-", "note-")


def patches(weasyprint: ModuleType) -> list[Patch]:
    css = weasyprint.css
    return [
        Patch(css.ComputedStyle, "__init__", _with_what_no_rule_gives(css)),
        Patch(css.ComputedStyle, "__missing__", _without_rules(css)),
        Patch(css.AnonymousStyle, "__init__", _with_initial_values(css)),
        Patch(css.StyleFor, "set_computed_styles", _where_asked_for(css)),
    ]


def _with_what_no_rule_gives(css: ModuleType) -> Callable[..., None]:
    """What would be asked for one by one, of elements and of the boxes in a page's margin."""
    set_up = css.ComputedStyle.__init__
    values = _initial(css) | dict.fromkeys(_WIDTHS, 0) | _SPECIFIED
    logical = frozenset().union(*_logical(css).values())
    unsettled_by = {name.replace("width", "style"): name for name in _WIDTHS}
    unsettled_by |= {"position": "float", "float": "position"}  # each asks what is specified of the other

    @wraps(set_up)
    def set_up_with(style: Any, parent: Any, cascaded: Any, pseudo_type: str | None, *more: Any) -> None:
        set_up(style, parent, cascaded, pseudo_type, *more)
        is_asked_for_all = pseudo_type is None or pseudo_type.startswith("@")
        if is_asked_for_all and logical.isdisjoint(cascaded):
            style.update(values)
            _forget(style, cascaded)
            _forget(style, (unsettled_by[key] for key in unsettled_by.keys() & cascaded.keys()))
            style.specified.update((key, value) for key, value in _SPECIFIED.items() if key in style)

    return set_up_with


def _forget(style: Any, keys: Iterable[str]) -> None:
    for key in keys:
        style.pop(key, None)


def _without_rules(css: ModuleType) -> Callable[[Any, str], Any]:
    original = css.ComputedStyle.__missing__
    initial, logical = _initial(css), _logical(css)
    inherited = frozenset(key for key in css.INHERITED if not key.startswith(_PROPAGATED))
    nothing: frozenset[str] = frozenset()

    @wraps(original)
    def missing(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        if key not in cascaded:
            if key in initial:
                if logical.get(key, nothing).isdisjoint(cascaded):
                    style[key] = value = initial[key]
                    return value
            elif key in inherited and style.parent_style is not None:
                value = style.parent_style[key]
                if type(value) in _PLAIN or not css.check_math(value):
                    style[key] = value
                    return value
            elif key in _FROM_PARENTS and style.parent_style is not None:
                style[key] = value = style.parent_style[key]
                return value
        return original(style, key)

    return missing


def _with_initial_values(css: ModuleType) -> Callable[[Any, Any], None]:
    set_up, initial = css.AnonymousStyle.__init__, _initial(css)

    @wraps(set_up)
    def set_up_with(style: Any, parent_style: Any) -> None:
        style.update(initial)
        set_up(style, parent_style)

    return set_up_with


def _where_asked_for(css: ModuleType) -> Callable[..., None]:
    """WeasyPrint has rules for six pseudo-elements of each element, and asks for those of few elements."""
    original = css.StyleFor.set_computed_styles

    @wraps(original)
    def set_computed_styles(
        style_for: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        **named: Any,
    ) -> None:
        if pseudo_type == _MARKER or (pseudo_type or "").startswith(_OF_NOTES):
            rules, style = style_for.get_cascaded_styles(), style_for.get_computed_styles()[parent, None]
            if not ("anchor" in rules[element, pseudo_type] or _has(pseudo_type, style)):
                return
        original(style_for, element, parent, root=root, pseudo_type=pseudo_type, **named)

    return set_computed_styles


def _has(pseudo_type: str | None, style: Any) -> bool:
    """Whether an element has a marker, or is a note."""
    if pseudo_type == _MARKER:
        return "list-item" in style["display"]
    return bool(style["float"] == "footnote" or style["position"][0] == "note()")


def _logical(css: ModuleType) -> dict[str, frozenset[str]]:
    """The logical properties that may give a physical one its value."""
    return {
        key: frozenset(name(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
        for key, name in css.PHYSICAL_FUNCTIONS.items()
    }


def _initial(css: ModuleType) -> dict[str, Any]:
    """The properties that have their initial value where no rule gives another one."""
    return {
        key: value
        for key, value in css.INITIAL_VALUES.items()
        if not (key in _OTHERWISE or key in css.INHERITED or key in css.INITIAL_NOT_COMPUTED)
        and not key.startswith(("__", _PROPAGATED))
    }
