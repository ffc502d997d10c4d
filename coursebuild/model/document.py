"""The types that pass from stage to stage; all frozen, none half filled."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from coursebuild.model.course import Edition, Location
from coursebuild.model.diagnostics import Diagnostic
from coursebuild.model.formats import Format
from coursebuild.model.reading import Reading


class Source(NamedTuple):
    """An author's text, read line by line; `state` as `states.state` gives it."""

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


class Document(NamedTuple):
    """A parsed source, from which no edition has been selected: it cannot be rendered.

    `json` holds the marks of `Reading.places`.
    """

    source: Source
    json: str
    diagnostics: tuple[Diagnostic, ...]


class Facts(NamedTuple):
    """What a title block and a PDF's metadata say."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: str
    lang: str
    keywords: tuple[str, ...]
    description: str
    anchor: str  # what links to the title lead to


class Layout(NamedTuple):
    """What an author asks of the pages; `contents` is None where nobody said."""

    cover: bool = False
    draft: bool = False
    contents: bool | None = None
    links_as_notes: bool = False


class Selection(NamedTuple):
    """One edition of a document, as pandoc's JSON; `withheld` are the texts that it does not show."""

    source: Source
    edition: Edition
    json: str
    facts: Facts
    layout: Layout
    withheld: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


class Markup(NamedTuple):
    """What pandoc wrote of a selection: HTML that is not yet safe to put into a page."""

    selection: Selection
    contents: str
    body: str
    diagnostics: tuple[Diagnostic, ...]


class Body(NamedTuple):
    """HTML that loads nothing and runs nothing; `marked` where it holds what students do not see.

    `reads` are the files that it was made of, each with its state (`states.state`).
    """

    selection: Selection
    contents: str
    body: str
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    marked: bool = False


class Page(NamedTuple):
    """A complete HTML document, for the screen or for print."""

    source: str
    path: PurePosixPath
    format: Format
    html: str


class Artifact(NamedTuple):
    """A finished file; `path` is relative to the output folder, `seconds` are what making it took."""

    path: PurePosixPath
    content: bytes
    diagnostics: tuple[Diagnostic, ...]
    seconds: float = 0.0


class Evidence(NamedTuple):
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
