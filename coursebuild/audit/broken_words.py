"""What finished texts seem to say where lines break words, and where words of two sentences meet."""

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from coursebuild.model import words


class Pages:
    """The texts of a file's pages, in which lines, and pages, end within words."""

    def __init__(self, texts: Iterable[str]) -> None:
        pages = list(texts)
        self._next = dict(pairwise(pages))
        self._previous = {after: before for before, after in self._next.items()}

    def breaks(self, word: str, text: str, shown: frozenset[str]) -> bool:
        """Whether a word of a page is only one half of a shown word that is broken there."""
        return any(word in halves and "".join(halves) in shown for halves in self._halves(text))

    def _halves(self, text: str) -> Iterator[tuple[str, str]]:
        """The words between which a line or page ends; a page's last lines are those of its margins."""
        lines = _lines(text)
        yield from ((a[-1], b[0]) for a, b in pairwise(lines))
        if lines and (after := _lines(self._next.get(text, ""))):
            yield from ((line[-1], after[0][0]) for line in lines)
        if lines:
            yield from ((line[-1], lines[0][0]) for line in _lines(self._previous.get(text, "")))


def _lines(text: str) -> list[tuple[str, ...]]:
    return [found for line in text.split("\n") if (found := words(line))]


def cuts_words(phrase: str, text: str, shown: frozenset[str]) -> bool:
    """Whether a squeezed phrase is in a text only where it begins or ends inside a shown word.

    `the port number` is in `Breathe! Port numbers`, of which it cuts two words. A leak cuts none: where
    letters of the page run into it, they make no word that is shown.
    """
    spelled = words(text)
    flat, ends = "".join(spelled), list(accumulate(map(len, spelled)))
    placed = [(end - len(word), end, word) for word, end in zip(spelled, ends, strict=True)]
    found = list(_places(phrase, flat))
    return bool(found) and all(_is_cut(start, start + len(phrase), placed, shown) for start in found)


def _places(phrase: str, flat: str) -> Iterator[int]:
    start = flat.find(phrase)
    while start >= 0:
        yield start
        start = flat.find(phrase, start + 1)


def _is_cut(start: int, end: int, placed: list[tuple[int, int, str]], shown: frozenset[str]) -> bool:
    for word_start, word_end, word in placed:
        before, after = word[: max(start - word_start, 0)], word[max(end - word_start, 0) :]
        is_at_start = word_start < start < word_end and not before.isdecimal()  # which may be a list's number
        is_at_end = word_start < end < word_end and bool(after)
        if (is_at_start or is_at_end) and word in shown:
            return True
    return False
