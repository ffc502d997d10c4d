"""Lines drawn from pieces: a glyph of a font, as wide as it was before, is drawn with the same characters.

WeasyPrint asks for each glyph of each line what its font knows of it, and how far the next one is moved.
A line that has anything new in it, or anything that is not plain, goes that way.
"""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any, NamedTuple

from coursebuild.pdf.fastpath.patching import Patch, in_modules

PANGO = 14802  # from this version on, a font knows its size (Pango's issue 530)
SMALLEST = 0.01  # px, of a font: smaller ones are for WeasyPrint to leave out
FIELDS, BYTES = 5, 4  # of a PangoGlyphInfo: glyph, width, two offsets, attributes; each so long

Glyph = tuple[int, int]  # its number, and its width in Pango's units


class Run(NamedTuple):
    """Glyphs of one font, and what draws them."""

    pango_font: Any
    font: Any
    size: float
    drawn: str


def patches(weasyprint: ModuleType) -> list[Patch]:
    text = weasyprint.draw.text
    is_read_so = text.ffi.sizeof("PangoGlyphInfo") == FIELDS * BYTES
    if not is_read_so or text.pango.pango_version() < PANGO:
        return []
    original = text.draw_first_line
    return in_modules(original, _from_pieces(original, text), under="weasyprint.draw")


def _from_pieces(original: Callable[..., Any], text: ModuleType) -> Callable[..., Any]:
    @wraps(original)
    def draw_first_line(
        stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any
    ) -> Any:
        is_plain = text_overflow != "ellipsis" and block_ellipsis == "none"
        if is_plain and textbox.style["font_size"] > SMALLEST and textbox.text.strip():
            text.pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, 1)
            line, _ = textbox.pango_layout.get_first_line()
            try:
                runs = _runs(line, stream, text)
            except _NewError:
                pass
            else:
                stream.set_text_matrix(*matrix.values)
                _show(runs, stream)
                return []
        return original(stream, textbox, text_overflow, block_ellipsis, matrix)

    return draw_first_line


class _NewError(Exception):
    """A glyph that was not drawn before, or that is not plainly drawn."""


def _runs(line: Any, stream: Any, text: ModuleType) -> list[Run]:
    """Raises _NewError."""
    runs, run = [], line.runs[0]
    while run != text.ffi.NULL:
        item, run = run.data, run.next
        pango_font, glyphs = item.item.analysis.font, item.glyphs
        font, size = stream.add_font(pango_font)
        infos = text.ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * FIELDS * BYTES)
        numbers = memoryview(infos).cast("i").tolist()
        is_moved = any(numbers[2::FIELDS]) or any(numbers[3::FIELDS])
        if not numbers or is_moved or font.bitmap or font.svg or font.png or font.colr:
            raise _NewError
        drawn = _drawn(numbers, font, size, text.FROM_UNITS)
        runs.append(Run(pango_font, font, size, drawn))
    return runs


def _drawn(numbers: list[int], font: Any, size: float, pixels: float) -> str:
    """What shows the glyphs, in hexadecimal strings with what moves the next one between them."""
    pieces: dict[Glyph, str] = vars(font).setdefault("known_pieces", {}).setdefault(size, {})
    glyphs = list(zip(numbers[::FIELDS], numbers[1::FIELDS], strict=True))
    try:
        drawn = "<" + "".join([pieces[glyph] for glyph in glyphs])
    except KeyError:
        pieces.update((glyph, _piece(glyph, font, size, pixels)) for glyph in glyphs if glyph not in pieces)
        drawn = "<" + "".join([pieces[glyph] for glyph in glyphs])
    return drawn[:-1] if drawn[-1] == "<" else f"{drawn}>"


def _piece(glyph: Glyph, font: Any, size: float, pixels: float) -> str:
    """The glyph's number, and how far the next one is moved, in thousandths of the size."""
    number, width = glyph
    if number not in font.to_unicode or number not in font.widths:
        raise _NewError
    kerning = int(font.widths[number] - width * 1000 * pixels / size)
    return f"{number:04x}>{kerning}<" if kerning else f"{number:04x}"


def _show(runs: list[Run], stream: Any) -> None:
    """Runs that follow one another in one font are shown at once."""
    shown, drawn_with = "", None
    for run in runs:
        if run.pango_font != drawn_with:
            if shown:
                stream.show_text(shown)
            shown, drawn_with = "", run.pango_font
            stream.set_font_size(run.font.hash, run.size)
        shown += run.drawn
    stream.show_text(shown)
