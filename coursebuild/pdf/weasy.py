"""WeasyPrint, imported with our fonts and no others: what fontconfig finds is settled at its import."""

import logging
import os
import re
import warnings
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache, lru_cache, partial
from types import SimpleNamespace
from typing import Any

import pydyf
from fontTools.ttLib import TTFont
from PIL import Image

from coursebuild.config import fonts, templates
from coursebuild.pdf import fastpath, fontconfig
from coursebuild.pdf.startup import cffi_tables, stylesheets
from coursebuild.runtime import compiled, resources
from coursebuild.runtime.lazy_import import deferred
from coursebuild.runtime.log_capture import captured

COMPRESSION = 6  # of zlib's nine: the last three take a twentieth of a PDF's time, and a fiftieth of its size

# For variable fonts, for those of a page's own, and for pages that `fastpath.parsing` does not read: a
# fourth of importing WeasyPrint.
_FOR_FEW_PAGES = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer", "tinyhtml5")
# What reads style sheets: one that was read is known by their versions.
_READERS = [" ".join(package) for package in resources.packages() if package[0] in stylesheets.READERS]
_is_known = {" ".join(package) for package in resources.packages()} >= fastpath.KNOWN


def _compressobj(level: int = COMPRESSION, *more: Any, **named: Any) -> Any:
    return zlib.compressobj(min(level, COMPRESSION), *more, **named)


def _in_few_strings(show_text: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """Glyphs that nothing moves apart are one string (ISO 32000-1, 9.4.3): there is less to read."""

    def show(stream: Any, glyphs: str) -> None:
        plain = glyphs[:-1] if glyphs.endswith(">0") else glyphs
        show_text(stream, plain.replace(">0<", "").replace("><", ""))

    return show


os.environ["FONTCONFIG_FILE"] = str(fontconfig.configuration())
with (
    warnings.catch_warnings(),
    cffi_tables.compiled(),
    deferred(*_FOR_FEW_PAGES),
    stylesheets.left_unread() if _is_known else nullcontext(),
):
    warnings.simplefilter("ignore", DeprecationWarning)  # without libharfbuzz-subset it is slower, no more
    import weasyprint

if _is_known:
    stylesheets.fill(weasyprint, *_READERS)
    fastpath.take(weasyprint)
pydyf.Stream.show_text = _in_few_strings(pydyf.Stream.show_text)
pydyf.zlib = SimpleNamespace(**{**vars(zlib), "compressobj": _compressobj})
# a font that is made static is dated otherwise: equal pages are equal files
weasyprint.pdf.fonts.TTFont = partial(TTFont, recalcTimestamp=False)
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)  # such an image is not shown

__all__ = ["BUILT_IN", "OPTIONS", "finish", "pdf", "read", "versions", "weasyprint"]

OPTIONS = {"pdf_variant": "pdf/ua-1", "custom_metadata": True}

# The style sheets that every page has, each with its name: once read, they are kept for the next starts.
BUILT_IN = {templates.built_in().text(name): name for name in ("base.css", "print.css")}

_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
# Sheets of other origins, whose order counts, and rules that WeasyPrint keeps beside the sheet, for one page.
_BY_ITSELF = re.compile(
    r"<link\b|<style |@(?:font-face|counter-style|color-profile|layer|import)\b", re.IGNORECASE
)


def pdf(html: str) -> bytes:
    """The page as PDF; a style sheet is read once for all the pages that have it."""
    head, end, body = html.partition("</head>")
    if _BY_ITSELF.search(head):
        return bytes(_document(html).write_pdf(finisher=finish, **OPTIONS))
    document = _document(_STYLE.sub("", head) + end + body)
    sheets = [_sheet(style) for style in _STYLE.findall(head)]
    return bytes(document.write_pdf(finisher=finish, font_config=_fonts(), stylesheets=sheets, **OPTIONS))


def _document(html: str) -> Any:
    return weasyprint.HTML(string=html, url_fetcher=_fetcher())


@cache
def _fetcher() -> Any:
    """Reads data URIs and nothing else: a page holds all that it shows."""
    return weasyprint.urls.URLFetcher(allowed_protocols=["data"], allow_redirects=False)


@cache
def _fonts() -> Any:
    """The fonts that every page is set in, found once."""
    return weasyprint.text.fonts.FontConfiguration()


def _sheet(style: str) -> Any:
    """The style sheet; what there is to say of it is said for each page."""
    sheet, said = read(style)
    for record in said:
        weasyprint.LOGGER.handle(record)
    return sheet


@lru_cache(maxsize=32)
def read(style: str) -> tuple[Any, list[logging.LogRecord]]:
    """A style sheet, and what WeasyPrint says of it."""
    name, made_of = BUILT_IN.get(style), (*_READERS, style)
    if name and (kept := compiled.read(name, *made_of)) is not None:
        return kept, []
    with captured("weasyprint") as said:
        sheet = weasyprint.CSS(string=style, url_fetcher=_fetcher())
    if name and not said:
        compiled.write(name, sheet, *made_of)
    return sheet, said


def finish(_: object, pdf: pydyf.PDF) -> None:
    """The last hand on a PDF before it is written."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream):
            _plain_spaces(stream)


def _plain_spaces(stream: pydyf.Stream) -> None:
    """A font's space is a space (ISO 32000-1, 9.10.3), also where the first one drawn was narrow.

    Where a font lacks the narrow no-break space, Pango draws its space; WeasyPrint then says of each
    space of that font what the first one was, and nobody would find two words that stand side by side.
    """
    if b"endbfchar" in stream.stream:
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
