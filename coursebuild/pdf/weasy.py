"""Import WeasyPrint, set it up, and print pages with it. No other module imports it."""

import io
import logging
import os
import re
import threading
import warnings
import zlib
from collections.abc import Callable
from contextlib import ExitStack, redirect_stdout
from functools import cache, lru_cache, partial
from types import ModuleType, SimpleNamespace
from typing import Any

import pydyf
from fontTools.ttLib import TTFont
from PIL import Image

from coursebuild.config import fonts, templates
from coursebuild.model import short
from coursebuild.pdf import (
    fastpath,
    fontconfig,
    gaps,
    links,
    metadata,
    outside,
    structure,
)
from coursebuild.pdf.fastpath import patching
from coursebuild.pdf.startup import cffi_tables, stylesheets
from coursebuild.pdf.text import colour, letter_spacing, line_ends
from coursebuild.runtime import compiled, lazy_import, optimizations, resources
from coursebuild.runtime.limits import ExceededError
from coursebuild.runtime.log_capture import captured

OPTIONS = {"pdf_variant": "pdf/ua-1", "custom_metadata": True}

COMPRESSION = 6  # zlib's level: 9 would make a PDF 2 % smaller, and take 5 % more time

PRINTED = 4  # the flag Print of an annotation (ISO 32000-1, 12.5.3)
MOST_OUTSIDE = 5  # parts outside of their pages that are reported one by one

# The names of the style sheets of every page, by their text.
BUILT_IN = {templates.built_in().text(name): name for name in ("base.css", "print.css")}

# Needed only for variable fonts, for fonts of a page's own, and for pages that `fastpath.parsing` does not
# parse: a quarter of the time to import WeasyPrint.
_DEFERRED = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer", "tinyhtml5")
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
# Style sheets that pages cannot share: their order matters, or WeasyPrint stores rules outside of the sheet.
_NOT_SHARED = re.compile(
    r"<link\b|<style |@(?:font-face|counter-style|color-profile|layer|import)\b", re.IGNORECASE
)
_loading = threading.RLock()


def load() -> ModuleType:
    """Import WeasyPrint and set it up, once per process. Raises ImportError and OSError."""
    with _loading:
        return _load()


@cache
def _load() -> ModuleType:
    _name_fonts()  # before the import, which loads them
    with warnings.catch_warnings():
        # WeasyPrint warns that it is slower without libharfbuzz-subset
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            weasyprint = _import_fast()
        except Exception as error:  # noqa: BLE001 (an error that is not the optimizations' is raised again)
            optimizations.failed("a fast start", error)
            lazy_import.forget("weasyprint")
            weasyprint = _import()
    fontconfig.seal()
    if optimizations.enabled("line_ends"):
        patching.apply(line_ends.patches(weasyprint))
    if optimizations.enabled("text_colour"):
        patching.apply(colour.patches(weasyprint))
    if optimizations.enabled("letter_spacing"):
        patching.apply(letter_spacing.patches(weasyprint))
    if optimizations.enabled("structure"):
        patching.apply(structure.patches(weasyprint))
    fastpath.install(weasyprint)
    _set_up_output(weasyprint)
    # so that such an image is not shown
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    return weasyprint


def _name_fonts() -> None:
    """Name the file that fontconfig reads when it next loads the fonts."""
    os.environ["FONTCONFIG_FILE"] = str(fontconfig.configuration())


def _import() -> ModuleType:
    # Where a library is missing, WeasyPrint prints where to read, which CB013 says in fewer words.
    with redirect_stdout(io.StringIO()):
        import weasyprint  # noqa: PLC0415 (slow: `load` decides when)

    return weasyprint  # type: ignore[no-any-return]


def _import_fast() -> ModuleType:
    with ExitStack() as while_importing:
        while_importing.enter_context(lazy_import.deferred("lazy_fonttools", *_DEFERRED))
        if optimizations.enabled("cffi_tables"):
            while_importing.enter_context(cffi_tables.out_of_line())
        if optimizations.enabled("stylesheets"):
            while_importing.enter_context(stylesheets.parsing_skipped())
        weasyprint = _import()
    if optimizations.enabled("stylesheets"):
        stylesheets.fill(weasyprint)
    return weasyprint


def _set_up_output(weasyprint: ModuleType) -> None:
    """Change settings that affect the bytes of PDFs: compression, strings of glyphs, dates of fonts."""
    if optimizations.enabled("zlib_level"):
        pydyf.zlib = SimpleNamespace(**{**vars(zlib), "compressobj": _compressobj})
    if optimizations.enabled("joined_glyphs"):
        pydyf.Stream.show_text = _join_glyphs(pydyf.Stream.show_text)
    if optimizations.enabled("letter_spacing"):
        pydyf.Stream.show_text = letter_spacing.shown(pydyf.Stream.show_text)
    # no time stamp in instances of variable fonts, so that equal pages give equal files
    if optimizations.enabled("font_dates"):
        weasyprint.pdf.fonts.TTFont = partial(TTFont, recalcTimestamp=False)


def _compressobj(level: int = COMPRESSION, *more: Any, **named: Any) -> Any:
    return zlib.compressobj(min(level, COMPRESSION), *more, **named)


