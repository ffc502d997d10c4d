"""WeasyPrint, and the only module that imports it: a print page becomes a PDF."""

import logging
import os
import re
import threading
import warnings
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, lru_cache, partial
from types import ModuleType, SimpleNamespace
from typing import Any

import pydyf
from fontTools.ttLib import TTFont
from PIL import Image

from coursebuild.config import fonts, templates
from coursebuild.pdf import fastpath, fontconfig
from coursebuild.pdf.startup import cffi_tables, stylesheets
from coursebuild.runtime import compiled, lazy_import, optimizations, resources
from coursebuild.runtime.log_capture import captured

OPTIONS = {"pdf_variant": "pdf/ua-1", "custom_metadata": True}

COMPRESSION = 6  # of zlib's nine: the last three take a twentieth of a PDF's time, and a fiftieth of its size

# The style sheets that every page has, each with its name.
BUILT_IN = {templates.built_in().text(name): name for name in ("base.css", "print.css")}

# For variable fonts, for those of a page's own, and for pages that `fastpath.parsing` does not read: a
# fourth of importing WeasyPrint.
_FOR_FEW_PAGES = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer", "tinyhtml5")
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
# Sheets of other origins, whose order counts, and rules that WeasyPrint keeps beside the sheet, for one page.
_BY_ITSELF = re.compile(
    r"<link\b|<style |@(?:font-face|counter-style|color-profile|layer|import)\b", re.IGNORECASE
)
_loading = threading.RLock()


def load() -> ModuleType:
    """Import WeasyPrint and set it up, once in a process. Raises ImportError and OSError."""
    with _loading:
        return _loaded()


@cache
def _loaded() -> ModuleType:
    # Fontconfig reads its file once: the fonts are our own and no others.
    os.environ["FONTCONFIG_FILE"] = str(fontconfig.configuration())
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # without libharfbuzz-subset it is slower, no more
        try:
            weasyprint = _imported_fast()
        except Exception as error:  # noqa: BLE001 (where it is not the optimizations', it is raised again)
            optimizations.failed("a fast start", error)
            lazy_import.forget("weasyprint")
            weasyprint = _imported()
    fastpath.install(weasyprint)
    _set_up_output(weasyprint)
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)  # such an image is not shown
    return weasyprint


def _imported() -> ModuleType:
    import weasyprint  # noqa: PLC0415 (it takes longer than all else: `load` says when)

    return weasyprint  # type: ignore[no-any-return]


def _imported_fast() -> ModuleType:
    with ExitStack() as while_importing:
        while_importing.enter_context(lazy_import.deferred("lazy_fonttools", *_FOR_FEW_PAGES))
        if optimizations.enabled("cffi_tables"):
            while_importing.enter_context(cffi_tables.out_of_line())
        if optimizations.enabled("stylesheets"):
            while_importing.enter_context(stylesheets.left_empty())
        weasyprint = _imported()
    if optimizations.enabled("stylesheets"):
        stylesheets.fill(weasyprint)
    return weasyprint


def _set_up_output(weasyprint: ModuleType) -> None:
    """Settings that the bytes of a PDF depend on: compression, strings of glyphs, dates of fonts."""
    if optimizations.enabled("zlib_level"):
        pydyf.zlib = SimpleNamespace(**{**vars(zlib), "compressobj": _compressobj})
    if optimizations.enabled("joined_glyphs"):
        pydyf.Stream.show_text = _joined(pydyf.Stream.show_text)
    if optimizations.enabled("font_dates"):  # of a font that is made static: equal pages are equal files
        weasyprint.pdf.fonts.TTFont = partial(TTFont, recalcTimestamp=False)


def _compressobj(level: int = COMPRESSION, *more: Any, **named: Any) -> Any:
    return zlib.compressobj(min(level, COMPRESSION), *more, **named)


def _joined(show_text: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """Glyphs that nothing moves apart are one string (ISO 32000-1, 9.4.3): there is less to read."""

    def show(stream: Any, glyphs: str) -> None:
        plain = glyphs[:-1] if glyphs.endswith(">0") else glyphs
        show_text(stream, plain.replace(">0<", "").replace("><", ""))

    return show


def pdf(html: str) -> bytes:
    """The page as PDF; a fast path that fails is left out from then on."""
    try:
        return _printed(html)
    except (OSError, RecursionError, MemoryError):
        raise
    except Exception as error:
        if not fastpath.uninstall():
            raise
        optimizations.failed("fast paths", error)
        _fonts.cache_clear()
        return _printed(html)


def _printed(html: str) -> bytes:
    """Print a page; a style sheet is parsed once for all the pages that have it."""
    head, end, body = html.partition("</head>")
    if _BY_ITSELF.search(head):
        return bytes(_document(html).write_pdf(finisher=finish, **OPTIONS))
    document = _document(_STYLE.sub("", head) + end + body)
    sheets = [_sheet(style) for style in _STYLE.findall(head)]
    return bytes(document.write_pdf(finisher=finish, font_config=_fonts(), stylesheets=sheets, **OPTIONS))


def _document(html: str) -> Any:
    return load().HTML(string=html, url_fetcher=_fetcher())


@cache
def _fetcher() -> Any:
    """Reads data URIs and nothing else: a page holds all that it shows."""
    return load().urls.URLFetcher(allowed_protocols=["data"], allow_redirects=False)


@cache
def _fonts() -> Any:
    """The fonts that every page is set in, found once."""
    return load().text.fonts.FontConfiguration()


def _sheet(style: str) -> Any:
    """The style sheet; what WeasyPrint logs of it is logged for each page."""
    sheet, records = parse(style)
    for record in records:
        load().LOGGER.handle(record)
    return sheet


@lru_cache(maxsize=32)
def parse(style: str) -> tuple[Any, list[logging.LogRecord]]:
    """A style sheet, and what WeasyPrint logs of it; the built-in ones are cached for the next starts."""
    weasyprint = load()
    name = BUILT_IN.get(style) if optimizations.enabled("stylesheets") else None
    key = (*stylesheets.parsers(), style)
    if name and (cached := compiled.read(name, *key)) is not None:
        return cached, []
    with captured("weasyprint") as records:
        sheet = weasyprint.CSS(string=style, url_fetcher=_fetcher())
    if name and not records:
        compiled.write(name, sheet, *key)
    return sheet, records


def finish(_: object, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher: the last changes to a PDF before it is written."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream):
            _plain_spaces(stream)


def _plain_spaces(stream: pydyf.Stream) -> None:
    """A font's space is a space (ISO 32000-1, 9.10.3), also where the first one drawn was narrow.

    Where a font lacks the narrow no-break space, Pango draws its space; WeasyPrint then says of each space of
    that font what the first one was, and nobody would find two words that stand side by side.
    """
    if b"endbfchar" in stream.stream:
        lines = [bytes(line) for line in stream.stream]
        if not any(line.endswith(b"<0020>") for line in lines):
            stream.stream = [line.replace(b" <202f>", b" <0020>") for line in lines]


def versions() -> list[str]:
    """What a PDF's looks depend on, each with its version, and the optimizations that are not used."""
    packages = {"coursebuild", "weasyprint", "pydyf", "fonttools", "pillow", "pyphen", *fonts.versions()}
    pango = load().text.ffi.pango.pango_version()
    return [
        f"pango {pango}",
        *(f"{name} {version}" for name, version in resources.packages() if name.lower() in packages),
        *(f"without {name}" for name in optimizations.disabled()),
    ]
