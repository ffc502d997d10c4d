"""Put drawings where a page has their tokens."""

import re
from collections.abc import Mapping

from coursebuild.model import Drawing, Medium

# A token is one character for private use, repeated; in a table, it may have been broken.
_TOKEN = re.compile("([\U000f0000-\U0010fffd])(?:<wbr>|\\1)*")


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

    return _TOKEN.sub(drawn, html)
