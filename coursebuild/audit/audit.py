"""Search finished files for what their edition withholds: in text, attributes, metadata and elsewhere."""

import re
from collections.abc import Iterable, Iterator

from coursebuild.audit import extract
from coursebuild.audit.broken_words import Pages, cuts_words
from coursebuild.audit.extract import Reader
from coursebuild.audit.files import DRAWING
from coursebuild.audit.frame import Frame
from coursebuild.audit.html_file import ticked
from coursebuild.audit.names import NAMES
from coursebuild.audit.passages import SEARCH, TICKED, Kind, Passage
from coursebuild.model import Body, Evidence, Searched, fragments, squeezed, words
from coursebuild.source import is_mark

MIN_PHRASE = 12  # letters: a shorter phrase may occur by chance
WINDOW = 4  # words: a longer text is also searched for in parts of this length
MIN_LABEL = 10  # letters of a label that only pages with corrections have
MIN_WORD = 4  # letters or digits, where page numbers and line breaks may produce shorter words

BOXES = "boxes"  # of choices, where a leak is a tick
_PRODUCERS = ("coursebuild", "WeasyPrint")  # which a file's metadata names
_SETTING = re.compile(r'\b(?:class|id|lang|role|style|type)="([^"]*)"')
_OTHERS = re.compile("[^a-z]+")
_NOWHERE = "\0"


class LeakError(Exception):
    """A file contains what its edition withholds; `leaks` are the places and texts."""

    def __init__(self, path: str, leaks: tuple[tuple[str, str], ...]) -> None:
        super().__init__(path, leaks)
        self.path = path
        self.leaks = leaks


def evidence(body: Body, frame: Frame) -> Evidence:
    """What the files of an edition must not contain.

    There are no such texts if the edition withholds nothing, or shows corrections.
    """
    selection = body.selection
    withheld_texts = (*selection.withheld, *body.not_drawn)
    name = selection.edition.name
    if not (withheld_texts or body.withholds) or selection.edition.shows_corrections:
        return Evidence(title=selection.facts.title, edition=name)
    edition = name if body.marked else ""  # at the head of each page
    beside = (*_PRODUCERS, frame.course, *frame.labels, str(selection.source.location.stem), edition)
    images = extract.enclosed(body.body)
    drawings = [text for drawing in body.drawings.values() for text in drawing.texts]
    drawn = [*drawings, *(image.text for image in images if image.where == DRAWING)]
    selected = (*fragments(selection.json), *selection.facts.texts)
    texts = [
        Searched(squeezed(" ".join((*each, *beside, *drawn))))
        for each in dict.fromkeys((selected, selection.expected))
    ]

    def is_shown(phrase: str) -> bool:
        return all(phrase in text for text in texts) or phrase in frame.text

    withheld = [text for text in withheld_texts if not is_shown(squeezed(text))]
    phrases = {
        flat: " ".join(phrase.split())
        for text in withheld
        for phrase in _phrases(text)
        # leading digits may be a list's number, which is in the PDF and not in the source
        if len(flat := squeezed(phrase).lstrip("0123456789")) >= MIN_PHRASE and not is_shown(flat)
    }
    labels = tuple(
        (flat, label)
        for label in frame.of_corrections(selection.facts.lang)
        if len(flat := squeezed(label)) >= MIN_LABEL and not any(flat in text for text in texts)
    )
    shown = _words((*selection.expected, *beside, *drawings, *(image.text for image in images)))
    # The author's filters may add any word, except one that is an answer by itself.
    # `BEGIN` and `END` are words of PDFs too: of a mark of a gap in code, all of it counts.
    own = [text for text in withheld if not ("BEGIN" in text or "END" in text) or not is_mark(text)]
    answers = _words(text for text in own if len(squeezed(text)) < MIN_PHRASE)
    shown = frame.words | shown | (_words(selected) - answers)
    only = _words(own) - shown
    codes = frame.code | NAMES | (_words(_SETTING.findall(body.body)) - answers)
    ticks = max(ticked(body.body), " ".join((selection.json, *selection.facts.texts, *drawn)).count(TICKED))
    found = tuple(phrases.items())
    return Evidence(only, found, shown, selection.facts.title, only & codes, labels, name, ticks)


