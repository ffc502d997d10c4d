"""One function in place of another, and what follows from a style worked out once for it."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Known = TypeVar("Known")


def replace(function: Callable[..., Any], by: Callable[..., Any], among: str = "weasyprint.layout.") -> None:
    """Has the modules of a part of WeasyPrint that call a function call another one."""
    for name, module in list(sys.modules.items()):
        if name.startswith(among) and getattr(module, function.__name__, None) is function:
            setattr(module, function.__name__, by)


def once_a_style(work: Callable[[Any], Known]) -> Callable[[Any], Known]:
    """Remembered by the style itself, and gone with it; a copy of the style, which may differ, has it not."""
    name = f"known_{work.__name__.strip('_')}"

    @wraps(work)
    def known(style: Any) -> Known:
        try:
            return getattr(style, name)  # type: ignore[no-any-return]
        except AttributeError:
            found = work(style)
            setattr(style, name, found)
            return found

    return known
