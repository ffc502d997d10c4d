"""Write the distance of letters as the character spacing of a text (ISO 32000-1, 9.3.2).

WeasyPrint 70 moves each glyph instead. Readers take moves as wide as these for spaces, and find no word that
is searched for: `Cli e n t` in place of `Client`.
"""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch, in_modules

_SPACING = "letter_spacing"  # of a stream: that of the text which is drawn, in pixels
_PIECE = re.compile(r"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")
_DIGITS = 4  # of a glyph


def patches(weasyprint: ModuleType) -> list[Patch]:
    """Replace the function that draws a text, so that its stream knows the spacing."""
    draw_text = weasyprint.draw.text.draw_text
    return in_modules(draw_text, _with_spacing(draw_text), under="weasyprint.draw")


def _with_spacing(draw_text: Callable[..., None]) -> Callable[..., None]:
    @wraps(draw_text)
    def drawn(stream: Any, textbox: Any, *options: Any) -> None:
        spacing = textbox.style["letter_spacing"]
        setattr(stream, _SPACING, 0 if spacing == "normal" else spacing)
        try:
            draw_text(stream, textbox, *options)
        finally:
            delattr(stream, _SPACING)

    return drawn


def shown(show_text: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """A method of a stream that shows glyphs, and the moves between them without the spacing."""

    def show(stream: Any, glyphs: str) -> None:
        spacing = getattr(stream, _SPACING, 0)
        size = _font_size(stream) if spacing else 0
        if not size:
            show_text(stream, glyphs)
            return
        stream.stream.append(f"{spacing:.6g} Tc".encode())
        show_text(stream, "".join(_without(glyphs, spacing * 1000 / size)))
        stream.stream.append(b"0 Tc")

    return show


def _font_size(stream: Any) -> float:
    """The size of the font that was last set; 0 if there is none."""
    line = next((bytes(each) for each in reversed(stream.stream) if bytes(each).endswith(b" Tf")), b"0 Tf")
    return float(line.split()[-2])


def _without(glyphs: str, spacing: float) -> Iterator[str]:
    """The glyphs, and the moves between them less the spacing, in thousandths of the font size."""
    move, is_first = 0.0, True
    for string, number in _PIECE.findall(glyphs):
        if number:
            move += float(number)
        for start in range(0, len(string), _DIGITS):
            move += 0 if is_first else spacing
            yield f"{round(move)}" if round(move) else ""
            yield f"<{string[start : start + _DIGITS]}>"
            move, is_first = 0.0, False
    # the spacing behind the last glyph moves nothing that is drawn
