"""Draw lines from cached pieces: a glyph of a font and size with the same width gives the same PDF operands.

WeasyPrint looks up each glyph of each line in its font, and computes how far the next glyph is moved. Lines
that need this are still left to WeasyPrint: with special glyphs, with offsets, or with an ellipsis.
"""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any, NamedTuple

from coursebuild.pdf.fastpath.patching import Patch, in_modules

PANGO = 14802  # the first version in which a font has its size (Pango's issue 530)
MIN_SIZE = 0.01  # px of a font: WeasyPrint does not draw smaller ones
FIELDS, BYTES = 5, 4  # of PangoGlyphInfo: glyph, width, x and y offset, attributes; 4 bytes each

Glyph = tuple[int, int]  # its number in the font, and its width in Pango units


class Run(NamedTuple):
    """Adjacent glyphs of one font, and the PDF operand that draws them."""

    pango_font: Any
    font: Any
    size: float
    drawn: str


def patches(weasyprint: ModuleType) -> list[Patch]:
    text = weasyprint.draw.text
    has_known_layout = text.ffi.sizeof("PangoGlyphInfo") == FIELDS * BYTES
    if not has_known_layout or text.pango.pango_version() < PANGO:
        return []
    original = text.draw_first_line
    return in_modules(original, _from_pieces(original, text), under="weasyprint.draw")


def _from_pieces(original: Callable[..., Any], text: ModuleType) -> Callable[..., Any]:
    @wraps(original)
    def draw_first_line(
        stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any
    ) -> Any:
        is_plain = text_overflow != "ellipsis" and block_ellipsis == "none"
        if is_plain and textbox.style["font_size"] > MIN_SIZE and textbox.text.strip():
            text.pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, 1)
            line, _ = textbox.pango_layout.get_first_line()
            try:
                runs = _runs(line, stream, text)
            except _NotCacheableError:
                pass
            else:
                stream.set_text_matrix(*matrix.values)
                _show(runs, stream)
                return []
        return original(stream, textbox, text_overflow, block_ellipsis, matrix)

    return draw_first_line


class _NotCacheableError(Exception):
    """A line has a glyph that cannot be drawn from a cached piece."""


def _runs(line: Any, stream: Any, text: ModuleType) -> list[Run]:
    """The runs of a line. Raises _NotCacheableError."""
    runs, run = [], line.runs[0]
    while run != text.ffi.NULL:
        item, run = run.data, run.next
        pango_font, glyphs = item.item.analysis.font, item.glyphs
        font, size = stream.add_font(pango_font)
        infos = text.ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * FIELDS * BYTES)
        numbers = memoryview(infos).cast("i").tolist()
        is_moved = any(numbers[2::FIELDS]) or any(numbers[3::FIELDS])
        if not numbers or is_moved or font.bitmap or font.svg or font.png or font.colr:
            raise _NotCacheableError
        drawn = _drawn(numbers, font, size, text.FROM_UNITS)
        runs.append(Run(pango_font, font, size, drawn))
    return runs


def _drawn(numbers: list[int], font: Any, size: float, pixels: float) -> str:
    """The operand of TJ for some glyphs: hexadecimal strings and adjustments (ISO 32000-1, 9.4.3)."""
    pieces: dict[Glyph, str] = vars(font).setdefault("cached_pieces", {}).setdefault(size, {})
    glyphs = list(zip(numbers[::FIELDS], numbers[1::FIELDS], strict=True))
    try:
        drawn = "<" + "".join([pieces[glyph] for glyph in glyphs])
    except KeyError:
        pieces.update((glyph, _piece(glyph, font, size, pixels)) for glyph in glyphs if glyph not in pieces)
        drawn = "<" + "".join([pieces[glyph] for glyph in glyphs])
    return drawn[:-1] if drawn[-1] == "<" else f"{drawn}>"


def _piece(glyph: Glyph, font: Any, size: float, pixels: float) -> str:
    """A glyph's number in hexadecimal, and how far the next glyph is moved, in thousandths of the size."""
    number, width = glyph
    if number not in font.to_unicode or number not in font.widths:
        raise _NotCacheableError
    kerning = int(font.widths[number] - width * 1000 * pixels / size)
    return f"{number:04x}>{kerning}<" if kerning else f"{number:04x}"


def _show(runs: list[Run], stream: Any) -> None:
    """Write runs to a stream; adjacent runs of one font become one operation."""
    shown, drawn_with = "", None
    for run in runs:
        if run.pango_font != drawn_with:
            if shown:
                stream.show_text(shown)
            shown, drawn_with = "", run.pango_font
            stream.set_font_size(run.font.hash, run.size)
        shown += run.drawn
    stream.show_text(shown)
