"""Search the files that lessons link to for what their edition withholds.

Only phrases count, not single words: a file has a text of its own, in which any word may occur.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coursebuild.audit import extract
from coursebuild.audit.audit import letters
from coursebuild.audit.passages import Kind, Passage
from coursebuild.model import Evidence, answer_words, flattened

NEARLY_ALL = 0.9  # of the phrases of corrections
SAMPLE, STRIDE = 8, 5  # letters of a sample of a phrase, and from one that is looked up to the next

_SOURCE = re.compile(
    r"^[ \t>]*:{3,}[ \t]*(?:\{[^}\n]*)?\.?(?:correction|solution)\b"
    r"|\{(?=[^{}\n]*\})(?:[^{}\n]*[ \t])?\.(?:correction|solution)\b[^{}\n]*\}",
    re.MULTILINE,
)
_GENERATED = re.compile(r"\bBEGIN (?:SOLUTION|HIDDEN TESTS)\b")  # of nbgrader and Otter


class _Flat(NamedTuple):
    """A passage as it is searched; `samples` are made once for all lessons: there may be a thousand."""

    where: str
    text: str
    samples: frozenset[str]
    is_bytes: bool


class Copy:
    """A file of any kind, read to passages. Raises UnreadableError."""

    def __init__(self, name: str, content: bytes) -> None:
        self._passages = extract.read_file(name, content)
        self._flat = [_flat(each) for each in self._passages]

    @property
    def texts(self) -> Iterator[str]:
        """All texts that are not bytes."""
        return (each.text for each in self._passages if each.kind is not Kind.BYTES)

    def announcing_name(self) -> str:
        """The name of a file inside of this one that means an answer or a teacher; "" if none does."""
        names = (each.text for each in self._passages if each.kind is Kind.NAME)
        return next(
            (name for name in names if any(map(answer_words.announcing_name, re.split(r"[/\\]", name)))), ""
        )

    def notation(self) -> str:
        """The first notation of a correction: then the file is a source; "" if there is none."""
        for text in self.texts:
            if found := _SOURCE.search(text) or _GENERATED.search(text):
                return found[0].strip()
        return ""

    def leaks(self, against: Evidence, *, nearly_all: bool) -> list[tuple[str, str]]:
        """The withheld phrases that the file has, with their places; with `nearly_all`, none if some lack."""
        phrases = against.phrases if nearly_all else against.texts
        written = _Phrases(phrases)
        spelled = _Phrases([(letters(flat), shown) for flat, shown in phrases])
        found = dict.fromkeys(
            (flat.where, shown)
            for flat in self._flat
            for shown in (spelled if flat.is_bytes else written).contained(flat)
        )
        are_few = len({shown for _, shown in found}) < NEARLY_ALL * len(phrases)
        return [] if nearly_all and are_few else list(found)


def _flat(passage: Passage) -> _Flat:
    is_bytes = passage.kind is Kind.BYTES
    text = passage.text if is_bytes else flattened(passage.text)
    samples = frozenset(text[at : at + SAMPLE] for at in range(0, len(text), STRIDE))
    return _Flat(passage.where, text, samples, is_bytes)


class _Phrases:
    """Phrases that are searched in texts; a text that has one has a sample of it at one of STRIDE offsets."""

    def __init__(self, phrases: Sequence[tuple[str, str]]) -> None:
        self._phrases = phrases
        self._by_sample: dict[str, set[int]] = {}
        for n, (phrase, _) in enumerate(phrases):
            for at in range(len(phrase) - SAMPLE + 1):
                self._by_sample.setdefault(phrase[at : at + SAMPLE], set()).add(n)
        self._samples = frozenset(self._by_sample)  # of two sets, the smaller one is gone through

    def contained(self, flat: _Flat) -> list[str]:
        """Those of the phrases that are in a text."""
        common = flat.samples & self._samples
        candidates = sorted({n for sample in common for n in self._by_sample[sample]})
        return [self._phrases[n][1] for n in candidates if self._phrases[n][0] in flat.text]
