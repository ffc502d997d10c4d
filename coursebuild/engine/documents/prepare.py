"""Prepare a document: read, check, select and render it, up to its complete pages."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from pathlib import PurePosixPath
from typing import NamedTuple

from coursebuild import audit, drawings, editions, lint, pages, pandoc, pdf
from coursebuild import source as sources
from coursebuild.engine.documents import bibliography
from coursebuild.engine.documents.copies import Wanted
from coursebuild.engine.documents.failures import explain_failure
from coursebuild.engine.documents.former import NO_PHRASES, compare_with_former
from coursebuild.engine.documents.linked import Links
from coursebuild.engine.documents.selections import Selections
from coursebuild.engine.documents.starter_files import StarterFiles, overwritten
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.limits import lesson_limit
from coursebuild.engine.session import Session
from coursebuild.model import (
    Body,
    BuildOptions,
    Diagnostic,
    Document,
    Evidence,
    Format,
    Limits,
    Location,
    Medium,
    Page,
    Phrases,
    Source,
    has_errors,
)
from coursebuild.runtime import limits

Parse = Callable[[Source, Limits], Document]


class Rendered(NamedTuple):
    """A complete page, and the evidence that its file must not contain."""

    page: Page
    evidence: Evidence


class Prepared(NamedTuple):
    """The pages of a document, or the reasons why it has none; `reads` as in Body.

    `phrases` are for the record of what students saw.
    """

    location: Location
    source: Source | None
    pages: tuple[Rendered, ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float = 0.0
    phrases: Phrases = NO_PHRASES
    doubts: tuple[Diagnostic, ...] = ()  # what must not be published, also if the author ignores it
    wanted: tuple[Wanted, ...] = ()  # the files that its pages link to
    withheld_copies: frozenset[PurePosixPath] = frozenset()  # as in ComparedWithFormer
    dates: frozenset[str] = frozenset()  # from which students see more of it


def prepare(
    session: Session,
    location: Location,
    options: BuildOptions,
    source: Source | None = None,
    parse: Parse = pandoc.parse,
) -> Prepared:
    """Prepare a document, without yielding its pages one by one."""
    *_, last = prepare_in_steps(session, location, options, source, parse)
    assert isinstance(last, Prepared)  # noqa: S101 (as `prepare_in_steps` says)
    return last


@dataclass
class _Findings:
    """What the stages report of a document; `reads` as in Body, the others as in Prepared."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    problems: tuple[Diagnostic, ...] = ()  # of what the source includes
    reads: dict[str, str] = field(default_factory=dict)
    phrases: Phrases = NO_PHRASES
    withheld_copies: frozenset[PurePosixPath] = frozenset()
    dates: frozenset[str] = frozenset()
    wanted: dict[tuple[PurePosixPath, Format], Wanted] = field(default_factory=dict)

    def add_source(self, source: Source) -> None:
        included = source.inclusion
        self.reads[os.path.abspath(source.location.path)] = source.state
        self.reads.update({each.path: each.state for each in included.files})
        self.reads.update(dict.fromkeys(included.lost, ""))
        self.problems = included.problems

    def add_body(self, document: Document, body: Body) -> None:
        selection = body.selection
        self.reads.update(body.reads)
        self.diagnostics += lint.broken_links(document, selection)
        self.diagnostics += lint.withheld_names(document, selection)
        self.diagnostics += (*selection.diagnostics, *body.diagnostics)

    def add_wanted(self, format_: Format, *wanted: Wanted) -> None:
        self.wanted.update({(each.file.name, format_): each for each in wanted})

    @property
    def is_refused(self) -> bool:
        return has_errors(self.diagnostics) or has_errors(self.problems)


