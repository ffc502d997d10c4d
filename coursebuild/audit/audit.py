"""The finished files read back: what an edition withholds must not stand in them, wherever that may be."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from coursebuild.audit import extract
from coursebuild.audit.extract import Reader
from coursebuild.audit.frame import Frame
from coursebuild.model import Body, Evidence, Searched, fragments, squeezed, words

LEAST_PHRASE = 12  # letters: a shorter one may stand in a text by chance
WINDOW = 4  # words of a longer text: a piece of it is found as well
LEAST_WORD = 4  # letters, where page numbers and line breaks make short words of their own

_PRODUCERS = ("coursebuild", "WeasyPrint")  # as a file's metadata name them


class LeakError(Exception):
    """A file that holds what its edition withholds; `leaks` say where in it, and what."""

    def __init__(self, path: str, leaks: tuple[extract.Said, ...]) -> None:
        super().__init__(path, leaks)
        self.path = path
        self.leaks = leaks


def evidence(body: Body, frame: Frame) -> Evidence:
    """What the files of an edition may not hold; nothing where it withholds nothing, or shows corrections."""
    selection = body.selection
    if not selection.withheld or selection.edition.shows_corrections:
        return Evidence(title=selection.facts.title)
    facts = selection.facts
    told = (facts.title, facts.subtitle, *facts.authors, facts.date, *facts.keywords, facts.description)
    shown = [
        *fragments(selection.json),
        *told,
        *extract.drawings(body.body),
        *_PRODUCERS,
        frame.course,
        str(selection.source.location.stem),
    ]
    shown_words = frame.words.union(word for text in shown for word in words(text))
    texts = (Searched(squeezed(" ".join(shown))), frame.text)
    withheld = [text for text in selection.withheld if _in_none(squeezed(text), texts)]
    phrases = {
        flat: " ".join(phrase.split())
        for text in withheld
        for phrase in _phrases(text)
        # a number before it may be a list's own, which print shows and the source does not
        if len(flat := squeezed(phrase).lstrip("0123456789")) >= LEAST_PHRASE and _in_none(flat, texts)
    }
    only = {word for text in withheld for word in words(text)} - shown_words
    return Evidence(frozenset(only), tuple(phrases.items()), shown_words, facts.title)


def audit(path: str, content: bytes, reader: Reader, against: Evidence) -> None:
    """Raises LeakError where the file holds what it may not, and UnreadableError where it cannot be read."""
    if not against.withholds:
        return
    told = reader.texts(content)
    flattened = [_flat(text, reader) for _, text in told]
    whole = Searched("\n".join(dict.fromkeys(flattened)))
    phrases = [(phrase, said) for phrase, said in against.phrases if phrase in whole]
    leaks: list[extract.Said] = []
    for (where, text), flat in zip(told, flattened, strict=True):
        leaks += [(where, said) for phrase, said in phrases if phrase in flat]
        if where not in extract.CODE:
            leaks += [(where, word) for word in _words(where, text, reader, against)]
    if leaks:
        raise LeakError(path, tuple(dict.fromkeys(leaks)))


def _in_none(phrase: str, texts: Iterable[Searched]) -> bool:
    return not any(phrase in text for text in texts)


def _flat(text: str, reader: Reader) -> str:
    """A text squeezed; an HTML page's line by line: its headings follow one another in its contents alone."""
    return squeezed(text) if reader.is_paged else "\n".join(map(squeezed, text.split("\n")))


def _words(where: str, text: str, reader: Reader, against: Evidence) -> Iterator[str]:
    exact = where == extract.TEXT and not reader.is_paged  # nothing numbers or breaks its text
    broken = where == extract.TEXT and reader.is_paged
    for word in dict.fromkeys(words(text)):
        if word not in against.words or not (exact or (len(word) >= LEAST_WORD and not word.isdecimal())):
            continue
        if not (broken and _is_a_piece(word, text, against.shown)):
            yield word


def _is_a_piece(word: str, text: str, shown: frozenset[str]) -> bool:
    """Whether a word is but one half of a shown one that a line's end broke."""
    lines = [words(line) for line in text.split("\n")]
    joined = {a[-1] + b[0]: (a[-1], b[0]) for a, b in pairwise(lines) if a and b}
    return any(whole in shown and word in halves for whole, halves in joined.items())


def _phrases(text: str) -> Iterator[str]:
    yield text
    parts = text.split()
    for start in range(len(parts) - WINDOW + 1) if len(parts) > WINDOW else ():
        yield " ".join(parts[start : start + WINDOW])
