"""The content of each edition of a document: selected, written by pandoc and sanitized, each once."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import product

from coursebuild import drawings, editions, pages, pandoc
from coursebuild.engine.session import Session
from coursebuild.model import (
    STUDENT,
    Audience,
    Body,
    BuildOptions,
    Document,
    Edition,
    Format,
    Markup,
    Referred,
    Selection,
)


class Selections:
    """The selections of a document. In `thread`, pandoc writes one while the next one is made."""

    def __init__(
        self,
        session: Session,
        document: Document,
        options: BuildOptions,
        thread: ThreadPoolExecutor,
        bibliography: pandoc.Bibliography | None = None,
    ) -> None:
        self._bibliography = bibliography
        self._labels = session.labels
        begin = options.begin(document.source.location.path)
        self._setup = session.for_selecting(options.metadata, options.day)._replace(begin=begin)
        self._limits = session.course.limits
        self._course, self._look = session.course, session.look
        self._student = session.course.editions[STUDENT.name]
        self._document = document
        self._fetch = options.fetch
        self._thread = thread
        self._selected: dict[tuple[str, Format], Selection] = {}
        self._writing: dict[str, Future[Markup]] = {}  # by the JSON: equal selections are written once
        self._drawn: dict[tuple[str, str], drawings.Drawn] = {}  # by the JSON and the language
        self._bodies: dict[str, Body] = {}
        self._depends_on_format = editions.depends_on_format(document)
        self._wanted = options.formats
        # Without a condition on the format, all formats share a selection.
        formats = tuple(dict.fromkeys(format_.seen_as for format_ in options.formats))
        self.formats = formats if self._depends_on_format else formats[:1]
        # Editions with corrections come first: their pages are longer, and can be printed before any audit.
        self.editions = sorted(options.editions, key=lambda edition: not edition.shows_corrections)
        self._referred: dict[tuple[str, Format], Mapping[str, Referred]] = {}

    def start(self, referred: Callable[[Edition, Format], Mapping[str, Referred]]) -> None:
        """Let pandoc write the first selection.

        `referred` says what references to other lessons lead to. It is asked first, because pandoc may
        have to read these lessons, and later it writes in the thread.
        """
        for edition, format_ in product((*self.editions, self._student), self.formats):
            self._referred[edition.name, format_] = referred(edition, format_)
        self._write(self._select(self.editions[0], self.formats[0]))

    def seen_as(self, format_: Format) -> tuple[Format, ...]:
        """The formats that are made of the selection for a format."""
        return tuple(each for each in self._wanted if each.seen_as is format_ or not self._depends_on_format)

    def body(self, edition: Edition, format_: Format, audiences: AbstractSet[Audience]) -> Body:
        """The content of an edition in a format, safe to put into a page.

        It is marked if students see something else: if any of the `audiences` (those of the document's
        parts) contains this edition but not the students', or the reverse, or if their selections differ.
        """
        selection = self._select(edition, format_)
        writing = self._write(selection)
        viewer, student = (edition.name, format_), (self._student.name, format_)
        marked = any((viewer in audience) != (student in audience) for audience in audiences) or (
            selection.json != self._select(self._student, format_).json
        )
        if selection.json not in self._bodies:
            self._bodies[selection.json] = pages.sanitize(writing.result(), self._limits, fetch=self._fetch)
        body, drawn = self._bodies[selection.json], self._draw(selection)
        return body._replace(
            selection=selection,
            marked=marked,
            withholds=any(viewer not in audience for audience in audiences),
            drawings=drawn.drawings,
            not_drawn=drawn.withheld,
            diagnostics=(*body.diagnostics, *drawn.diagnostics),
        )

    def _select(self, edition: Edition, format_: Format) -> Selection:
        viewer = edition.name, format_
        if viewer not in self._selected:
            self._selected[viewer] = self._cited(
                editions.select(self._document, edition, format_, self._setup, self._referred[viewer])
            )
        return self._selected[viewer]

    def _cited(self, selection: Selection) -> Selection:
        """The selection with its citations resolved, if the document names a bibliography."""
        if self._bibliography is None:
            return selection
        title = self._labels.in_language(selection.facts.lang)["references"]
        return pandoc.cite(self._document, selection, self._bibliography, title, self._limits)

    def _write(self, selection: Selection) -> Future[Markup]:
        if selection.json not in self._writing:
            self._writing[selection.json] = self._begin(selection)
        return self._writing[selection.json]

    def _begin(self, selection: Selection) -> Future[Markup]:
        """Let pandoc write a selection in the thread, or here if the system has no thread to spare."""
        selection = selection._replace(json=self._draw(selection).json)
        try:
            return self._thread.submit(pandoc.write, selection, self._limits)
        except RuntimeError:
            written: Future[Markup] = Future()
            written.set_result(pandoc.write(selection, self._limits))
            return written

    def _draw(self, selection: Selection) -> drawings.Drawn:
        """The selection with a token for each drawing, before pandoc writes it."""
        key = selection.json, selection.facts.lang
        if key not in self._drawn:
            self._drawn[key] = drawings.draw(
                self._document, selection, self._course, self._look.palette["light"]
            )
        return self._drawn[key]
