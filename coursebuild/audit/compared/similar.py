"""Find out whether a short text is nearly one of many others, in a time that grows as their number does."""

from collections import Counter
from collections.abc import Iterable, Iterator

LONGEST = 80  # letters of a text that is compared

_PIECE = 4  # letters that similar texts have in common
_MOST = 20  # texts with a piece that are looked at, and 3 of all that have most pieces of a text
_COMPARED = 3
_RATIO = 0.8  # difflib's: some five letters of thirty differ


class SimilarTexts:
    """The texts with which others are compared, by their letters and digits alone."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._with: dict[str, list[str]] = {}
        for text in dict.fromkeys(texts):
            for piece in _pieces(text) if len(text) <= LONGEST else ():
                found = self._with.setdefault(piece, [])
                if len(found) < _MOST:
                    found.append(text)

    def has(self, text: str) -> bool:
        """Whether one of the texts is nearly this one."""
        from difflib import SequenceMatcher  # noqa: PLC0415 (few lessons need it)

        candidates = Counter(other for piece in _pieces(text) for other in self._with.get(piece, ()))
        return any(
            SequenceMatcher(None, text, other, autojunk=False).ratio() > _RATIO
            for other, _ in candidates.most_common(_COMPARED)
        )


def _pieces(text: str) -> Iterator[str]:
    yield from dict.fromkeys(text[at : at + _PIECE] for at in range(len(text) - _PIECE + 1))
