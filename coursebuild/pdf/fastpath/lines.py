"""What WeasyPrint works out anew for each box and each page, worked out once.

A style's strut is asked for with each box; a line of text is broken again where its page is laid out again,
where another edition has it, or another lesson. Each follows from what it is remembered by, and from nothing
else: a style; a text, what a style says of its lines, the room that it has, and the fonts.
"""

from collections.abc import Callable
from functools import wraps
from operator import itemgetter
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch, cached_on_style, in_modules

MOST_LINES = 1 << 11
LONGEST = 1000  # characters: where more are left of a text, its next line is seldom met again
# All that `split_first_line`, and what it calls, asks of a style.
PROPERTIES = (
    *("direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override"),
    *("font_size", "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps"),
    *("font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric", "font_variant_position"),
    *("font_variation_settings", "font_weight", "hyphenate_character", "hyphenate_limit_chars"),
    *("hyphenate_limit_zone", "hyphens", "lang", "letter_spacing", "overflow_wrap", "tab_size"),
    *("white_space", "word_break", "word_spacing"),
)
DECORATION = "text_decoration_line"  # of which it asks whether there is any

_asked = itemgetter(*PROPERTIES)
_looks: dict[Any, int] = {}


def patches(weasyprint: ModuleType) -> list[Patch]:
    """A cache before two of WeasyPrint's functions, where its layout calls them."""
    line_break = weasyprint.text.line_break
    strut, split_first_line = line_break.strut, line_break.split_first_line
    return [
        *in_modules(strut, cached_on_style(strut)),
        *in_modules(split_first_line, _cached_by_text(split_first_line)),
    ]


def _cached_by_text(split_first_line: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(split_first_line)
    def cached(text: str, style: Any, context: Any, *room: Any, **named: Any) -> tuple[Any, ...]:
        look = _look(style)
        if look is None or len(text) > LONGEST:
            return split_first_line(text, style, context, *room, **named)  # type: ignore[no-any-return]
        lines = _lines(style.font_config)
        key = (text, look, room, *named.items())
        if key not in lines:
            if len(lines) >= MOST_LINES:
                del lines[next(iter(lines))]
            lines[key] = split_first_line(text, style, context, *room, **named)
        return lines[key]  # type: ignore[no-any-return]

    return cached


def _lines(font_config: Any) -> dict[Any, Any]:
    """The lines that were broken with these fonts."""
    if not hasattr(font_config, "cached_lines"):
        font_config.cached_lines = {}
    return font_config.cached_lines  # type: ignore[no-any-return]


@cached_on_style
def _look(style: Any) -> int | None:
    """The number of what a style says of a line; none where it says what cannot be looked up."""
    asked = (*_asked(style), style[DECORATION] != "none")
    try:
        return _looks.setdefault(asked, len(_looks))
    except TypeError:
        return None
