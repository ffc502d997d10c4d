"""One function in place of another."""

import sys
from collections.abc import Callable
from typing import Any


def replace(function: Callable[..., Any], by: Callable[..., Any], among: str = "weasyprint.layout.") -> None:
    """Has the modules of a part of WeasyPrint that call a function call another one."""
    for name, module in list(sys.modules.items()):
        if name.startswith(among) and getattr(module, function.__name__, None) is function:
            setattr(module, function.__name__, by)
