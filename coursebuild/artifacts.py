"""Pages to bytes: HTML as it is, PDF by WeasyPrint. The only module that knows it."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from coursebuild import fonts
from coursebuild.errors import BuildError, Diagnostic
from coursebuild.model import Artifact, Format, Page


def make(page: Page) -> Artifact:
    """The finished file. Raises BuildError where it cannot be made."""
    if page.format is Format.HTML:
        return Artifact(page.path, page.html.encode("utf-8"), ())
    with _heard(page) as noticed:
        try:
            content = _print(page.html)
        except RecursionError as error:
            raise BuildError(Diagnostic(page.source, 0, 0, "CB010", "it is nested too deeply")) from error
        except OSError as error:  # cffi's, where a library cannot be loaded
            raise BuildError(Diagnostic(page.source, 0, 0, "CB013", str(error).partition("\n")[0])) from error
    return Artifact(page.path, content, tuple(noticed))


def warm_up() -> None:
    """Imports WeasyPrint, which takes longer than printing a short lesson; what fails is said by `make`."""
    with suppress(OSError):
        _weasyprint()


def _print(html: str) -> bytes:
    weasyprint = _weasyprint()
    document = weasyprint.HTML(string=html, url_fetcher=_fetcher(), base_url=None)
    return bytes(
        document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            custom_metadata=True,
            presentational_hints=True,
        )
    )


@cache
def _weasyprint() -> Any:
    os.environ["FONTCONFIG_FILE"] = str(fonts.configuration())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import weasyprint  # noqa: PLC0415 (it takes half a second, and reads the variable set above)
    return weasyprint


def _fetcher() -> Any:
    """Reads data URIs and nothing else: a page holds all that it shows."""
    return _weasyprint().urls.URLFetcher(allowed_protocols=["data"], allow_redirects=False)


@contextmanager
def _heard(page: Page) -> Iterator[list[Diagnostic]]:
    """What WeasyPrint logs: it leaves out what it cannot load or understand, and goes on."""
    heard: list[Diagnostic] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = " ".join(record.getMessage().split())
            heard.append(Diagnostic(page.source, 0, 0, "CB209", f"in print: {message[:200]}"))

    logger, listener = logging.getLogger("weasyprint"), Listener(logging.WARNING)
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(listener)
