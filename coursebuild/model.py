"""The types that pass from stage to stage; all frozen, none half filled."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from coursebuild.errors import Diagnostic
from coursebuild.lines import Reading

Values = Mapping[str, str | tuple[str, ...]]


class Format(StrEnum):
    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Edition:
    """Who a page is for; `values` are the metadata that the edition decides."""

    name: str
    values: Mapping[str, str]


ALWAYS_DECIDED = frozenset({"edition", "format"})
STUDENT = Edition("student", {"correction": "false"})
INSTRUCTOR = Edition("instructor", {"correction": "true"})


@dataclass(frozen=True, slots=True)
class Course:
    """What coursebuild.toml says, or its defaults; `root` is the folder it stands in."""

    root: Path
    title: str = ""
    sources: tuple[str, ...] = ("course",)
    output: str = "build"
    defaults: Values = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(
        default_factory=lambda: {e.name: e for e in (STUDENT, INSTRUCTOR)}
    )
    filters: tuple[str, ...] = ()
    resources: tuple[Path, ...] = ()
    ignored: frozenset[str] = frozenset()

    @property
    def decided(self) -> frozenset[str]:
        """The metadata that no document and no call may set: what any edition decides, and its name."""
        return ALWAYS_DECIDED.union(*(edition.values for edition in self.editions.values()))


@dataclass(frozen=True, slots=True)
class Order:
    """What the command asks for."""

    course: Course
    editions: tuple[Edition, ...]
    formats: tuple[Format, ...]
    metadata: Values
    fetch: bool
    jobs: int

    @property
    def sheets(self) -> int:
        """How many PDFs one source makes."""
        return len(self.editions) if Format.PDF in self.formats else 0


@dataclass(frozen=True, slots=True)
class Location:
    """A source that was found but not yet read.

    `stem` is the output's path without its suffix, below the edition's folder; `roots` are the
    folders that the source may read from.
    """

    path: Path
    name: str
    stem: PurePosixPath
    roots: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An author's text, read line by line."""

    location: Location
    reading: Reading

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
class Selection:
    """One edition of a document, as pandoc's JSON; `withheld` are the texts that it does not show."""

    source: Source
    edition: Edition
    json: str
    facts: Facts
    withheld: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    def shows_the_same_as(self, other: "Selection") -> bool:
        return bool(json.loads(self.json)["blocks"] == json.loads(other.json)["blocks"])


@dataclass(frozen=True, slots=True)
class Markup:
    """What pandoc wrote of a selection: HTML that is not yet safe to put into a page."""

    selection: Selection
    contents: str
    body: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """HTML that loads nothing and runs nothing; `marked` where it holds what students do not see."""

    selection: Selection
    contents: str
    body: str
    marked: bool
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A complete HTML document, for the screen or for print."""

    source: str
    path: PurePosixPath
    format: Format
    html: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file; `path` is relative to the output folder."""

    path: PurePosixPath
    content: bytes
    diagnostics: tuple[Diagnostic, ...]


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
