"""The stages composed: read, parse, check, select, write, clean, render, make, audit."""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from coursebuild import audit, check, clean, editions, finish, pages, pandoc, readback, sources
from coursebuild.errors import BuildError, Diagnostic, has_errors, short
from coursebuild.model import Artifact, Body, Evidence, Page, Selection, Source
from coursebuild.request import Course, Format, Location, Order
from coursebuild.workers import Task, Workers

MOST_LEAKS = 5  # of a file are told: one is enough to look

_log = logging.getLogger("coursebuild")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: all of its files, or none; `reads` as in Body."""

    location: Location
    artifacts: tuple[Artifact, ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A source's pages, each with what its file may not hold; or why there are none."""

    location: Location
    source: Source | None
    pages: tuple[tuple[Page, Evidence], ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


def build(locations: Sequence[Location], order: Order, workers: Workers) -> Iterator[Outcome]:
    """Each source's outcome, in order; the next sources are prepared while pages are printed."""
    waiting: list[tuple[Sheets, list[tuple[Page, Task[Artifact]]]]] = []
    for location in locations:
        sheets = prepare(location, order)
        waiting.append((sheets, _finished(sheets, workers)))
        while len(waiting) > order.jobs:
            yield _outcome(*waiting.pop(0), order.course)
    for prepared in waiting:
        yield _outcome(*prepared, order.course)


def _finished(sheets: Sheets, workers: Workers) -> list[tuple[Page, Task[Artifact]]]:
    """The work for each page; equal pages, of two editions that show the same, are one."""
    equal: dict[tuple[Format, str], list[tuple[Page, Evidence]]] = {}
    for page, against in sheets.pages:
        equal.setdefault((page.format, page.html), []).append((page, against))
    tasks = {
        name: workers.submit(finish.finish, group[0][0], *dict.fromkeys(against for _, against in group))
        for name, group in equal.items()
    }
    return [(page, tasks[page.format, page.html]) for page, _ in sheets.pages]


def prepare(location: Location, order: Order) -> Sheets:
    """All that comes before printing; the other documents are built, whatever this one causes."""
    source: Source | None = None
    try:
        source = sources.read(location)
        sheets = _sheets(source, order)
    except Exception as error:  # noqa: BLE001 (the same)
        sheets = Sheets(location, source, (), {}, _reasons(location, source, error))
    heeded = check.heeded(source, order.course, sheets.diagnostics)
    return replace(sheets, pages=() if has_errors(heeded) else sheets.pages, diagnostics=heeded)


def examine(location: Location, order: Order) -> tuple[Diagnostic, ...]:
    """What a build would say of a source before it prints."""
    return prepare(location, order).diagnostics


def _sheets(source: Source, order: Order) -> Sheets:
    """The document's pages, for each edition and format."""
    course = order.course
    document = pandoc.parse(source)
    noticed = [*check.check(document, course, order.metadata)]
    if has_errors(noticed):
        raise BuildError(*noticed)
    asks_format = editions.depends_on_format(document)
    bodies: dict[str, Body] = {}  # by what is shown: equal selections share one

    @cache
    def selection(edition: str, format_: Format) -> Selection:
        return editions.select(document, course.editions[edition], format_, course, order.metadata)

    @cache
    def body(edition: str, format_: Format) -> tuple[Body, Evidence]:
        chosen = selection(edition, format_)
        if chosen.json not in bodies:
            bodies[chosen.json] = clean.clean(pandoc.write(chosen), fetch=order.fetch)
        marked = edition != "student" and chosen.json != selection("student", format_).json
        cleaned = replace(bodies[chosen.json], selection=chosen, marked=marked)
        return cleaned, audit.evidence(cleaned, course)

    made: list[tuple[Page, Evidence]] = []
    reads = {os.path.abspath(source.location.path): source.state}
    for edition in order.editions:
        for format_ in order.formats:
            part, against = body(edition.name, format_ if asks_format else order.formats[0])
            made.append((pages.render(part, format_, course), against))
            reads.update(part.reads)
            noticed += [
                *check.links(document, part.selection),
                *part.selection.diagnostics,
                *part.diagnostics,
            ]
    return Sheets(source.location, source, tuple(made), reads, tuple(noticed))


def _outcome(sheets: Sheets, tasks: list[tuple[Page, Task[Artifact]]], course: Course) -> Outcome:
    made: list[Artifact] = []
    found: list[Diagnostic] = []
    for page, task in tasks:
        try:
            made.append(replace(task.result(), path=page.path))
        except Exception as error:  # noqa: BLE001 (the other documents are built, whatever this one causes)
            found += _reasons(sheets.location, sheets.source, error)
    found += [d for artifact in made for d in artifact.diagnostics]
    told = _once([*sheets.diagnostics, *check.heeded(sheets.source, course, found)])
    return Outcome(sheets.location, () if has_errors(told) else tuple(made), sheets.reads, told)


def _once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(dict.fromkeys(diagnostics))


def _reasons(location: Location, source: Source | None, error: Exception) -> tuple[Diagnostic, ...]:
    """Why a document cannot be built; an error that no stage foresaw is a defect of ours, not a traceback."""
    if isinstance(error, BuildError):
        return error.diagnostics
    if isinstance(error, audit.LeakError) and source:
        return tuple(leaked(source, error))
    if isinstance(error, readback.UnreadableError):
        return (Diagnostic(location.name, 0, 0, "CB153", str(error)),)
    if isinstance(error, RecursionError):
        return (Diagnostic(location.name, 0, 0, "CB010", "it is nested too deeply"),)
    _log.debug("%s", location.name, exc_info=error)
    return (Diagnostic(location.name, 0, 0, "CB900", f"{type(error).__name__}: {error}"),)


def leaked(source: Source, error: audit.LeakError) -> Iterator[Diagnostic]:
    """Each leak at the place where its words stand in the source."""
    for where, text in error.leaks[:MOST_LEAKS]:
        message = f"{error.path} holds `{short(text)}`, which its edition withholds, in its {where}"
        yield source.place(text, "CB151", message)
