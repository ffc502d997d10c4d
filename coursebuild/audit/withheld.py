"""Compare what students see of a document with what was withheld from them before.

What is remembered of a text are salted hashes of its phrases: of the PHRASE letters from the start of each
word. A text of which a piece is moved, split or partly reworded still has phrases in common with the former.
Of a short paragraph, the whole is remembered with the name of its lesson: it has no phrase, and elsewhere, or
as a part of another text, the same words may well stand by chance. Of short texts in a row, runs are
remembered (`compared/runs.py`).
"""

import os
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from coursebuild.audit.compared import runs
from coursebuild.audit.compared.phrases import (
    KNOWN,
    PHRASE,
    hashed,
    new_phrases,
    phrases_of,
    phrases_of_words,
    text_from,
)
from coursebuild.audit.compared.placing import place
from coursebuild.audit.compared.similar import SimilarTexts
from coursebuild.model import (
    Audiences,
    Course,
    Diagnostic,
    Document,
    Phrases,
    Remembered,
    Source,
    Values,
    parts,
    short,
    spelled_words,
    squeezed,
    words,
)

MIN_TEXT = 40  # letters: a shorter text is remembered as a whole, if at all
SHORTEST = 12  # letters, of several words, of such a text

_FILE, _TEXT = ("path", "content"), "text"  # what is remembered of a file, and of a short text
_RUN = "run/{}"  # with its letters
_ADDRESS = re.compile(r"\w+://\S+")  # a question and a correction may link to the same page
_LONG, _LINES = 200, 8  # letters of a line after which a text is divided, and of other lines each so many
_BEGINNING = re.compile(rf"(?:[\W_]*[^\W_]){{0,{2 * PHRASE}}}")  # twice, for some letters are no word's


class Texts(NamedTuple):
    """The parts of a document, the texts that students see, and those that only correctors see.

    `seen` and `corrected` are the texts of students and of correctors in their order. `linked` and
    `withheld_links` are the addresses of the links and images in what is shown and withheld. `paragraphs` are
    the whole paragraphs among the withheld texts; `lesson` is the path of the lesson below the course.
    """

    in_order: tuple[parts.Part, ...]
    audiences: Audiences
    shown: tuple[str, ...]
    withheld: tuple[str, ...]
    seen: tuple[str, ...]
    corrected: tuple[runs.Text, ...]
    linked: tuple[str, ...]
    withheld_links: tuple[str, ...]
    paragraphs: tuple[str, ...]
    lesson: str


def read(document: Document, course: Course, given: Values, day: str = "") -> Texts:
    """Read the texts of a document; `given` is the metadata from the command line.

    Students are the readers of all editions that do not show corrections. What they see since a date that has
    come on the day is allowed, as what is in a `.public` part.
    """
    content = parts.load(document.json)
    date = course.show_from.get(document.source.location.lesson, "")
    audiences = Audiences(course, content["meta"], given, day, date)
    correctors = audiences.everyone - audiences.students
    all_parts = tuple(parts.parts(content, audiences))
    all_seen: list[str] = []
    corrected: list[runs.Text] = []
    linked: dict[str, None] = {}
    withheld_links: dict[str, None] = {}
    paragraphs: dict[str, None] = {}
    for part in all_parts:
        linked.update(dict.fromkeys(parts.visible_addresses(part, audiences, audiences.students)))
        withheld_links.update(dict.fromkeys(parts.visible_addresses(part, audiences, correctors)))
        seen = _without_addresses(parts.visible_texts(part, audiences, audiences.students))
        all_seen += seen
        if not (part.is_uniform and seen):
            also = _without_addresses(parts.visible_texts(part, audiences, correctors))
            corrected += (runs.Text(text, text not in seen, part.element) for text in also)
            paragraphs.update(dict.fromkeys(also[:1] if part.is_paragraph else ()))
        elif not part.audience.isdisjoint(correctors):
            corrected += (runs.Text(text, is_withheld=False, element=part.element) for text in seen)
    shown = dict.fromkeys(all_seen)
    withheld = dict.fromkeys(each.text for each in corrected if each.is_withheld and each.text not in shown)
    return Texts(
        all_parts,
        audiences,
        tuple(shown),
        tuple(withheld),
        tuple(all_seen),
        tuple(corrected),
        tuple(linked),
        tuple(address for address in withheld_links if address not in linked),
        tuple(text for text in paragraphs if text not in shown),
        os.path.relpath(os.path.realpath(document.source.location.path), os.path.realpath(course.root)),
    )


