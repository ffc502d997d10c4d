"""The stages composed: read, parse, check, select, write, clean, render, make, audit."""

import logging
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

from coursebuild import audit, characters, check, clean, editions, finish, pages, pandoc, readback, sources
from coursebuild.errors import BuildError, Diagnostic, has_errors, short
from coursebuild.model import Artifact, Body, Document, Evidence, Markup, Page, Selection, Source
from coursebuild.request import Course, Format, Location, Order
from coursebuild.workers import Task, Workers

MOST_LEAKS = 5  # of a file are told: one is enough to look

_log = logging.getLogger("coursebuild")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: all of its files, or none; `reads` as in Body.

    `seconds` are what it takes to build, also where its pages were printed before.
    """

    location: Location
    artifacts: tuple[Artifact, ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Sheets:
    """A source's pages, each with what its file may not hold; or why there are none."""

    location: Location
    source: Source | None
    pages: tuple[tuple[Page, Evidence], ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float = 0.0


def build(locations: Sequence[Location], order: Order, workers: Workers) -> Iterator[Outcome]:
    """Each source's outcome, in order; the next sources are prepared while pages are printed."""
    coming = deque(locations[1:])
    preparing = [workers.keep(prepare, location, order) for location in locations[:1]]  # workers are starting
    printing: list[tuple[Sheets, list[tuple[Page, Task[Artifact]]]]] = []
    while preparing or printing:
        while coming and len(preparing) <= order.jobs:
            preparing.append(workers.submit(prepare, coming.popleft(), order))
        if preparing and len(printing) <= order.jobs:
            sheets = preparing.pop(0).result()
            printing.append((sheets, _finished(sheets, workers)))
        else:
            yield _outcome(*printing.pop(0), order.course)


def _finished(sheets: Sheets, workers: Workers) -> list[tuple[Page, Task[Artifact]]]:
    """The work for each page; equal pages, of two editions that show the same, are one.

    What takes longest is begun first.
    """
    equal: dict[tuple[Format, str], list[tuple[Page, Evidence]]] = {}
    for page, against in sheets.pages:
        equal.setdefault((page.format, page.html), []).append((page, against))
    tasks = {
        name: workers.submit(finish.finish, group[0][0], *dict.fromkeys(against for _, against in group))
        for name, group in sorted(equal.items(), key=_length, reverse=True)
    }
    return [(page, tasks[page.format, page.html]) for page, _ in sheets.pages]


def _length(named: tuple[tuple[Format, str], object]) -> tuple[bool, int]:
    (format_, html), _ = named
    return format_ is Format.PDF, len(html)


def prepare(location: Location, order: Order) -> Sheets:
    """All that comes before printing; the other documents are built, whatever this one causes."""
    source: Source | None = None
    started = time.perf_counter()
    try:
        source = sources.read(location)
        sheets = _sheets(source, order)
    except Exception as error:  # noqa: BLE001 (the same)
        sheets = Sheets(location, source, (), {}, _reasons(location, source, error))
    heeded = check.heeded(source, order.course, sheets.diagnostics)
    made = () if has_errors(heeded) else sheets.pages
    return replace(sheets, pages=made, diagnostics=heeded, seconds=time.perf_counter() - started)


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
    asks_format = editions.depends_on_format(document)
    parts = _parts(document, order, order.formats if asks_format else order.formats[:1])
    reads = {os.path.abspath(source.location.path): source.state}
    for body, _ in parts.values():
        reads.update(body.reads)
        noticed += [*check.links(document, body.selection), *body.selection.diagnostics, *body.diagnostics]
    made: list[tuple[Page, Evidence]] = []
    missing: list[str] = []
    for edition, format_ in product(order.editions, order.formats):
        body, against = parts[edition.name, format_ if asks_format else order.formats[0]]
        page = pages.render(body, format_, course)
        if format_ is Format.PDF:
            html, lacking = characters.printable(page.html)
            page = replace(page, html=html)
            missing += lacking
        made.append((page, against))
    noticed += characters.told(source, missing)
    return Sheets(source.location, source, tuple(made), reads, tuple(noticed))


def _parts(
    document: Document, order: Order, formats: Sequence[Format]
) -> dict[tuple[str, Format], tuple[Body, Evidence]]:
    """What each edition shows in each format; what is equal is written and cleaned once."""
    chosen: dict[tuple[str, Format], Selection] = {}
    writing: dict[str, Future[Markup]] = {}
    students = order.course.editions["student"]
    asked = [*order.editions, *([] if students in order.editions else [students])]
    with ThreadPoolExecutor(1) as thread:  # pandoc writes a selection while the next is made
        for edition, format_ in product(asked, formats):
            made = editions.select(document, edition, format_, order.course, order.metadata)
            chosen[edition.name, format_] = made
            if edition in order.editions and made.json not in writing:
                writing[made.json] = thread.submit(pandoc.write, made)
    bodies = {json: clean.clean(task.result(), fetch=order.fetch) for json, task in writing.items()}
    parts = {}
    for (name, format_), selection in chosen.items():
        if selection.json in bodies:
            marked = selection.json != chosen[students.name, format_].json
            body = replace(bodies[selection.json], selection=selection, marked=marked)
            parts[name, format_] = body, audit.evidence(body, order.course)
    return parts


def _outcome(sheets: Sheets, tasks: list[tuple[Page, Task[Artifact]]], course: Course) -> Outcome:
    made: list[Artifact] = []
    found: list[Diagnostic] = []
    taken: dict[Task[Artifact], float] = {}  # equal pages share a task
    for page, task in tasks:
        try:
            made.append(replace(task.result(), path=page.path))
            taken[task] = made[-1].seconds
        except Exception as error:  # noqa: BLE001 (the other documents are built, whatever this one causes)
            found += _reasons(sheets.location, sheets.source, error)
    found += [d for artifact in made for d in artifact.diagnostics]
    told = _once([*sheets.diagnostics, *check.heeded(sheets.source, course, found)])
    seconds = sheets.seconds + sum(taken.values())
    return Outcome(sheets.location, () if has_errors(told) else tuple(made), sheets.reads, told, seconds)


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
