"""WeasyPrint's own style sheets, which it parses at each import: parsed once, and cached."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import tinycss2

from coursebuild.runtime import compiled, resources

_PARSERS = frozenset({"weasyprint", "tinycss2", "cssselect2"})
_SHEETS = {"UA_STYLESHEET": "UA", "UA_FORM_STYLESHEET": "UA_FORM", "PH_STYLESHEET": "PH"}


@contextmanager
def left_empty() -> Iterator[None]:
    """While this lasts, a style sheet that is parsed is empty."""
    parse = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda _: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse


def fill(weasyprint: ModuleType) -> None:
    """Give WeasyPrint's own style sheets, which were left empty, their content."""
    html = weasyprint.html
    key = (*parsers(), *(getattr(html, text) for text in _SHEETS.values()))
    cached = compiled.read("weasyprint.css", *key)
    if cached is None:
        cached = _parsed(weasyprint)
        compiled.write("weasyprint.css", cached, *key)
    sheets, counter_styles = cached
    for name, sheet in sheets.items():
        vars(getattr(html, name)).update(vars(sheet))
    html.UA_COUNTER_STYLE.update(counter_styles)


def parsers() -> tuple[str, ...]:
    """The packages that parse a style sheet, with the versions that a parsed one depends on."""
    return tuple(" ".join(package) for package in resources.packages() if package[0] in _PARSERS)


def _parsed(weasyprint: ModuleType) -> tuple[dict[str, Any], Any]:
    counter_styles = weasyprint.html.CounterStyle()
    sheets = {
        name: weasyprint.CSS(string=getattr(weasyprint.html, text), counter_style=counter_styles)
        for name, text in _SHEETS.items()
    }
    return sheets, counter_styles