def phrases(found: Texts, salt: bytes) -> Phrases:
    """The hashes of what a document shows and withholds.

    A phrase is not withheld if it is in a text of fewer than MIN_TEXT letters, or if students know most of
    it from elsewhere in the document, as in a correction that repeats its question. Nor is a short paragraph
    that announces something, or that is nearly a text which students see.
    """
    shown = {phrase for text in found.shown for phrase in phrases_of(text)}
    known = {piece for text in found.shown for piece in phrases_of(text, KNOWN)} if found.withheld else set()
    withheld = {
        phrase
        for text in found.withheld
        if len(squeezed(text)) >= MIN_TEXT
        for phrase in new_phrases(text, known)
    }
    shown |= {_whole(text, found) for text in found.shown if _is_short(text)}
    short_ones = [text for text in found.paragraphs if _is_short(text) and not text.rstrip().endswith(":")]
    if short_ones:
        similar = SimilarTexts(map(squeezed, found.shown))
        withheld |= {_whole(text, found) for text in short_ones if not similar.has(squeezed(text))}
    if found.withheld:
        letters = {squeezed(text) for text in found.shown}
        letters |= {squeezed(text) for text in found.withheld if _is_repeated(text, known)}
        withheld.update(map(_RUN.format, runs.withheld(found.corrected, letters)))
    shown.update(_RUN.format(run.letters) for run in runs.shown(found.seen))
    return Phrases(hashed(shown, salt), hashed(withheld - shown, salt))


def _is_repeated(text: str, known: AbstractSet[str]) -> bool:
    """Whether students know all phrases of a text, as of a paragraph in which a word is withheld."""
    return len(squeezed(text)) >= PHRASE and not any(new_phrases(text, known))


def _is_short(text: str) -> bool:
    """Whether a text is long enough to be remembered, but as a whole alone."""
    return SHORTEST <= len(squeezed(text)) < MIN_TEXT and len(words(text)) > 1


def _whole(text: str, found: Texts) -> str:
    """What is remembered of a short text. No phrase is the same, as phrases have letters alone."""
    return f"{_TEXT}/{found.lesson}/{squeezed(text)}"