def _join_glyphs(show_text: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """Join adjacent strings of glyphs between which nothing is moved (ISO 32000-1, 9.4.3)."""

    def show(stream: Any, glyphs: str) -> None:
        plain = glyphs[:-1] if glyphs.endswith(">0") else glyphs
        show_text(stream, plain.replace(">0<", "").replace("><", ""))

    return show


def write_pdf(html: str) -> bytes:
    """Print a page as PDF. If a fast path fails, all of them are removed and the page is printed again."""
    try:
        return _write(html)
    except (OSError, RecursionError, MemoryError):
        raise
    except Exception as error:
        if not fastpath.uninstall():
            raise
        optimizations.failed("fast paths", error)
        _fonts.cache_clear()
        return _write(html)


def _write(html: str) -> bytes:
    """Print a page; a style sheet is parsed once for all pages that use it."""
    head, end, body = html.partition("</head>")
    if _NOT_SHARED.search(head):
        _name_fonts()
        return _print(_document(html))
    document = _document(_STYLE.sub("", head) + end + body)
    sheets = [_sheet(style) for style in _STYLE.findall(head)]
    return _print(document, font_config=_fonts(), stylesheets=sheets)


def _print(document: Any, **options: Any) -> bytes:
    render = partial(document.render, **options, **OPTIONS)
    layout = render()
    if optimizations.enabled("page_gaps"):
        try:
            with captured("weasyprint"):  # what the first layout reported is reported again
                layout = gaps.filled(layout, render)
        except (OSError, RecursionError, MemoryError, ExceededError):
            raise
        except Exception as error:  # noqa: BLE001 (the PDF is complete with its gaps)
            optimizations.failed("page_gaps", error)
    for page in layout.pages:
        page.links[:] = links.merged(page.links)
    return bytes(layout.write_pdf(finisher=finish, **OPTIONS))


def _document(html: str) -> Any:
    return load().HTML(string=html, url_fetcher=_fetcher())


@cache
def _fetcher() -> Any:
    """A fetcher for data URIs only, because pages contain all that they show."""
    return load().urls.URLFetcher(allowed_protocols=["data"], allow_redirects=False)


@cache
def _fonts() -> Any:
    """The fonts of all pages without fonts of their own."""
    _name_fonts()  # again, because the cache folder may have been removed since the import
    return load().text.fonts.FontConfiguration()


def _sheet(style: str) -> Any:
    """A parsed style sheet. What WeasyPrint logged when it was parsed is logged again for each page."""
    sheet, records = parse(style)
    for record in records:
        load().LOGGER.handle(record)
    return sheet


@lru_cache(maxsize=32)
def parse(style: str) -> tuple[Any, list[logging.LogRecord]]:
    """Parse a style sheet; return it and what WeasyPrint logged. The built-in ones are cached on disk."""
    weasyprint = load()
    name = BUILT_IN.get(style) if optimizations.enabled("stylesheets") else None
    key = (*stylesheets.parsers(), style)
    if name and (cached := compiled.load(name, *key)) is not None:
        return cached, []
    with captured("weasyprint") as records:
        sheet = weasyprint.CSS(string=style, url_fetcher=_fetcher())
    if name and not records:
        compiled.save(name, sheet, *key)
    return sheet, records


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Change a PDF before it is written, and log what is cut off; passed to WeasyPrint as `finisher`."""
    if optimizations.enabled("page_check"):
        try:
            found = list(outside.texts_outside(document))
        except Exception as error:  # noqa: BLE001 (the PDF is complete without the check)
            optimizations.failed("page_check", error)
            found = []
        messages = [f"page {number}: «{short(text)}» is outside of the page" for number, text in found]
        if more := messages[MOST_OUTSIDE:]:
            messages[MOST_OUTSIDE:] = [f"{len(more)} more parts are outside of their pages"]
        for message in messages:
            load().LOGGER.warning("%s", message, extra={"code": "CB219"})
    if optimizations.enabled("structure"):
        try:
            structure.complete(pdf)
        except Exception as error:  # noqa: BLE001 (the PDF is one without)
            optimizations.failed("structure", error)
    metadata.add_about(document.metadata, pdf)
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            _complete_mapping(each)
        elif isinstance(each, pydyf.Dictionary) and each.get("Subtype") == "/Link":
            each["F"] = PRINTED


def _complete_mapping(stream: pydyf.Stream) -> None:
    """Map a font's space to U+0020 in its ToUnicode CMap (ISO 32000-1, 9.10.3), and each glyph to something.

    Of several glyphs that draw one character, WeasyPrint maps one, but all must be (ISO 14289-1, 7.21.7): the
    others get the combining grapheme joiner, which is not seen and ends no word.

    If a font lacks the narrow no-break space (U+202F), Pango draws its space instead. WeasyPrint maps a glyph
    to the first character that it was drawn for; were that U+202F, a search would not find adjacent words.
    """
    if b"endbfchar" in stream.stream:
        lines = [bytes(line) for line in stream.stream]
        if not any(line.endswith(b"<0020>") for line in lines):
            lines = [line.replace(b" <202f>", b" <0020>") for line in lines]
        stream.stream = [line.replace(b" <>", b" <034f>") for line in lines]


def versions() -> list[str]:
    """The libraries on which a PDF depends, with their versions, and the optimizations that are disabled."""
    packages = {"coursebuild", "weasyprint", "pydyf", "fonttools", "pillow", "pyphen", *fonts.versions()}
    pango = load().text.ffi.pango.pango_version()
    return [
        f"pango {pango}",
        *(f"{name} {version}" for name, version in resources.packages() if name.lower() in packages),
        *(f"without {name}" for name in optimizations.disabled()),
    ]
