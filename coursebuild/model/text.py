"""What a document says, as text that can be compared whatever became of its spaces, hyphens and quotes."""

import re
import unicodedata
from functools import lru_cache

COMPARED = 1 << 11  # texts: a document's, each of which is compared several times
SAMPLE, STRIDE = 8, 5  # letters, and from one sample's beginning to the next one's

_STARTS = range(STRIDE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufffe\x02]")
_LINES_HYPHEN = re.compile("[\u2010-]\\n(?<=\\w[\u2010-]\\n)(?=\\w)")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=COMPARED)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, without capitals, its ligatures and accents in one spelling."""
    whole = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_WORD.findall(_LINES_HYPHEN.sub("", whole).casefold()))


@lru_cache(maxsize=COMPARED)
def squeezed(text: str) -> str:
    """The letters and digits of a text: what no typography changes."""
    return "".join(words(text))


class Searched:
    """A text in which many phrases are looked for.

    One of SAMPLE + STRIDE - 1 letters or more, wherever it stands, has one of the text's samples in it.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._samples = {text[at : at + SAMPLE] for at in range(0, len(text), STRIDE)}

    def __contains__(self, phrase: str) -> bool:
        if len(phrase) < SAMPLE + STRIDE - 1:
            return phrase in self._text
        for at in _STARTS:  # in a loop, for there are a thousand phrases, of which few are there
            if phrase[at : at + SAMPLE] in self._samples:
                return phrase in self._text
        return False


def unspaced(code: str) -> str:
    """Code without white space and quotation marks of blocks: what stays the same in pandoc's tree."""
    return re.sub(r"[\s>]+", "", code)
