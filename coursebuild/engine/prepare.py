"""A document from its source to its pages: all that comes before a file is made."""

import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import product
from typing import NamedTuple

from coursebuild import audit, editions, lint, pages, pandoc, pdf
from coursebuild import source as sources
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.model import (
    Body,
    BuildError,
    BuildOptions,
    Diagnostic,
    Document,
    Edition,
    Evidence,
    Format,
    Location,
    Markup,
    Medium,
    Page,
    Selection,
    Source,
    has_errors,
    short,
)

MOST_LEAKS = 5  # of a file are reported: one is enough to look

_log = logging.getLogger("coursebuild")


class Rendered(NamedTuple):
    """A page that is complete, and what its file may not hold."""

    page: Page
    against: Evidence


class Prepared(NamedTuple):
    """A document's pages, or why it has none; `reads` as in Body, `seconds` what it took."""

    location: Location
    source: Source | None
    pages: tuple[Rendered, ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float = 0.0


def prepared(session: Session, location: Location, options: BuildOptions) -> Prepared:
    """The document prepared, in one step."""
    *_, last = prepare(session, location, options)
    assert isinstance(last, Prepared)  # noqa: S101 (as `prepare` says)
    return last


def prepare(
    session: Session, location: Location, options: BuildOptions, source: Source | None = None
) -> Iterator[Rendered | Prepared]:
    """Each page as soon as it is complete, and last of all what became of the document.

    A page is to be used only if the document turns out to have no errors. The source may have been read
    already. Nothing is raised: the other documents are built, whatever this one causes.
    """
    started = time.perf_counter()
    found: list[Diagnostic] = []
    rendered: dict[tuple[str, Format], Rendered] = {}
    reads: dict[str, str] = {}
    try:
        source = source or sources.read(location)
        reads[os.path.abspath(location.path)] = source.state
        document = pandoc.parse(source)
        found += lint.check(document, session.for_checking(options.metadata))
        if not has_errors(found):
            for each in _render(session, document, options, reads, found):
                rendered[each.page.path.parts[0], each.page.format] = each
                if not has_errors(found):
                    yield each
    except Exception as error:  # noqa: BLE001 (see above)
        found += reasons(location, source, error)
    diagnostics = lint.heeded(source, session.course, found)
    order = product((edition.name for edition in options.editions), options.formats)
    in_order = () if has_errors(diagnostics) else tuple(rendered[key] for key in order if key in rendered)
    yield Prepared(location, source, in_order, reads, diagnostics, time.perf_counter() - started)


def _render(
    session: Session,
    document: Document,
    options: BuildOptions,
    reads: dict[str, str],
    found: list[Diagnostic],
) -> Iterator[Rendered]:
    """The pages of each edition and format; adds to what was read, and to what was found."""
    missing: list[str] = []
    asks_format = editions.depends_on_format(document)
    formats = options.formats if asks_format else options.formats[:1]
    for format_, body in _bodies(session, document, options, formats):
        reads.update(body.reads)
        found += [*lint.links(document, body.selection), *body.selection.diagnostics, *body.diagnostics]
        against = audit.evidence(body, session.frame)
        for each in (format_,) if asks_format else options.formats:
            row = FORMATS[each]
            if not row.is_for(body.selection.edition):
                continue
            page = pages.render(body, each, row.medium, row.suffix, session.look)
            if row.medium is Medium.PRINT:
                html, lacking = pdf.printable(page.html)
                page = page._replace(html=html)
                missing += lacking
            yield Rendered(page, against)
    found += pdf.told(document.source, missing)


def _bodies(
    session: Session, document: Document, options: BuildOptions, formats: Sequence[Format]
) -> Iterator[tuple[Format, Body]]:
    """What each edition shows in each format; what is equal is written and sanitized once.

    Editions that show corrections come first: nothing is withheld from them, and their pages are the
    longest. A body is marked where students see another one.
    """
    students = session.course.editions["student"]
    asked = sorted(options.editions, key=lambda edition: not edition.shows_corrections)
    with ThreadPoolExecutor(1) as thread:  # pandoc writes a selection while the next one is made
        selections: dict[tuple[str, Format], Selection] = {}
        writing: dict[str, Future[Markup]] = {}
        for edition, format_ in product(_with(students, asked), formats):
            setup = session.for_selecting(options.metadata)
            selection = selections[edition.name, format_] = editions.select(document, edition, format_, setup)
            if edition in asked and selection.json not in writing:
                writing[selection.json] = thread.submit(pandoc.write, selection)
        bodies: dict[str, Body] = {}
        for edition, format_ in product(asked, formats):
            selection = selections[edition.name, format_]
            if selection.json not in bodies:
                bodies[selection.json] = pages.sanitize(writing[selection.json].result(), fetch=options.fetch)
            marked = selection.json != selections[students.name, format_].json
            yield format_, bodies[selection.json]._replace(selection=selection, marked=marked)


def _with(edition: Edition, asked: Sequence[Edition]) -> Sequence[Edition]:
    return asked if edition in asked else [*asked, edition]


def reasons(location: Location, source: Source | None, error: Exception) -> tuple[Diagnostic, ...]:
    """Why a document cannot be built; an error that no stage foresaw is a defect of ours, not a traceback."""
    if isinstance(error, BuildError):
        return error.diagnostics
    if isinstance(error, audit.LeakError) and source:
        return tuple(leaked(source, error))
    if isinstance(error, audit.UnreadableError):
        return (Diagnostic(location.name, 0, 0, "CB153", str(error)),)
    if isinstance(error, RecursionError):
        return (Diagnostic(location.name, 0, 0, "CB010", "it is nested too deeply"),)
    _log.debug("%s", location.name, exc_info=error)
    return (Diagnostic(location.name, 0, 0, "CB900", f"{type(error).__name__}: {error}"),)


def leaked(source: Source, error: audit.LeakError) -> Iterable[Diagnostic]:
    """Each leak at the place where its words stand in the source."""
    for where, text in error.leaks[:MOST_LEAKS]:
        message = f"{error.path} holds `{short(text)}`, which its edition withholds, in its {where}"
        yield source.place(text, "CB151", message)
