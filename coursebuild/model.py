"""The types that pass from stage to stage; all frozen, none half filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from coursebuild.errors import Diagnostic
from coursebuild.lines import Reading
from coursebuild.request import Edition, Format, Location


@dataclass(frozen=True, slots=True)
class Source:
    """An author's text, read line by line; `state` as `unchanged.state` gives it."""

    location: Location
    reading: Reading
    state: str = ""

    @property
    def text(self) -> str:
        return self.reading.text

    def place(self, quote: str, code: str, message: str, *, or_at: str = "") -> Diagnostic:
        """A diagnostic where `quote` first stands, or else `or_at`; of the file where neither does."""
        at = next((at for q in (quote, or_at) if q and (at := self.text.find(q)) >= 0), -1)
        if at < 0:
            return Diagnostic(self.location.name, 0, 0, code, message)
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        return Diagnostic(self.location.name, line, column, code, message)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source, from which no edition has been selected: it cannot be rendered.

    `json` holds the marks of `Reading.places`.
    """

    source: Source
    json: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a title block and a PDF's metadata say."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: str
    lang: str
    keywords: tuple[str, ...]
    description: str
    anchor: str  # what links to the title lead to


@dataclass(frozen=True, slots=True)
class Layout:
    """What an author asks of the pages; `contents` is None where nobody said."""

    cover: bool = False
    draft: bool = False
    contents: bool | None = None
    links_as_notes: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """One edition of a document, as pandoc's JSON; `withheld` are the texts that it does not show."""

    source: Source
    edition: Edition
    json: str
    facts: Facts
    layout: Layout
    withheld: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """What pandoc wrote of a selection: HTML that is not yet safe to put into a page."""

    selection: Selection
    contents: str
    body: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """HTML that loads nothing and runs nothing; `marked` where it holds what students do not see.

    `reads` are the files that it was made of, each with its state (`unchanged.state`).
    """

    selection: Selection
    contents: str
    body: str
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A complete HTML document, for the screen or for print."""

    source: str
    path: PurePosixPath
    format: Format
    html: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file; `path` is relative to the output folder, `seconds` are what making it took."""

    path: PurePosixPath
    content: bytes
    diagnostics: tuple[Diagnostic, ...]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file of an edition may not hold.

    `words` are those that only withheld parts have, `phrases` pieces of them, squeezed and as the
    author wrote them; `shown` are the words that the edition has.
    """

    words: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, str], ...] = ()
    shown: frozenset[str] = frozenset()
    title: str = ""

    @property
    def withholds(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.phrases)
