"""The types that stages pass to the next stage. All are immutable and complete."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from coursebuild.model.course import About, Edition, Location
from coursebuild.model.diagnostics import Diagnostic
from coursebuild.model.formats import Format
from coursebuild.model.reading import Place, Reading

_OTHER_LINE = re.compile(r"\bon line (\d+)")  # in a message

# Returns the real path and the content of a file that a source includes; raises OSError with the reason.
ReadFile = Callable[[Path], tuple[Path, bytes]]


class Origin(NamedTuple):
    """The place of a line of a source: the name of a file for messages, and the number of its line there.

    Each shift is a column of the source's line, and by how much it and those after it are further right
    than in the file.
    """

    name: str
    line: int
    shifts: tuple[tuple[int, int], ...] = ()

    def column(self, column: int) -> int:
        """Return the column in the file of a column in the source's line."""
        by = next((by for start, by in reversed(self.shifts) if start <= column), 0)
        return max(column - by, 1) if column else 0


class Included(NamedTuple):
    """A file that a source includes: its real path, its `fingerprint.state`, and whether it is code."""

    path: str
    state: str
    is_code: bool


class Inclusion(NamedTuple):
    """What a source includes: the origin of each of its lines, the files, and what is wrong with them.

    `lost` are the paths of files that could not be included. Nothing is included if there are no origins.
    """

    origins: tuple[Origin, ...] = ()
    files: tuple[Included, ...] = ()
    lost: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    def typed(self, diagnostic: Diagnostic, name: str) -> Diagnostic:
        """Return a diagnostic about the source with this name where its author typed what it is about."""
        if not self.origins or diagnostic.path != name or not diagnostic.line:
            return diagnostic
        origin = self._origin(diagnostic.line)

        def other_line(found: re.Match[str]) -> str:
            other = self._origin(int(found[1]))
            return f"on line {other.line}" + (f" of `{other.name}`" if other.name != origin.name else "")

        return diagnostic._replace(
            path=origin.name,
            line=origin.line,
            column=origin.column(diagnostic.column),
            message=_OTHER_LINE.sub(other_line, diagnostic.message),
        )

    def _origin(self, line: int) -> Origin:
        return self.origins[min(line, len(self.origins)) - 1]


class Source(NamedTuple):
    """The text of a source with what it includes, split into lines; `state` is its `fingerprint.state`."""

    location: Location
    reading: Reading
    state: str = ""
    inclusion: Inclusion = Inclusion()

    @property
    def text(self) -> str:
        return self.reading.text

    def typed(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a diagnostic where its author typed what it is about, perhaps in a file that is included."""
        return self.inclusion.typed(diagnostic, self.location.name)

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

    `fields` are the names of what students fill in on a printed sheet, `points` is what it is marked out of;
    `cost` is what all exercises take and are worth.
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
    cost: str = ""
    about: About = About()

    @property
    def texts(self) -> tuple[str, ...]:
        title_block = (self.title, self.subtitle, *self.authors, self.date, *self.keywords, self.description)
        return (*title_block, *self.fields, self.points, self.cost, *self.about.texts)


class Summary(NamedTuple):
    """The title of a lesson; its exercises, and those of them that have a correction; its corrections."""

    title: str
    exercises: int
    corrected: int
    corrections: int
    questions: int  # of quizzes
    minutes: float | None = None  # of the exercises that students see on paper; None if none says any
    points: float | None = None  # the same
    dates: tuple[tuple[str, str, int, str], ...] = ()  # each with the path, line and words of its part


class Layout(NamedTuple):
    """The author's settings for pages; `contents` is None if not set."""

    cover: bool = False
    draft: bool = False
    contents: bool | None = None
    links_as_notes: bool = False


class Selection(NamedTuple):
    """An edition of a document, as pandoc's JSON; `withheld` are the texts that it does not show.

    `expected` are the texts that it would show without the author's filters; `files` are the indexes, in
    `Inclusion.files`, of those whose code it shows.
    """

    source: Source
    edition: Edition
    json: str
    facts: Facts
    layout: Layout
    expected: tuple[str, ...]
    withheld: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[int, ...] = ()


class Markup(NamedTuple):
    """The HTML that pandoc wrote for a selection; not yet safe to put into a page."""

    selection: Selection
    contents: str
    body: str
    diagnostics: tuple[Diagnostic, ...]


class Referred(NamedTuple):
    """What a reference to another lesson leads to: its number, its address, and the lesson's title.

    If there is no such thing, the `fault` says why.
    """

    number: str = ""
    address: str = ""
    title: str = ""
    fault: str = ""


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
    """A linked file that was read; `digest` is the `store.digest` of its content.

    `content` is what is written in place of the file itself, if it is not copied as it is.
    """

    path: Path
    name: PurePosixPath
    digest: str
    content: bytes | None = None


class Drawing(NamedTuple):
    """What pages have in place of a formula: on screen, and in print.

    `texts` are all texts in it; `text` is the one that it has where nothing can be drawn; `width` is in em.
    `tex` is a formula as other programs read it, in HTML, and `word` as a file for Word is made of it.
    """

    screen: str
    printed: str
    texts: tuple[str, ...]
    text: str
    width: float
    tex: str = ""
    word: str = ""


class Body(NamedTuple):
    """Sanitized HTML, which loads nothing and runs nothing.

    `reads` has the `fingerprint.state` of each file that it was made from, by path; `links` are the
    addresses of its links, and `moved` has those that pages have in place of some of them; `marked` says
    that students do not see all of it, and `withholds` that other editions have what it does not show.
    `drawings` are by the character that stands for each in the HTML, and `not_drawn` are the texts of those
    that the edition does not show. `archive` is the address of the archive with the lesson's files, if there
    is one; `changed_since` is a revision at which readers saw something else.
    """

    selection: Selection
    contents: str
    body: str
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    links: tuple[str, ...] = ()
    moved: Mapping[str, str] = MappingProxyType({})
    marked: bool = False
    withholds: bool = False
    drawings: Mapping[str, Drawing] = MappingProxyType({})
    not_drawn: tuple[str, ...] = ()
    archive: str = ""
    changed_since: str = ""


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
    names and scripts may contain by chance. `labels` are as `phrases`, of pages with corrections alone.
    `edition` is the only one that the file may name, and `ticks` is how many ticked boxes it may have; None
    if it may have any.
    """

    words: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, str], ...] = ()
    shown: frozenset[str] = frozenset()
    title: str = ""
    codes: frozenset[str] = frozenset()
    labels: tuple[tuple[str, str], ...] = ()
    edition: str = ""
    ticks: int | None = None

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Whatever the file must not contain that is longer than a word."""
        return self.phrases + self.labels

    @property
    def withholds(self) -> bool:
        """Whether the edition withholds anything."""
        return bool(self.words or self.phrases or self.ticks is not None)
