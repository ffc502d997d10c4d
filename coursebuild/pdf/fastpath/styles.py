"""Compute styles faster: a property that no rule sets has its parent's or its initial value."""

from collections.abc import Callable, Iterable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.boxes import BORDERS
from coursebuild.pdf.fastpath.patching import Patch

# Properties whose computed value does not only depend on whether a rule sets them.
_SPECIAL = frozenset({"page", "position", "float", "display"})
_PROPAGATED = "text_decoration_"
# Not inherited in CSS, but WeasyPrint copies them from the parent if no rule sets them.
_FROM_PARENTS = frozenset(_PROPAGATED + name for name in ("line", "color", "style", "thickness"))
_WIDTHS = (*BORDERS, "outline_width")  # zero if no rule sets the width or the line's style
_SPECIFIED = {"position": "static", "float": "none"}
# The types of values that contain no function to evaluate.
_PLAIN = frozenset({str, int, float, bool, type(None)})

_MARKER, _OF_NOTES = "marker", ("footnote-", "note-")


def patches(weasyprint: ModuleType) -> list[Patch]:
    css = weasyprint.css
    return [
        Patch(css.ComputedStyle, "__init__", _with_unset_values(css)),
        Patch(css.ComputedStyle, "__missing__", _without_rules(css)),
        Patch(css.AnonymousStyle, "__init__", _with_initial_values(css)),
        Patch(css.StyleFor, "set_computed_styles", _only_needed_pseudo_elements(css)),
    ]


def _with_unset_values(css: ModuleType) -> Callable[..., None]:
    """Set all unset values at once, for elements and page-margin boxes, which need them all."""
    set_up = css.ComputedStyle.__init__
    values = _initial(css) | dict.fromkeys(_WIDTHS, 0) | _SPECIFIED
    logical = frozenset().union(*_logical(css).values())
    depends_on = {name.replace("width", "style"): name for name in _WIDTHS}
    depends_on |= {"position": "float", "float": "position"}  # the value of each depends on the other's

    @wraps(set_up)
    def set_up_with(style: Any, parent: Any, cascaded: Any, pseudo_type: str | None, *more: Any) -> None:
        set_up(style, parent, cascaded, pseudo_type, *more)
        needs_all = pseudo_type is None or pseudo_type.startswith("@")
        if needs_all and logical.isdisjoint(cascaded):
            style.update(values)
            _forget(style, cascaded)
            _forget(style, (depends_on[key] for key in depends_on.keys() & cascaded.keys()))
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


def _only_needed_pseudo_elements(css: ModuleType) -> Callable[..., None]:
    """Compute the styles of markers and footnote parts only for elements that have them.

    WeasyPrint computes those of six pseudo-elements for each element.
    """
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
    """Whether an element with this style has a marker, or is a footnote or note."""
    if pseudo_type == _MARKER:
        return "list-item" in style["display"]
    return bool(style["float"] == "footnote" or style["position"][0] == "note()")


def _logical(css: ModuleType) -> dict[str, frozenset[str]]:
    """The logical properties that may set each physical property."""
    return {
        key: frozenset(name(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
        for key, name in css.PHYSICAL_FUNCTIONS.items()
    }


def _initial(css: ModuleType) -> dict[str, Any]:
    """The initial values of properties that have them if no rule sets another value."""
    return {
        key: value
        for key, value in css.INITIAL_VALUES.items()
        if not (key in _SPECIAL or key in css.INHERITED or key in css.INITIAL_NOT_COMPUTED)
        and not key.startswith(("__", _PROPAGATED))
    }
