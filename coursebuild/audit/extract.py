"""Extract all texts of a finished file, however they are written, and of the files that it contains."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from coursebuild.audit import files, html_file, packed, pdf, spellings, word_file
from coursebuild.audit.copies import kinds
from coursebuild.audit.passages import SEARCH, Enclosed, Kind, Passage, UnreadableError

MAX_DEPTH = 9  # files in files


class Reader(NamedTuple):
    """How the files of a format are read back.

    `is_paged` means that lines may break words, and that there are numbers of pages and list items.
    """

    read: Callable[[bytes], Iterator[Passage | Enclosed]]
    titles: Callable[[bytes], list[str]]  # a file's title, each time that it is given
    editions: Callable[[bytes], list[str]]  # the same for the name of its edition
    is_paged: bool
    ticks: Callable[[bytes], int] = lambda _: 0  # how many boxes are ticked; 0 where it cannot be told

    def with_search(self, text_of: Callable[[bytes], str]) -> "Reader":
        """A reader that has also what the search of the course takes of the file."""

        def read(content: bytes) -> Iterator[Passage | Enclosed]:
            yield from self.read(content)
            yield Passage(SEARCH, text_of(content), Kind.SHOWN, is_copy=True)

        return self._replace(read=read)

    def passages(self, content: bytes) -> list[Passage]:
        """All texts of a file, without duplicates. Raises UnreadableError, as the other functions do."""
        return list(dict.fromkeys(_all(self.read(content))))


def enclosed(text: str) -> list[Passage]:
    """The texts of the files in data URIs."""
    return list(dict.fromkeys(_all(Enclosed(files.DRAWING, content) for content in spellings.data(text))))


def read_file(name: str, content: bytes) -> list[Passage]:
    """All texts of a file of any kind. Raises UnreadableError if it, or a file in it, cannot be read."""
    return list(dict.fromkeys(_all(iter((Enclosed(name, content, is_file=True),)), most=kinds.MOST_TOTAL)))


def _all(found: Iterator[Passage | Enclosed], most: int | None = None) -> Iterator[Passage]:
    """The texts that were found, and those in enclosed files, which have at most `most` bytes together."""
    waiting = deque([(found, 0)])
    total = 0
    while waiting:
        parts, depth = waiting.popleft()
        if depth > MAX_DEPTH:
            raise UnreadableError("its files are nested too deeply")
        for part in parts:
            if isinstance(part, Enclosed):
                total += len(part.content)
                if most and total > most:
                    raise UnreadableError("what is in it is too large to be read")
                waiting.append((_read(part), depth + 1))
                continue
            yield part
            if part.is_copy or part.kind is Kind.BYTES:
                continue
            for text in (part.text, *spellings.spellings(part.text)):
                yield part._replace(text=text)
                inside = [*spellings.data(text), *filter(files.is_known, spellings.encoded(text))]
                found_in = [Enclosed(part.where, each) for each in inside]
                found_in += (Enclosed(part.where, each, kinds.is_text(each)) for each in packed.in_text(text))
                waiting.extend((_read(each), depth + 1) for each in found_in)


def _read(file: Enclosed) -> Iterator[Passage | Enclosed]:
    if not file.content.startswith(b"%PDF"):
        read = kinds.read if file.is_file else files.read
        return read(file.where, file.content)
    return (each._replace(where=f"{file.where}, in a PDF") for each in pdf.read(file.content))


HTML = Reader(html_file.read, html_file.titles, html_file.editions, is_paged=False, ticks=html_file.ticks)
TEXT = Reader(
    lambda content: files.text_or_bytes("text", content), lambda _: [], lambda _: [], is_paged=False
)
WORD = Reader(word_file.read, word_file.titles, word_file.editions, is_paged=False, ticks=word_file.ticks)
PDF = Reader(pdf.read, pdf.titles, pdf.editions, is_paged=True)
