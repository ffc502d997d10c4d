"""What is replaced in WeasyPrint by what, and results that are cached on the style they follow from."""

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")


class Patch(NamedTuple):
    """An attribute of a module or class, and what it becomes."""

    owner: Any
    name: str
    value: Any


def apply(patches: Iterable[Patch]) -> list[Patch]:
    """Set the attributes; return the patches that set them back."""
    replaced = []
    for owner, name, value in patches:
        replaced.append(Patch(owner, name, vars(owner)[name]))
        setattr(owner, name, value)
    return replaced


def in_modules(
    function: Callable[..., Any], by: Callable[..., Any], under: str = "weasyprint.layout."
) -> list[Patch]:
    """Patches of all modules of a part of WeasyPrint that call a function."""
    name = function.__name__
    modules = [module for path, module in list(sys.modules.items()) if path.startswith(under)]
    return [Patch(module, name, by) for module in modules if vars(module).get(name) is function]


def cached_on_style(work: Callable[[Any], Result]) -> Callable[[Any], Result]:
    """Cache a result on the style itself: it is gone with it, and a copy, which may differ, has it not."""
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
