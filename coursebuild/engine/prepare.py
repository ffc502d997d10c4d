"""A document from its source to its pages: all that comes before a file is made."""

import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from coursebuild import audit, lint, pages, pandoc, pdf
from coursebuild import source as sources
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.selections import Selections
from coursebuild.engine.session import Session
from coursebuild.model import (
    BuildError,
    BuildOptions,
    Diagnostic,
    Evidence,
    Format,
    Location,
    Medium,
    Page,
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


@dataclass
class _Findings:
    """What is found out about a document on the way; `reads` as in Body."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    reads: dict[str, str] = field(default_factory=dict)

    @property
    def refuse(self) -> bool:
        return has_errors(self.diagnostics)


def prepare(
    session: Session, location: Location, options: BuildOptions, source: Source | None = None
) -> Iterator[Rendered | Prepared]:
    """Each page as soon as it is complete, and last of all what became of the document.

    A page is to be used only if the document turns out to have no errors. The source may have been read
    already. Nothing is raised: the other documents are built, whatever this one causes.
    """
    started = time.perf_counter()
    found = _Findings()
    rendered: dict[tuple[str, Format], Rendered] = {}
    try:
        source = source or sources.read(location)
        for each in _pages(session, source, options, found):
            rendered[each.page.path.parts[0], each.page.format] = each
            if not found.refuse:
                yield each
    except Exception as error:  # noqa: BLE001 (see above)
        if not found.refuse:
            found.diagnostics += reasons(location, source, error)
    diagnostics = lint.heeded(source, session.course, found.diagnostics)
    order = product((edition.name for edition in options.editions), options.formats)
    pages_ = () if has_errors(diagnostics) else tuple(rendered[key] for key in order if key in rendered)
    yield Prepared(location, source, pages_, found.reads, diagnostics, time.perf_counter() - started)


def _pages(session: Session, source: Source, options: BuildOptions, found: _Findings) -> Iterator[Rendered]:
    """The pages of each edition and format, unless the check refuses the document."""
    found.reads[os.path.abspath(source.location.path)] = source.state
    document = pandoc.parse(source)
    missing: list[str] = []
    with ThreadPoolExecutor(1) as thread:
        selections = Selections(session, document, options, thread)
        try:
            selections.begin()
        finally:  # a filter may stumble over a slip, which the check explains
            checked = lint.check(document, session.for_checking(options.metadata))
            found.diagnostics += checked.diagnostics
        for edition, format_ in product(selections.editions, selections.formats if not found.refuse else ()):
            body = selections.body(edition, format_, checked.audiences)
            found.reads.update(body.reads)
            found.diagnostics += lint.links(document, body.selection)
            found.diagnostics += (*body.selection.diagnostics, *body.diagnostics)
            against = audit.evidence(body, session.frame)
            for each in (format_,) if selections.asks_format else options.formats:
                row = FORMATS[each]
                if not row.is_for(edition):
                    continue
                page = pages.render(body, each, row.medium, row.suffix, session.look)
                if row.medium is Medium.PRINT:
                    html, lacking = pdf.printable(page.html)
                    page = page._replace(html=html)
                    missing += lacking
                yield Rendered(page, against)
    found.diagnostics += pdf.told(source, missing)


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