def evidence_of_texts(every: Iterable[str], shown: Iterable[str]) -> Evidence:
    """What a file must not contain that may hold what is `shown`: phrases and words of all other texts."""
    every, shown = tuple(every), tuple(shown)
    known = Searched(squeezed(" ".join(shown)))
    withheld = [text for text in every if squeezed(text) not in known]
    phrases = {
        flat: " ".join(phrase.split())
        for text in withheld
        for phrase in _phrases(text)
        if len(flat := squeezed(phrase).lstrip("0123456789")) >= MIN_PHRASE and flat not in known
    }
    short = [text for text in every if len(squeezed(text)) < MIN_PHRASE]  # it may be in a word by chance
    only = _words((*withheld, *short)) - _words(shown)
    return Evidence(frozenset(filter(_counts, only)), tuple(phrases.items()))


def _counts(word: str) -> bool:
    """Whether a word is not one that may stand anywhere by chance."""
    return len(word) >= MIN_WORD and not word.isdecimal()


def audit(path: str, content: bytes, reader: Reader, against: Evidence) -> None:
    """Search a finished file. Raises LeakError if it contains what it must not, and UnreadableError."""
    if not against.withholds:
        return
    passages = reader.passages(content)
    if _leaks((p for p in passages if not p.is_repeated), reader, against):
        leaks = _leaks(passages, reader, against)
        leaks = [each for each in leaks if each[0].where != SEARCH] or leaks
        located = {text for passage, text in leaks if passage.is_located}
        exact = ((p.where, text) for p, text in leaks if p.is_located or text not in located)
        raise LeakError(path, tuple(dict.fromkeys(exact)))
    if against.ticks is not None and reader.ticks(content) > against.ticks:
        raise LeakError(path, ((BOXES, TICKED),))


def _leaks(passages: Iterable[Passage], reader: Reader, against: Evidence) -> list[tuple[Passage, str]]:
    flattened = [(p, p.text if p.kind is Kind.BYTES else squeezed(p.text)) for p in passages]
    bytes_ = Searched("\n".join(flat for p, flat in flattened if p.kind is Kind.BYTES))
    texts = Searched("\n".join({flat for p, flat in flattened if p.kind is not Kind.BYTES}))
    phrases = [each for each in against.texts if each[0] in texts]
    spelled = [(flat, shown) for phrase, shown in against.texts if (flat := letters(phrase)) in bytes_]
    leaks: list[tuple[Passage, str]] = []
    pages = Pages(p.text for p, _ in flattened if p.kind is Kind.SHOWN) if reader.is_paged else None
    for passage, flat in flattened:
        wanted = spelled if passage.kind is Kind.BYTES else phrases
        found = [each for each in wanted if each[0] in flat]
        if found and passage.kind is Kind.SHOWN:
            found = [each for each in found if not cuts_words(each[0], passage.text, against.shown)]
        leaks += [(passage, shown) for _, shown in found]
        leaks += [(passage, word) for word in _leaking_words(passage, pages, against)]
    return leaks


def letters(phrase: str) -> str:
    """The letters of a phrase that are the same in all encodings; if they are few, what is in no bytes."""
    letters = _OTHERS.sub("", phrase)
    return letters if len(letters) >= MIN_PHRASE else _NOWHERE


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))


def _leaking_words(passage: Passage, pages: Pages | None, against: Evidence) -> Iterator[str]:
    if passage.kind in (Kind.JOINED, Kind.BYTES):
        return
    is_shown = passage.kind is Kind.SHOWN
    exact = is_shown and not pages  # without page numbers and line breaks
    wanted = against.words - against.codes if passage.kind is Kind.CODE else against.words
    for word in dict.fromkeys(words(passage.text)):
        is_long = len(word) >= MIN_WORD and (is_shown or not word.isdecimal())
        if word not in wanted or not (exact or is_long):
            continue
        if not (is_shown and pages and pages.breaks(word, passage.text, against.shown)):
            yield word


def _phrases(text: str) -> Iterator[str]:
    """The text itself, and each sequence of WINDOW words in it."""
    yield text
    parts = text.split()
    for start in range(len(parts) - WINDOW + 1) if len(parts) > WINDOW else ():
        yield " ".join(parts[start : start + WINDOW])
