"""Put drawings where a page has their tokens."""

import re
from collections.abc import Mapping
from html import escape

from coursebuild.model import Drawing, Medium

# A token is one character for private use, repeated; in a table, it may have been broken.
_TOKEN = re.compile("([\U000f0000-\U0010fffd])(?:<wbr>|\\1)*")
_HEADING = re.compile(
    r"<(?P<name>h[1-6])\b(?P<attributes>(?:[^>\"]|\"[^\"]*\")*)>(?P<inside>.*?)</(?P=name)>", re.DOTALL
)
_TAG = re.compile("<[^>]*>")


def with_drawings(html: str, drawings: Mapping[str, Drawing], medium: Medium) -> str:
    """Replace each token; characters that stand for no drawing are the author's."""

    def drawn(token: re.Match[str]) -> str:
        drawing = drawings.get(token[1])
        if drawing is None:
            return token[0]
        if medium is Medium.EXCHANGE and drawing.tex:
            return drawing.tex
        if medium is Medium.WORD and drawing.word:
            return drawing.word
        return drawing.screen if medium is Medium.SCREEN else drawing.printed

    if drawings and medium is Medium.PRINT:
        html = _HEADING.sub(lambda found: _with_text(found, drawings), html)
    return _TOKEN.sub(drawn, html)


def _with_text(heading: re.Match[str], drawings: Mapping[str, Drawing]) -> str:
    """A heading with its text as an attribute, for the outline and the margins, which have no drawings."""

    def text(token: re.Match[str]) -> str:
        return escape(drawings[token[1]].text) if token[1] in drawings else token[0]

    if not _TOKEN.search(heading["inside"]):
        return heading[0]
    said = " ".join(_TOKEN.sub(text, _TAG.sub("", heading["inside"])).split()).replace('"', "&quot;")
    name = f"<{heading['name']}"
    return f'{name} data-text="{said}"{heading[0].removeprefix(name)}'
