"""The texts of a finished file, each with its place and with how it is compared."""

from enum import Enum
from typing import NamedTuple

TEXT = "text"  # where a page shows it
SOURCE = "source"  # of a page: all of it
TICKED = "☒"  # a ticked box, where it is a character
OBJECTS, STREAMS = "objects", "streams"  # of a PDF
SEARCH = "what the search finds in it"  # made of the texts of a page
MAX_SIZE = 1 << 26  # bytes of a file that is unpacked: what is larger is refused
_APART = dict.fromkeys(map(ord, "<>"), " \u16a0 ")  # a rune, which texts do not have
VAGUE = (SOURCE, OBJECTS, STREAMS)


class UnreadableError(Exception):
    """A file is damaged, or not of the format that its name says."""


class Kind(Enum):
    """Which words of a passage count, beside the phrases that it contains."""

    SHOWN = "what a reader sees: each word"
    TEXT = "what may have other words by chance, as numbers of pages: words of some letters"
    CODE = "names and code: such words, unless every page may have them"
    JOINED = "text whose words may be cut or joined: no word"
    NAME = "the name of a file inside of this one: as TEXT"
    BYTES = "any bytes: no word, and of phrases only their letters from a to z"


class Passage(NamedTuple):
    """A text, and where it is in the file; `is_copy` says that another passage has it as it is written."""

    where: str
    text: str
    kind: Kind = Kind.TEXT
    is_copy: bool = False

    @property
    def is_repeated(self) -> bool:
        """Whether another passage is compared in the same way, and only `where` is worth more in this one."""
        return self.is_copy and self.kind is Kind.CODE

    @property
    def is_located(self) -> bool:
        """Whether `where` says more than that the text is somewhere in the file."""
        return not self.where.endswith(VAGUE) and self.kind not in (Kind.JOINED, Kind.BYTES)


def tags_apart(markup: str) -> str:
    """Put a letter around tags, so that where only letters are compared, their names join nothing."""
    return markup.translate(_APART)


class Enclosed(NamedTuple):
    """A file inside another one, which is read in its turn; `is_file` if it is one that readers unpack."""

    where: str
    content: bytes
    is_file: bool = False
