"""Search finished files for what their edition withholds: in text, attributes, metadata and elsewhere."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from coursebuild.audit import extract
from coursebuild.audit.extract import Reader
from coursebuild.audit.frame import Frame
from coursebuild.model import Body, Evidence, Searched, fragments, squeezed, words

MIN_PHRASE = 12  # letters: a shorter phrase may occur by chance
WINDOW = 4  # words: a longer text is also searched for in parts of this length
MIN_WORD = 4  # letters, where page numbers and line breaks may produce shorter words

_PRODUCERS = ("coursebuild", "WeasyPrint")  # which a file's metadata names


class LeakError(Exception):
    """A file contains what its edition withholds; `leaks` are the places and texts."""

    def __init__(self, path: str, leaks: tuple[extract.Passage, ...]) -> None:
        super().__init__(path, leaks)
        self.path = path
        self.leaks = leaks


def evidence(body: Body, frame: Frame) -> Evidence:
    """What the files of an edition must not contain.

    There are no such texts if the edition withholds nothing, or shows corrections.
    """
    selection = body.selection
    if not selection.withheld or selection.edition.shows_corrections:
        return Evidence(title=selection.facts.title)
    facts = selection.facts
    metadata = (facts.title, facts.subtitle, *facts.authors, facts.date, *facts.keywords, facts.description)
    shown = [
        *fragments(selection.json),
        *metadata,
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
        # leading digits may be a list's number, which is in the PDF and not in the source
        if len(flat := squeezed(phrase).lstrip("0123456789")) >= MIN_PHRASE and _in_none(flat, texts)
    }
    only = {word for text in withheld for word in words(text)} - shown_words
    return Evidence(frozenset(only), tuple(phrases.items()), shown_words, facts.title)


def audit(path: str, content: bytes, reader: Reader, against: Evidence) -> None:
    """Search a finished file. Raises LeakError if it contains what it must not, and UnreadableError."""
    if not against.withholds:
        return
    passages = reader.passages(content)
    flattened = [_flat(text, reader) for _, text in passages]
    everything = Searched("\n".join(dict.fromkeys(flattened)))
    phrases = [(phrase, shown) for phrase, shown in against.phrases if phrase in everything]
    leaks: list[extract.Passage] = []
    for (where, text), flat in zip(passages, flattened, strict=True):
        leaks += [(where, shown) for phrase, shown in phrases if phrase in flat]
        if where not in extract.CODE:
            leaks += [(where, word) for word in _words(where, text, reader, against)]
    if leaks:
        raise LeakError(path, tuple(dict.fromkeys(leaks)))


def _in_none(phrase: str, texts: Iterable[Searched]) -> bool:
    return not any(phrase in text for text in texts)


def _flat(text: str, reader: Reader) -> str:
    """A text without spaces and punctuation, for comparison with phrases.

    The lines of HTML stay apart: in the table of contents, headings of different sections are neighbours.
    """
    return squeezed(text) if reader.is_paged else "\n".join(map(squeezed, text.split("\n")))


def _words(where: str, text: str, reader: Reader, against: Evidence) -> Iterator[str]:
    exact = where == extract.TEXT and not reader.is_paged  # without page numbers and line breaks
    broken = where == extract.TEXT and reader.is_paged
    for word in dict.fromkeys(words(text)):
        if word not in against.words or not (exact or (len(word) >= MIN_WORD and not word.isdecimal())):
            continue
        if not (broken and _is_word_part(word, text, against.shown)):
            yield word


def _is_word_part(word: str, text: str, shown: frozenset[str]) -> bool:
    """Whether a word is only one half of a shown word that is broken at the end of a line."""
    lines = [words(line) for line in text.split("\n")]
    joined = {a[-1] + b[0]: (a[-1], b[0]) for a, b in pairwise(lines) if a and b}
    return any(complete in shown and word in halves for complete, halves in joined.items())


def _phrases(text: str) -> Iterator[str]:
    """The text itself, and each sequence of WINDOW words in it."""
    yield text
    parts = text.split()
    for start in range(len(parts) - WINDOW + 1) if len(parts) > WINDOW else ():
        yield " ".join(parts[start : start + WINDOW])
