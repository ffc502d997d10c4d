"""A parsed source, and what an edition shows of it."""

from typing import NamedTuple

from coursebuild.model.course import About, Edition
from coursebuild.model.diagnostics import Diagnostic
from coursebuild.model.stages.source import Source


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
