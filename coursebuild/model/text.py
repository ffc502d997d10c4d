"""Compare texts regardless of spaces, hyphens, quotation marks and case."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import TypeVar

COMPARED = 1 << 11  # texts: about a document's, each of which is compared several times
LONG = 1 << 12  # characters; words take some ten times the memory of their text
LONG_COMPARED = 1 << 5  # long texts: those of a finished file, such as its source
SAMPLE, STRIDE = 8, 5  # letters in a sample, and from the start of one to the start of the next

_Result = TypeVar("_Result")

_STARTS = range(STRIDE)
# Soft hyphens, joiners, fillers, marks of direction, selectors of variants; `\ufffe` and `\x02` are pdfium's.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufffe\U000e0000-\U000e0fff\0\x02]"
)
_LINES_HYPHEN = re.compile("[\u2010-]\\n(?<=\\w[\u2010-]\\n)(?=\\w)")
_PIECE = re.compile(r".{1,65536}(?!\w)|.{1,65536}", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")


def _cached(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
    """Keep the results for many short texts, and for few long ones, which would fill the memory."""
    of_short = lru_cache(maxsize=COMPARED)(function)
    of_long = lru_cache(maxsize=LONG_COMPARED)(function)

    @wraps(function)
    def cached(text: str) -> _Result:
        return of_long(text) if len(text) > LONG else of_short(text)

    return cached


def _words(text: str) -> tuple[str, ...]:
    normalized = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_WORD.findall(_LINES_HYPHEN.sub("", normalized).casefold()))


@_cached
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, case-folded and in Unicode's form NFKC."""
    return _words(text)


@_cached
def squeezed(text: str) -> str:
    """Return the letters and digits of a text, which typography does not change."""
    return "".join(words(text))


def flattened(text: str) -> str:
    """Return what `squeezed` returns, for a text of any length, of which nothing is cached."""
    return "".join(spelled_words(text))


def spelled_words(text: str) -> Iterator[str]:
    """Yield the words of a text, as `words` returns them, for a text of any length."""
    for piece in _PIECE.finditer(text):
        yield from _words(piece[0])


class Searched:
    """A text in which many phrases are searched.

    A phrase of SAMPLE + STRIDE - 1 letters or more contains samples of the text, wherever it occurs, one each
    STRIDE letters: a phrase without them is not in the text. Phrases are often searched in the text's order,
    so each is searched from the place of the last one on.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._samples = {text[at : at + SAMPLE] for at in range(0, len(text), STRIDE)}

    def __contains__(self, phrase: str) -> bool:
        if len(phrase) < SAMPLE + STRIDE - 1:
            return self._finds(phrase)
        samples, last = self._samples, len(phrase) - SAMPLE
        for at in _STARTS:  # a loop, as any() costs more, and there are a thousand phrases
            if phrase[at : at + SAMPLE] in samples and all(
                phrase[next_ : next_ + SAMPLE] in samples for next_ in range(at + STRIDE, last + 1, STRIDE)
            ):
                return self._finds(phrase)
        return False

    def _finds(self, phrase: str) -> bool:
        at = self._text.find(phrase, self._at)
        if at < 0:
            at = self._text.find(phrase, 0, self._at + len(phrase))
        if at >= 0:
            self._at = at
        return at >= 0


def unspaced(code: str) -> str:
    """Remove white space and `>` from code: the rest is the same in a source and in pandoc's tree."""
    return re.sub(r"[\s>]+", "", code)
