"""Fill lines that WeasyPrint 70 ends after their first word.

It does so where a text ends in a space, as before code, and only that space has no room in the line.
The space does not count (CSS Text 3, section 4.1.2).
"""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch, in_modules

_COLLAPSING = (
    "normal",
    "pre-line",
)  # values of `white-space` with which a space at a line's end is not drawn


def patches(weasyprint: ModuleType) -> list[Patch]:
    """Replace the function that breaks a line, in all modules of WeasyPrint that have it."""
    split_first_line = weasyprint.text.line_break.split_first_line
    return in_modules(split_first_line, _without_hanging_space(split_first_line), under="weasyprint.")


def _without_hanging_space(split_first_line: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(split_first_line)
    def split(text: str, style: Any, context: Any, max_width: float | None, *room: Any, **named: Any) -> Any:
        line = split_first_line(text, style, context, max_width, *room, **named)
        if line[2] is None or not text.endswith(" ") or style["white_space"] not in _COLLAPSING:
            return line
        if line[2] > len(text.partition(" ")[0].encode()) + 1:
            return line  # of more than one word
        _, _, rest, width, *_ = split_first_line(text.rstrip(" "), style, context, max_width, *room, **named)
        if rest is not None or max_width is None or width > max_width:
            return line
        return split_first_line(text, style, context, None, *room, **named)

    return split