def find_revealed(
    document: Document, found: Texts, shown: Phrases, remembered: Remembered
) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each text that students would see, and did not before.

    A text in a `.public` part is allowed.
    """
    alarming = shown.shown & _unpacked(remembered.hashes)
    # nearly always none, and the rest takes time
    return tuple(dict.fromkeys(_revealed(document.source, found, alarming, remembered))) if alarming else ()


def _revealed(
    source: Source, found: Texts, alarming: AbstractSet[int], remembered: Remembered
) -> Iterator[Diagnostic]:
    before: list[str] = []  # the squeezed texts of the parts before this one
    seen: list[str] = []
    numbers: list[int] = []  # of the texts in the parts before that of each text in `seen`
    reported: set[str] = set()

    def diagnose(quote: str, pieces: Sequence[str], before: Sequence[str]) -> Diagnostic:
        message = f"students would see `{short(quote)}`, which {remembered.by} withheld from them"
        return Diagnostic(source.location.name, *place(source, pieces, before), "CB157", message)

    for part in found.in_order:
        visible = parts.visible_texts(part, found.audiences, found.audiences.students, public=False)
        for number, text in enumerate(_without_addresses(visible)):
            seen.append(text)
            numbers.append(len(before))
            pieces = [p for p in phrases_of(text) if not alarming.isdisjoint(hashed([p], remembered.salt))]
            is_short = number == 0 and part.is_paragraph and _is_short(text)
            if is_short and not alarming.isdisjoint(hashed([_whole(text, found)], remembered.salt)):
                pieces = [squeezed(text)]
            if pieces:
                reported.add(text)
                yield diagnose(text_from(text, pieces[0]), pieces, before)
        before += map(squeezed, parts.texts(part))
    end = -1  # of the runs until here, of which each is reported once
    for run in runs.shown(seen):
        if not alarming.isdisjoint(_hashed_run(run, remembered.salt)):
            texts = seen[run.first : run.last + 1]
            if run.first > end and reported.isdisjoint(texts):
                yield diagnose(" ".join(texts), [run.letters], ["".join(before[: numbers[run.first]])])
            end = max(end, run.last)


def _hashed_run(run: runs.Run, salt: bytes) -> frozenset[int]:
    return hashed((_RUN.format(run.letters),), salt)


def unlisted_links(found: Texts) -> tuple[str, ...]:
    """The addresses of the links and images that students see outside of `.public` parts."""
    seen = (
        parts.visible_addresses(part, found.audiences, found.audiences.students, public=False)
        for part in found.in_order
    )
    return tuple(dict.fromkeys(address for each in seen for address in each))


def unlisted_texts(found: Texts) -> Iterator[str]:
    """Yield the texts that students see outside of `.public` parts."""
    for part in found.in_order:
        yield from parts.visible_texts(part, found.audiences, found.audiences.students, public=False)


def hashed_files(files: Iterable[tuple[str, str]], salt: bytes, *, included: bool = False) -> frozenset[int]:
    """The hashes of files, each with its path and the identifier of its content, which may be unknown.

    Those of files that are `included` are others than those of files that students get. No phrase is the
    same, as phrases have letters alone.
    """
    way = "included/" if included else ""
    names = (f"{way}{kind}/{text}" for file in files for kind, text in zip(_FILE, file, strict=True) if text)
    return hashed(names, salt)


def is_remembered(hashes: AbstractSet[int], remembered: Remembered) -> bool:
    """Whether any of the hashes was withheld before."""
    return not hashes.isdisjoint(_unpacked(remembered.hashes))


def find_remembered(texts: Iterable[str], remembered: Remembered) -> str:
    """Return the first piece of texts of any length that was withheld before; "" if there is none."""
    hashes = _unpacked(remembered.hashes)
    for text in texts if hashes else ():
        spelled = list(spelled_words(text))
        for n, phrase in phrases_of_words(spelled):
            if not hashes.isdisjoint(hashed((phrase,), remembered.salt)):
                return " ".join(spelled[n : n + PHRASE])
        lines = text.split("\n")
        for run in runs.shown(lines):
            if not hashes.isdisjoint(_hashed_run(run, remembered.salt)):
                return " ".join(lines[run.first : run.last + 1])
    return ""


def pieces(text: str) -> Iterator[str]:
    """Divide a text after some of its lines, by what these say: a change of one piece moves no other.

    Each piece has the beginning of what follows, into which its last phrases reach.
    """
    start = end = 0
    for line in text.splitlines(keepends=True):
        end += len(line)
        is_last_of_piece = crc32(line.encode("utf-8", "surrogatepass")) % _LINES == 0
        if is_last_of_piece or len(line) >= _LONG or end == len(text):
            following = _BEGINNING.match(text, end)
            yield text[start : following.end() if following else end]
            start = end


def packed(text: str, salt: bytes) -> bytes:
    """The hashes of all phrases of a text of any length, for `has_remembered`."""
    phrases_ = (phrase for _, phrase in phrases_of_words([*spelled_words(text)]))
    return array("Q", hashed(phrases_, salt)).tobytes()


def has_remembered(packed_: bytes, remembered: Remembered) -> bool:
    """Whether any of the phrases was withheld before."""
    return not _unpacked(remembered.hashes).isdisjoint(memoryview(packed_).cast("Q"))


@lru_cache(maxsize=1)
def _unpacked(hashes: bytes) -> frozenset[int]:
    return frozenset(memoryview(hashes).cast("Q"))


def _without_addresses(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_ADDRESS.sub("", text) if "://" in text else text for text in texts)
