"""Keep what finished pages say, and the phrases of it: a build reads those alone that it has written."""

import json
from collections.abc import Callable, Iterable, Iterator

from coursebuild import site
from coursebuild.audit import withheld
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.site.edition_index import BESIDE, IndexedLesson, Read, find_lessons
from coursebuild.model import Edition, Format, Location, Remembered
from coursebuild.output import Kept
from coursebuild.runtime import store

_SHORT = 1000  # letters of a text of which nothing is kept

_SUFFIXES = [FORMATS[each].suffix for each in (Format.HTML, *BESIDE)]


class KeptLessons:
    """The lessons of an edition, as their finished pages have them.

    `digest` gives that of a file which a build wrote, and `read` its content, if it is as it was written.
    """

    def __init__(self, kept: Kept, edition: Edition, digest: Callable[[str], str], read: Read) -> None:
        self._kept, self._edition, self._digest, self._read = kept, edition, digest, read
        self._links: dict[Location, str] = {}

    def find(self, locations: Iterable[Location]) -> Iterator[IndexedLesson]:
        """The lessons of which there is a page, in this order."""
        for location in locations:
            answer = self._kept.find(str(location.stem), self._digests(location))
            if answer is not None:
                lesson, self._links[location] = _load(location, answer)
                yield lesson
            else:
                for found in find_lessons([location], self._read):
                    self._add(found, "")
                    yield found

    def has_links(self, lesson: IndexedLesson, links: str) -> bool:
        """Whether the page has these links in its slot, which are named by a key."""
        return self._links.get(lesson.location) == links

    def set_links(self, lesson: IndexedLesson, links: str) -> None:
        """Note that the page, which may have been written anew, has these links in its slot."""
        self._add(lesson, links)

    def save(self) -> None:
        self._kept.save()

    def _add(self, lesson: IndexedLesson, links: str) -> None:
        digests = self._digests(lesson.location)
        self._kept.add(str(lesson.location.stem), digests, _dump(lesson, links))

    def _digests(self, location: Location) -> dict[str, str]:
        names = [f"{location.stem}{suffix}" for suffix in _SUFFIXES]
        return {f"{self._edition.name}/{name}": self._digest(name) for name in names}


def _dump(lesson: IndexedLesson, links: str) -> bytes:
    """A line of JSON, and the line of the search."""
    said = lesson.page._replace(sections=(), slot="")
    return f"{json.dumps([links, lesson.beside, said])}\n{lesson.searched}".encode()


def _load(location: Location, answer: bytes) -> tuple[IndexedLesson, str]:
    head, _, searched = answer.decode().partition("\n")
    links, beside, said = json.loads(head)
    page = site.FinishedPage(*said)._replace(sections=())
    page = page._replace(
        about=tuple(page.about), license=site.License(*page.license), files=tuple(page.files)
    )
    return IndexedLesson(location, page, tuple(site.Beside(*each) for each in beside), searched), links


class KeptPhrases:
    """The phrases of the texts of an index, so that those alone are read that are new."""

    def __init__(self, kept: Kept, salt: bytes) -> None:
        self._kept, self._salt = kept, salt

    def find_remembered(self, texts: Iterable[str], remembered: Remembered) -> str:
        """As `withheld.find_remembered`."""
        for text in texts if remembered.hashes else ():
            may_have = len(text) < _SHORT or self._has_remembered(text, remembered)
            if may_have and (found := withheld.find_remembered((text,), remembered)):
                return found
        return ""

    def save(self) -> None:
        self._kept.save()

    def _has_remembered(self, text: str, remembered: Remembered) -> bool:
        phrases = map(self._phrases, withheld.pieces(text))
        return any(withheld.has_remembered(each, remembered) for each in phrases)

    def _phrases(self, piece: str) -> bytes:
        key = store.key(piece)
        phrases = self._kept.find(key, {})
        if phrases is None:
            phrases = withheld.packed(piece, self._salt)
            self._kept.add(key, {}, phrases)
        return phrases
