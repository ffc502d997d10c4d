"""The finished files read back: what an edition withholds must not stand in them, wherever that may be."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from coursebuild.audit import extract
from coursebuild.config import files
from coursebuild.model import Body, Course, Evidence, Format, Searched, fragments, squeezed, words
from coursebuild.runtime import resources

LEAST_PHRASE = 12  # letters: a shorter one may stand in a text by chance
WINDOW = 4  # words of a longer text: a piece of it is found as well
LEAST_WORD = 4  # letters, where page numbers and line breaks make short words of their own

_STRING = re.compile(r"""\"[^\"\n]*\"|'[^'\n]*'""")
_PRODUCERS = ("coursebuild", "WeasyPrint")  # as a file's metadata name them


class LeakError(Exception):
    """A file that holds what its edition withholds; `leaks` say where in it, and what."""

    def __init__(self, path: str, leaks: tuple[extract.Said, ...]) -> None:
        super().__init__(path, leaks)
        self.path = path
        self.leaks = leaks


def evidence(body: Body, course: Course) -> Evidence:
    """What the files of an edition may not hold; nothing where it withholds nothing, or shows corrections."""
    selection = body.selection
    if not selection.withheld or selection.edition.shows_corrections:
        return Evidence(title=selection.facts.title)
    facts = selection.facts
    frame = _frame(course.root / "templates")
    told = (facts.title, facts.subtitle, *facts.authors, facts.date, *facts.keywords, facts.description)
    shown = [
        *fragments(selection.json),
        *told,
        *extract.drawings(body.body),
        *_PRODUCERS,
        course.title,
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


def audit(path: str, content: bytes, format_: Format, against: Evidence) -> None:
    """Raises LeakError where the file holds what it may not, and UnreadableError where it cannot be read."""
    if not against.withholds:
        return
    told = extract.said(content, format_)
    flattened = [_flat(text, format_) for _, text in told]
    whole = Searched("\n".join(dict.fromkeys(flattened)))
    phrases = [(phrase, said) for phrase, said in against.phrases if phrase in whole]
    leaks: list[extract.Said] = []
    for (where, text), flat in zip(told, flattened, strict=True):
        leaks += [(where, said) for phrase, said in phrases if phrase in flat]
        if where not in extract.CODE:
            leaks += [(where, word) for word in _words(where, text, format_, against)]
    if leaks:
        raise LeakError(path, tuple(dict.fromkeys(leaks)))


def _in_none(phrase: str, texts: Iterable[Searched]) -> bool:
    return not any(phrase in text for text in texts)


def _flat(text: str, format_: Format) -> str:
    """A text squeezed; an HTML page's line by line: its headings follow one another in its contents alone."""
    return "\n".join(map(squeezed, text.split("\n"))) if format_ is Format.HTML else squeezed(text)


def _words(where: str, text: str, format_: Format, against: Evidence) -> Iterator[str]:
    exact = where == extract.TEXT and format_ is Format.HTML  # nothing numbers or breaks its text
    broken = where == extract.TEXT and format_ is Format.PDF
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


class Frame(NamedTuple):
    """What the templates say, squeezed, and the words that a page may show of them.

    Of a style sheet these are its strings (`content`), of a script none.
    """

    words: frozenset[str]
    text: Searched


@cache
def _frame(own: Path) -> Frame:
    folders = [place for place in (resources.folder("templates"), own) if place.is_dir()]
    said = [
        (path.suffix, files.text(place, path.name) or "")
        for place in folders
        for path in sorted(place.iterdir())
        if path.is_file() and path.suffix in (".css", ".html", ".jinja", ".js", ".toml")
    ]
    shown = frozenset(word for suffix, text in said for word in words(_visible(suffix, text)))
    return Frame(shown, Searched(squeezed(" ".join(text for _, text in said))))


def _visible(suffix: str, text: str) -> str:
    if suffix == ".css":
        return " ".join(_STRING.findall(text))
    return "" if suffix == ".js" else text
