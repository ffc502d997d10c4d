"""Phrases of a text: the same number of letters from the start of each word, and their hashes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from hashlib import blake2b

from coursebuild.model import squeezed, words

PHRASE = 32  # letters, about six words: what two texts have in common by chance is nearly always shorter
KNOWN = 20  # letters, about four words: what students see of this length, a correction may repeat
MOST_KNOWN = PHRASE // 2  # letters of a phrase that students may know from such pieces

_WORD = re.compile(r"[^\W_]+")


def phrases_of(text: str, length: int = PHRASE) -> Iterator[str]:
    """Yield the letters from the start of each word, as many as the length says; not fewer."""
    return (letters for _, letters in _placed_phrases(text, length))


def _placed_phrases(text: str, length: int) -> Iterator[tuple[int, str]]:
    """Yield each phrase with the number of letters before it."""
    letters, at = squeezed(text), 0
    for word in words(text):
        if at + length > len(letters):
            return
        yield at, letters[at : at + length]
        at += len(word)


def new_phrases(text: str, known: AbstractSet[str]) -> Iterator[str]:
    """Yield the phrases of which students know at most MOST_KNOWN letters."""
    is_known = bytearray(len(squeezed(text)))
    for at, piece in _placed_phrases(text, KNOWN):
        if piece in known:
            is_known[at : at + KNOWN] = b"\1" * KNOWN
    for at, phrase in _placed_phrases(text, PHRASE):
        if sum(is_known[at : at + PHRASE]) <= MOST_KNOWN:
            yield phrase


def phrases_of_words(spelled: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each phrase with the number of words before it."""
    flat, at = "".join(spelled), 0
    for n, word in enumerate(spelled):
        if len(phrase := flat[at : at + PHRASE]) == PHRASE:
            yield n, phrase
        at += len(word)


def hashed(phrases_: Iterable[str], salt: bytes) -> frozenset[int]:
    digests = (blake2b(phrase.encode(), key=salt, digest_size=8).digest() for phrase in phrases_)
    return frozenset(int.from_bytes(digest) for digest in digests)


def text_from(text: str, phrase: str) -> str:
    """The text from the word on with which a phrase begins."""
    at = next((number for number, each in enumerate(phrases_of(text)) if each == phrase), 0)
    starts = [found.start() for found in _WORD.finditer(text)]
    return text[starts[at] :] if at < len(starts) else text