def prepare_in_steps(
    session: Session,
    location: Location,
    options: BuildOptions,
    source: Source | None = None,
    parse: Parse = pandoc.parse,
) -> Iterator[Rendered | Prepared]:
    """Yield each page as soon as it is complete, and finally the prepared document.

    Use a page only if the prepared document has no errors. `source` is the source, if already read.
    Raises nothing: one document must not stop the others.
    """
    started = time.perf_counter()
    found = _Findings()
    rendered: dict[tuple[str, Format], Rendered] = {}
    try:
        source = source or sources.read(location)
        for each in _in_time(_pages(session, source, options, found, parse), session.course.limits):
            rendered[each.page.path.parts[0], each.page.format] = each
            if not found.is_refused:
                yield each
    except Exception as error:  # noqa: BLE001 (see above)
        if not found.is_refused:
            found.diagnostics += explain_failure(location, source, error)
    all_found = lint.without_echoes(found.diagnostics)
    diagnostics = (
        *lint.for_author(None, session.course, found.problems),
        *lint.for_author(source, session.course, all_found),
    )
    doubts = tuple(d.as_published for d in all_found if d.rule.published_as)
    doubts = tuple(map(source.typed, doubts)) if source else doubts
    viewers = product((edition.name for edition in options.editions), options.formats)
    pages_ = () if has_errors(diagnostics) else tuple(rendered[key] for key in viewers if key in rendered)
    seconds = time.perf_counter() - started
    wanted = tuple(found.wanted.values())
    yield Prepared(
        location,
        source,
        pages_,
        found.reads,
        diagnostics,
        seconds,
        found.phrases,
        doubts,
        wanted,
        found.withheld_copies,
        found.dates,
    )


def _in_time(pages_: Iterator[Rendered], most: Limits) -> Iterator[Rendered]:
    """The pages, unless the lesson takes too long; the time between two of them is the caller's."""
    limit = lesson_limit(most)
    left = limit.seconds
    while True:
        begun = time.monotonic()
        with limits.within(limit, left):
            page = next(pages_, None)
        if page is None:
            return
        left -= time.monotonic() - begun
        yield page


def _pages(
    session: Session, source: Source, options: BuildOptions, found: _Findings, parse: Parse
) -> Iterator[Rendered]:
    """Yield the pages of each edition and format, unless the check refuses the document."""
    found.add_source(source)
    parsed = parse(source, session.course.limits)
    document = drawings.with_plain_metadata(parsed, session.course)
    found.dates = editions.dates(document, session.course)
    links = Links(session, document, options)
    starters = StarterFiles(session.course, source.location, links.copied, found.diagnostics)
    read = bibliography.read(session, document)
    found.reads.update(read.reads)
    found.diagnostics += read.diagnostics
    missing: list[str] = []  # characters that no font has
    with ThreadPoolExecutor(1) as thread:
        selections = Selections(session, document, options, thread, read.bibliography)
        try:
            selections.start(links.referred)
        finally:  # if a filter fails because of a mistake in the source, the check explains the mistake
            checked = lint.check(document, session.for_checking(options.metadata))
            found.diagnostics += (*checked.diagnostics, *drawings.check(parsed, session.course))
        if read.bibliography:
            keys = read.bibliography.references
            found.diagnostics += lint.unknown_citations(document, keys, session.course.boxes)
        if not found.is_refused:
            compared = compare_with_former(session, document, options)
            found.phrases, found.withheld_copies = compared.phrases, compared.copies
            found.diagnostics += compared.diagnostics
        for edition, format_ in product(
            selections.editions, selections.formats if not found.is_refused else ()
        ):
            body = selections.body(edition, format_, checked.audiences)
            found.add_body(document, body)
            body, files, diagnostics = links.files(body)
            found.diagnostics += diagnostics
            evidence = audit.evidence(body, session.frame)
            body, made = starters.of(body, evidence)
            found.diagnostics += overwritten(made, files)
            found.add_wanted(format_, *made, *(Wanted(file, edition, evidence) for file in files))
            if options.has_changed(source.location.path, edition):
                body = body._replace(changed_since=session.course.changed_since)
            for each in selections.seen_as(format_):
                if FORMATS[each].is_for(edition):
                    page = _rendered(session, body, each, missing)
                    if each is format_:
                        found.diagnostics += links.dead(body, page.html, each)
                    yield Rendered(page, evidence)
    found.reads.update(links.reads)
    found.dates |= links.dates
    found.diagnostics += pdf.report_missing(source, missing)


def _rendered(session: Session, body: Body, format_: Format, missing: list[str]) -> Page:
    """The page of a body; a printed one with drawings for the characters that no font has."""
    row = FORMATS[format_]
    page = pages.render(body, format_, row.medium, row.suffix, session.look)
    if row.medium is not Medium.PRINT:
        return page
    html, missing_here = pdf.replace_missing(page.html)
    missing += missing_here
    return page._replace(html=html)
