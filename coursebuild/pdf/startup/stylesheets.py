"""WeasyPrint's own style sheets, which it reads at each import: read once, and kept for the next starts."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import tinycss2

from coursebuild.runtime import compiled

# The packages that read a style sheet, and by whose versions one that was read is known.
READERS = frozenset({"weasyprint", "tinycss2", "cssselect2"})
_SHEETS = {"UA_STYLESHEET": "UA", "UA_FORM_STYLESHEET": "UA_FORM", "PH_STYLESHEET": "PH"}


@contextmanager
def left_unread() -> Iterator[None]:
    """While this lasts, a style sheet that is read is empty."""
    reading = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda _: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = reading


def fill(weasyprint: ModuleType, *readers: str) -> None:
    """Gives WeasyPrint's own sheets what they hold."""
    html = weasyprint.html
    texts = [getattr(html, text) for text in _SHEETS.values()]
    kept = compiled.read("weasyprint.css", *readers, *texts)
    if kept is None:
        kept = _read(weasyprint)
        compiled.write("weasyprint.css", kept, *readers, *texts)
    sheets, counter_styles = kept
    for name, sheet in sheets.items():
        vars(getattr(html, name)).update(vars(sheet))
    html.UA_COUNTER_STYLE.update(counter_styles)


def _read(weasyprint: ModuleType) -> tuple[dict[str, Any], Any]:
    counter_styles = weasyprint.html.CounterStyle()
    sheets = {
        name: weasyprint.CSS(string=getattr(weasyprint.html, text), counter_style=counter_styles)
        for name, text in _SHEETS.items()
    }
    return sheets, counter_styles
