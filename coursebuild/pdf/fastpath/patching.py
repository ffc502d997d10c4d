"""Replace attributes of WeasyPrint's modules and classes, and cache results on its style objects."""

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")


class Patch(NamedTuple):
    """An attribute of a module or class, and its new value."""

    owner: Any
    name: str
    value: Any


def apply(patches: Iterable[Patch]) -> list[Patch]:
    """Set the attributes. Return patches that restore them."""
    previous = []
    for owner, name, value in patches:
        previous.append(Patch(owner, name, vars(owner)[name]))
        setattr(owner, name, value)
    return previous


def in_modules(
    function: Callable[..., Any], by: Callable[..., Any], under: str = "weasyprint.layout."
) -> list[Patch]:
    """Replace a function in all modules whose names start with `under` and that import it."""
    name = function.__name__
    modules = [module for path, module in list(sys.modules.items()) if path.startswith(under)]
    return [Patch(module, name, by) for module in modules if vars(module).get(name) is function]


def cached_on_style(work: Callable[[Any], Result]) -> Callable[[Any], Result]:
    """Cache a function's result as an attribute of its argument, a style.

    The result is dropped with the style. A copy of the style, which may be changed, does not have it.
    """
    name = f"cached_{work.__name__.strip('_')}"

    @wraps(work)
    def cached(style: Any) -> Result:
        try:
            return getattr(style, name)  # type: ignore[no-any-return]
        except AttributeError:
            result = work(style)
            setattr(style, name, result)
            return result

    return cached
