"""What finished texts seem to say where lines break words, and where words of two sentences meet."""

from collections.abc import Iterator
from itertools import accumulate, pairwise

from coursebuild.model import words


def is_word_part(word: str, text: str, shown: frozenset[str]) -> bool:
    """Whether a word is only one half of a shown word that is broken at the end of a line."""
    lines = [words(line) for line in text.split("\n")]
    joined = {a[-1] + b[0]: (a[-1], b[0]) for a, b in pairwise(lines) if a and b}
    return any(complete in shown and word in halves for complete, halves in joined.items())


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
