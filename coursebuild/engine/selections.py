"""What each edition shows of one document: selected, written by pandoc and sanitized, each once."""

from collections.abc import Set as AbstractSet
from concurrent.futures import Future, ThreadPoolExecutor

from coursebuild import editions, pages, pandoc
from coursebuild.engine.session import Session
from coursebuild.model import Audience, Body, BuildOptions, Document, Edition, Format, Markup, Selection


class Selections:
    """The selections of a document; pandoc writes one, in the thread, while the next one is made."""

    def __init__(
        self, session: Session, document: Document, options: BuildOptions, thread: ThreadPoolExecutor
    ) -> None:
        self._setup = session.for_selecting(options.metadata)
        self._student = session.course.editions["student"]
        self._document = document
        self._fetch = options.fetch
        self._thread = thread
        self._selected: dict[tuple[str, Format], Selection] = {}
        self._writing: dict[str, Future[Markup]] = {}  # by the selection's JSON: equal ones are written once
        self._bodies: dict[str, Body] = {}
        self.asks_format = editions.depends_on_format(document)
        # formats share a selection where no condition asks for the format
        self.formats = options.formats if self.asks_format else options.formats[:1]
        # those that show corrections come first: nothing is withheld from them, and their pages are longer
        self.editions = sorted(options.editions, key=lambda edition: not edition.shows_corrections)

    def begin(self) -> None:
        """Have pandoc write what comes first."""
        self._write(self._select(self.editions[0], self.formats[0]))

    def body(self, edition: Edition, format_: Format, audiences: AbstractSet[Audience]) -> Body:
        """What an edition shows in a format, safe to put into a page.

        It is marked where students see something else: where one of the `audiences` of the document's
        parts has the one and not the other, or where their selections differ for another reason.
        """
        selection = self._select(edition, format_)
        writing = self._write(selection)
        viewer, student = (edition.name, format_), (self._student.name, format_)
        marked = any((viewer in audience) != (student in audience) for audience in audiences) or (
            selection.json != self._select(self._student, format_).json
        )
        if selection.json not in self._bodies:
            self._bodies[selection.json] = pages.sanitize(writing.result(), fetch=self._fetch)
        return self._bodies[selection.json]._replace(selection=selection, marked=marked)

    def _select(self, edition: Edition, format_: Format) -> Selection:
        viewer = edition.name, format_
        if viewer not in self._selected:
            self._selected[viewer] = editions.select(self._document, edition, format_, self._setup)
        return self._selected[viewer]

    def _write(self, selection: Selection) -> Future[Markup]:
        if selection.json not in self._writing:
            self._writing[selection.json] = self._thread.submit(pandoc.write, selection)
        return self._writing[selection.json]
