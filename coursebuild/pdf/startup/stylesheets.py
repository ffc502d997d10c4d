"""Cache WeasyPrint's own style sheets, which it would otherwise parse at each import."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import tinycss2

from coursebuild.runtime import compiled, resources

_PARSERS = frozenset({"weasyprint", "tinycss2", "cssselect2"})
_SHEETS = {"UA_STYLESHEET": "UA", "UA_FORM_STYLESHEET": "UA_FORM", "PH_STYLESHEET": "PH"}


@contextmanager
def parsing_skipped() -> Iterator[None]:
    """While the block runs, the result of parsing a style sheet is empty."""
    parse = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda _: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse


def fill(weasyprint: ModuleType) -> None:
    """Fill WeasyPrint's own style sheets, which are empty after `parsing_skipped`."""
    html = weasyprint.html
    key = (*parsers(), *(getattr(html, text) for text in _SHEETS.values()))
    cached = compiled.load("weasyprint.css", *key)
    if cached is None:
        cached = _parse(weasyprint)
        compiled.save("weasyprint.css", cached, *key)
    sheets, counter_styles = cached
    for name, sheet in sheets.items():
        vars(getattr(html, name)).update(vars(sheet))
    html.UA_COUNTER_STYLE.update(counter_styles)


def parsers() -> tuple[str, ...]:
    """The packages on which a parsed style sheet depends, with their versions."""
    return tuple(" ".join(package) for package in resources.packages() if package[0] in _PARSERS)


def _parse(weasyprint: ModuleType) -> tuple[dict[str, Any], Any]:
    counter_styles = weasyprint.html.CounterStyle()
    sheets = {
        name: weasyprint.CSS(string=getattr(weasyprint.html, text), counter_style=counter_styles)
        for name, text in _SHEETS.items()
    }
    return sheets, counter_styles
