"""WeasyPrint, imported with our fonts and no others: what fontconfig finds is settled at its import."""

import os
import warnings
from functools import partial

import pydyf
from fontTools.ttLib import TTFont
from PIL import Image

from coursebuild import declarations, fonts, resources

os.environ["FONTCONFIG_FILE"] = str(fonts.configuration())
with warnings.catch_warnings(), declarations.compiled():
    warnings.simplefilter("ignore", DeprecationWarning)  # without libharfbuzz-subset it is slower, no more
    import weasyprint

# a font that is made static is dated otherwise: equal pages are equal files
weasyprint.pdf.fonts.TTFont = partial(TTFont, recalcTimestamp=False)
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)  # such an image is not shown

__all__ = ["plain_spaces", "versions", "weasyprint"]


def plain_spaces(_: object, pdf: pydyf.PDF) -> None:
    """A font's space is a space (ISO 32000-1, 9.10.3), also where the first one drawn was narrow.

    Where a font lacks the narrow no-break space, Pango draws its space; WeasyPrint then says of each
    space of that font what the first one was, and nobody would find two words that stand side by side.
    """
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and b"endbfchar" in stream.stream:
            lines = [bytes(line) for line in stream.stream]
            if not any(line.endswith(b"<0020>") for line in lines):
                stream.stream = [line.replace(b" <202f>", b" <0020>") for line in lines]


def versions() -> list[str]:
    """What a PDF's looks depend on, each with its version."""
    packages = {"coursebuild", "weasyprint", "pydyf", "fonttools", "pillow", "pyphen", *fonts.versions()}
    pango = weasyprint.text.ffi.pango.pango_version()
    return [
        f"pango {pango}",
        *(f"{name} {version}" for name, version in resources.packages() if name.lower() in packages),
    ]
