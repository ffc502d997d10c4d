"""Cache the struts of styles, and the line breaks of texts.

WeasyPrint computes a style's strut for each box. It breaks a line again whenever its page is laid out again,
and in each edition and lesson that has the line. A strut depends on the style alone; a line break on the
text, some properties of the style, the available width, and the fonts.
"""

from collections.abc import Callable
from functools import wraps
from operator import itemgetter
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch, cached_on_style, in_modules

MOST_LINES = 1 << 11
LONGEST = 1000  # characters: the lines of longer texts rarely recur
# All properties of a style that `split_first_line` uses, and the functions that it calls.
PROPERTIES = (
    *("direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override"),
    *("font_size", "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps"),
    *("font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric", "font_variant_position"),
    *("font_variation_settings", "font_weight", "hyphenate_character", "hyphenate_limit_chars"),
    *("hyphenate_limit_zone", "hyphens", "lang", "letter_spacing", "overflow_wrap", "tab_size"),
    *("white_space", "word_break", "word_spacing"),
)
DECORATION = "text_decoration_line"  # for which it only matters whether it is "none"

_properties = itemgetter(*PROPERTIES)
_looks: dict[Any, int] = {}


def patches(weasyprint: ModuleType) -> list[Patch]:
    """Put a cache before two functions in all modules of WeasyPrint's layout that call them."""
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
    """The cached line breaks for some fonts."""
    if not hasattr(font_config, "cached_lines"):
        font_config.cached_lines = {}
    return font_config.cached_lines  # type: ignore[no-any-return]


@cached_on_style
def _look(style: Any) -> int | None:
    """A number for the values of PROPERTIES in a style, or None if a value is not hashable."""
    properties = (*_properties(style), style[DECORATION] != "none")
    try:
        return _looks.setdefault(properties, len(_looks))
    except TypeError:
        return None
