"""Keep shaped lines between layout and drawing.

WeasyPrint frees Pango's layout of a line when the line is measured, and creates it again to draw the line.
Both have the same text on one line, so the first one can be drawn. Justified lines, which are drawn wider
than they were measured, and lines with an ellipsis are shaped again.
"""

import re
from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch, in_modules

MAX_SHAPED = 1 << 11  # lines that are kept, of about 4 KiB each

_BREAK = re.compile("[\n\v\f\r\x85\u2028\u2029]")  # where a line must end (UAX 14, classes BK, CR, LF and NL)


def patches(weasyprint: ModuleType) -> list[Patch]:
    line_break, draw_first_line = weasyprint.text.line_break, weasyprint.draw.text.draw_first_line
    layout, pango = line_break.Layout, line_break.pango
    reactivate = layout.reactivate
    return [
        Patch(layout, "set_text", _in_one_paragraph(layout.set_text, pango)),
        Patch(layout, "deactivate", _keep_shaped(layout.deactivate)),
        Patch(layout, "reactivate", _reuse_shaped(reactivate)),
        *in_modules(draw_first_line, _with_ellipsis(draw_first_line, reactivate), under="weasyprint.draw"),
    ]


def _in_one_paragraph(set_text: Callable[..., None], pango: Any) -> Callable[..., None]:
    """Shape a line in single-paragraph mode, in which it is drawn, so that it need not be shaped again."""

    @wraps(set_text)
    def set_text_of(layout: Any, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 (WeasyPrint's signature)
        set_text(layout, text, justify)
        is_one = not _BREAK.search(layout.text)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, is_one)

    return set_text_of


def _keep_shaped(deactivate: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(deactivate)
    def keep(layout: Any) -> None:
        if not _is_set_up(layout):
            return
        shaped, lines = layout.layout, _lines(layout.style)
        deactivate(layout)
        layout.layout = shaped
        lines[layout] = lines.pop(layout, None)
        if len(lines) > MAX_SHAPED:
            oldest = next(iter(lines))
            del lines[oldest], oldest.layout

    return keep


def _reuse_shaped(reactivate: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    @wraps(reactivate)
    def set_up(layout: Any, style: Any) -> None:
        is_widened = layout.justification_spacing or style["word_spacing"]
        if layout not in _lines(style) or is_widened or _has_more_lines(layout):
            reactivate(layout, style)

    return set_up


def _is_set_up(layout: Any) -> bool:
    return hasattr(layout, "style")


def _has_more_lines(layout: Any) -> bool:
    _, index_of_the_second = layout.get_first_line()
    return index_of_the_second is not None


def _with_ellipsis(draw: Callable[..., Any], reactivate: Callable[[Any, Any], None]) -> Callable[..., Any]:
    """Draw a line that ends with an ellipsis with a copy of its layout, which other lines may share."""

    @wraps(draw)
    def draw_first_line(
        stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any
    ) -> Any:
        if text_overflow == "ellipsis" or block_ellipsis != "none":
            shared, textbox.pango_layout = textbox.pango_layout, _copy(textbox.pango_layout)
            shared.deactivate()
            reactivate(textbox.pango_layout, textbox.style)
        return draw(stream, textbox, text_overflow, block_ellipsis, matrix)

    return draw_first_line


def _lines(style: Any) -> dict[Any, None]:
    """The layouts that are kept for a style's fonts, the oldest first."""
    fonts = style.font_config
    if not hasattr(fonts, "cached_layouts"):
        fonts.cached_layouts = {}
    return fonts.cached_layouts  # type: ignore[no-any-return]


def _copy(layout: Any) -> Any:
    copy = object.__new__(type(layout))
    copy.__dict__.update(layout.__dict__)
    return copy
