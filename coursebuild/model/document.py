"""The types that stages pass to the next stage. All are immutable and complete."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from coursebuild.model.course import Edition, Location
from coursebuild.model.diagnostics import Diagnostic
from coursebuild.model.formats import Format
from coursebuild.model.reading import Place, Reading


class Source(NamedTuple):
    """The text of a source, split into lines; `state` is its `fingerprint.state`."""

    location: Location
    reading: Reading
    state: str = ""

    @property
    def text(self) -> str:
        return self.reading.text

    def place(self, quote: str, code: str, message: str, *, or_at: str = "") -> Diagnostic:
        """Return a diagnostic at the first `quote` in the text, or else at `or_at`, or else at no line."""
        at = next((at for q in (quote, or_at) if q and (at := self.text.find(q)) >= 0), -1)
        if at < 0:
            return Diagnostic(self.location.name, 0, 0, code, message)
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        return Diagnostic(self.location.name, *self.reading.typed((line, column)), code, message)


class Document(NamedTuple):
    """A parsed source, as pandoc's JSON, from which no edition has been selected yet.

    It cannot be rendered, because `json` contains the attributes MARK.
    """

    source: Source
    json: str
    diagnostics: tuple[Diagnostic, ...]


class Facts(NamedTuple):
    """The metadata of a title block and of a PDF.

    `fields` are the names of what students fill in on a printed sheet, `points` is what it is marked out of.
    """

    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: str
    lang: str
    keywords: tuple[str, ...]
    description: str
    anchor: str  # the identifier of the title, for links
    fields: tuple[str, ...] = ()
    points: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        title_block = (self.title, self.subtitle, *self.authors, self.date, *self.keywords, self.description)
        return (*title_block, *self.fields, self.points)


class Summary(NamedTuple):
    """The title of a lesson; its exercises, and those of them that have a correction; its corrections."""

    title: str
    exercises: int
    corrected: int
    corrections: int


class Layout(NamedTuple):
    """The author's settings for pages; `contents` is None if not set."""

    cover: bool = False
    draft: bool = False
    contents: bool | None = None
    links_as_notes: bool = False


class Phrases(NamedTuple):
    """Salted hashes of a document's phrases.

    Students see the `shown` ones; only editions with corrections show the `withheld` ones.
    """

    shown: frozenset[int]
    withheld: frozenset[int]


class Selection(NamedTuple):
    """An edition of a document, as pandoc's JSON; `withheld` are the texts that it does not show.

    `expected` are the texts that it would show without the author's filters.
    """

    source: Source
    edition: Edition
    json: str
    facts: Facts
    layout: Layout
    expected: tuple[str, ...]
    withheld: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


class Markup(NamedTuple):
    """The HTML that pandoc wrote for a selection; not yet safe to put into a page."""

    selection: Selection
    contents: str
    body: str
    diagnostics: tuple[Diagnostic, ...]


class LinkedFile(NamedTuple):
    """A file that a lesson links to, and that is copied for an edition.

    `name` is the path of its copy below the output folder; `link` is where the lesson's first link to it is;
    `is_public` says that the author lets students see it, whatever its name and kind.
    """

    path: Path
    name: PurePosixPath
    source: str
    link: Place
    is_public: bool


class Copied(NamedTuple):
    """A linked file that was read; `digest` is the `store.digest` of its content."""

    path: Path
    name: PurePosixPath
    digest: str


class Drawing(NamedTuple):
    """What pages have in place of a formula: on screen, and in print.

    `texts` are all texts in it; `text` is the one that it has where nothing can be drawn; `width` is in em.
    """

    screen: str
    printed: str
    texts: tuple[str, ...]
    text: str
    width: float


class Body(NamedTuple):
    """Sanitized HTML, which loads nothing and runs nothing.

    `reads` has the `fingerprint.state` of each file that it was made from, by path; `links` are the
    addresses of its links, and `moved` has those that pages have in place of some of them; `marked` says
    that students do not see all of it. `drawings` are by the character that stands for each in the HTML, and
    `not_drawn` are the texts of those that the edition does not show.
    """

    selection: Selection
    contents: str
    body: str
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    links: tuple[str, ...] = ()
    moved: Mapping[str, str] = MappingProxyType({})
    marked: bool = False
    drawings: Mapping[str, Drawing] = MappingProxyType({})
    not_drawn: tuple[str, ...] = ()


class Page(NamedTuple):
    """A complete HTML document, for the screen or for print."""

    source: str
    path: PurePosixPath
    format: Format
    html: str


class Artifact(NamedTuple):
    """A finished file; `path` is relative to the output folder, `seconds` is the time it took to make.

    `is_lasting` is false if something failed that may succeed the next time, as the drawing of an image may:
    the file is then neither cached nor recorded as unchanged.
    """

    path: PurePosixPath
    content: bytes
    diagnostics: tuple[Diagnostic, ...]
    seconds: float = 0.0
    is_lasting: bool = True


class Evidence(NamedTuple):
    """What a file of an edition must not contain.

    `words` are words of withheld parts alone, `phrases` pieces of withheld parts, each squeezed and as
    the author wrote it; `shown` are the words that the edition shows; `codes` are those of `words` that
    names and scripts may contain by chance.
    """

    words: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, str], ...] = ()
    shown: frozenset[str] = frozenset()
    title: str = ""
    codes: frozenset[str] = frozenset()

    @property
    def withholds(self) -> bool:
        """Whether the edition withholds anything."""
        return bool(self.words or self.phrases)
