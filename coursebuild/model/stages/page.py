"""What becomes of a selection: HTML, pages and files, and what these must not contain."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from coursebuild.model.diagnostics import Diagnostic
from coursebuild.model.formats import Format
from coursebuild.model.reading import Place
from coursebuild.model.stages.document import Selection


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
