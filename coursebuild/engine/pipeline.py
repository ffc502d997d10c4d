"""The stages composed: read, parse, check, select, write, clean, render, make, audit."""

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from itertools import product
from typing import NamedTuple

from coursebuild import audit, editions, lint, pages, pandoc, pdf
from coursebuild import source as sources
from coursebuild.engine import print_job
from coursebuild.model import (
    Artifact,
    Body,
    BuildError,
    BuildOptions,
    Course,
    Diagnostic,
    Document,
    Evidence,
    Format,
    Location,
    Markup,
    Page,
    Selection,
    Source,
    has_errors,
    short,
)
from coursebuild.runtime.pool import Pool, Task

MOST_LEAKS = 5  # of a file are told: one is enough to look

_log = logging.getLogger("coursebuild")


Tasks = dict[tuple[Format, str], Task[Artifact]]  # of pages, which are known by what they are made of


class Outcome(NamedTuple):
    """What became of one source: all of its files, or none; `reads` as in Body.

    `seconds` are what it takes to build, also where its pages were printed before.
    """

    location: Location
    artifacts: tuple[Artifact, ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float


class Sheets(NamedTuple):
    """A source's pages, each with what its file may not hold; or why there are none."""

    location: Location
    source: Source | None
    pages: tuple[tuple[Page, Evidence], ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float = 0.0


def build(
    locations: Sequence[Location], options: BuildOptions, pool: Pool, first: Source | None
) -> Iterator[Outcome]:
    """Each source's outcome, in order; the first one may have been read already.

    The first document is prepared here, while the workers are starting: they begin with its pages one by one.
    Each of the next is for one of them, but for the last ones, whose pages are for whichever is free.
    """
    begun: Tasks = {}

    def begin(page: Page) -> None:
        begun[page.format, page.html] = pool.submit(print_job.finish, page)

    coming = deque(locations[1:])
    making: deque[Task[Sheets | Outcome]] = deque()
    make: Callable[..., Sheets | Outcome] = _first
    making += [pool.keep(make, location, options, begin, first) for location in locations[:1]]
    printing: deque[Outcome | Callable[[], Outcome]] = deque()
    while making or printing:
        while coming and len(making) <= options.jobs:
            location = coming.popleft()
            make = entire if len(coming) >= options.jobs else prepare
            making.append(pool.submit(make, location, options))
        if making and len(printing) <= options.jobs:
            made = making.popleft().result()
            printing.append(made if isinstance(made, Outcome) else _printed(made, options, pool, begun))
        else:
            done = printing.popleft()
            yield done if isinstance(done, Outcome) else done()


def entire(location: Location, options: BuildOptions) -> Outcome:
    """A document from its source to its files in this process, where each edition finds the other's lines."""
    return _printed(prepare(location, options), options, Pool(0), {})()


def _printed(sheets: Sheets, options: BuildOptions, pool: Pool, begun: Tasks) -> Callable[[], Outcome]:
    """The work for a document's pages, under way; what is returned waits for it."""
    return partial(_outcome, sheets, _finished(sheets, pool, begun), options.course)


def _first(
    location: Location, options: BuildOptions, begin: Callable[[Page], None], source: Source | None
) -> Sheets:
    try:
        editions.load_filters()  # while pandoc reads the source
        return prepare(location, options, begin, source)
    finally:
        pandoc.close()  # the next documents are for the pool, and theirs


def _finished(sheets: Sheets, pool: Pool, begun: Tasks) -> list[tuple[Page, Task[Artifact]]]:
    """The work for each page; equal pages, of two editions that show the same, are one.

    What takes longest is begun first; what takes next to nothing is done here meanwhile.
    """
    equal: dict[tuple[Format, str], list[tuple[Page, Evidence]]] = {}
    for page, against in sheets.pages:
        equal.setdefault((page.format, page.html), []).append((page, against))
    tasks: Tasks = {}
    for name, group in sorted(equal.items(), key=_length, reverse=True):
        withheld = [each for each in dict.fromkeys(against for _, against in group) if each.withholds]
        if name in begun and not withheld:
            tasks[name] = begun[name]
        else:
            give = pool.submit if group[0][0].format is Format.PDF else pool.keep
            tasks[name] = give(print_job.finish, group[0][0], *withheld)
    return [(page, tasks[page.format, page.html]) for page, _ in sheets.pages]


def _length(named: tuple[tuple[Format, str], object]) -> tuple[bool, int]:
    (format_, html), _ = named
    return format_ is Format.PDF, len(html)


def prepare(
    location: Location,
    options: BuildOptions,
    begin: Callable[[Page], None] | None = None,
    source: Source | None = None,
) -> Sheets:
    """All that comes before printing; the other documents are built, whatever this one causes.

    `begin` is called with each page that may be printed while the others are prepared.
    """
    started = time.perf_counter()
    try:
        source = source or sources.read(location)
        sheets = _sheets(source, options, begin)
    except Exception as error:  # noqa: BLE001 (the same)
        sheets = Sheets(location, source, (), {}, _reasons(location, source, error))
    heeded = lint.heeded(source, options.course, sheets.diagnostics)
    made = () if has_errors(heeded) else sheets.pages
    return sheets._replace(pages=made, diagnostics=heeded, seconds=time.perf_counter() - started)


def examine(location: Location, options: BuildOptions) -> tuple[Diagnostic, ...]:
    """What a build would say of a source before it prints."""
    return prepare(location, options).diagnostics


def _sheets(source: Source, options: BuildOptions, begin: Callable[[Page], None] | None) -> Sheets:
    """The document's pages, for each edition and format, or why it is refused.

    It is checked while pandoc writes what is selected first; the check's errors come before any other.
    """
    document = pandoc.parse(source)
    checked = cache(lambda: tuple(lint.check(document, options.course, options.metadata)))

    def refuse() -> None:
        if has_errors(checked()):
            raise BuildError(*checked())

    try:
        sheets = _rendered(document, options, begin, refuse)
    except Exception:
        refuse()
        raise
    return sheets._replace(diagnostics=(*checked(), *sheets.diagnostics))


def _rendered(
    document: Document,
    options: BuildOptions,
    begin: Callable[[Page], None] | None,
    while_pandoc_writes: Callable[[], None],
) -> Sheets:
    source = document.source
    asks_format = editions.depends_on_format(document)
    selected = options.formats if asks_format else options.formats[:1]
    reads = {os.path.abspath(source.location.path): source.state}
    made: dict[tuple[str, Format], tuple[Page, Evidence]] = {}
    noticed: list[Diagnostic] = []
    missing: list[str] = []
    for format_, body, against in _parts(document, options, selected, while_pandoc_writes):
        reads.update(body.reads)
        noticed += [*lint.links(document, body.selection), *body.selection.diagnostics, *body.diagnostics]
        for medium in (format_,) if asks_format else options.formats:
            page = pages.render(body, medium, options.course)
            if medium is Format.PDF:
                html, lacking = pdf.printable(page.html)
                page = page._replace(html=html)
                missing += lacking
            is_new = (page, against) != made.get((body.selection.edition.name, medium))
            made[body.selection.edition.name, medium] = page, against
            if begin and medium is Format.PDF and is_new and not (against.withholds or has_errors(noticed)):
                begin(page)
    noticed += pdf.told(source, missing)
    in_order = (
        made[edition.name, format_] for edition, format_ in product(options.editions, options.formats)
    )
    return Sheets(source.location, source, tuple(in_order), reads, tuple(noticed))


def _parts(
    document: Document,
    options: BuildOptions,
    formats: Sequence[Format],
    while_pandoc_writes: Callable[[], None],
) -> Iterator[tuple[Format, Body, Evidence]]:
    """What each edition shows in each format; what is equal is written and cleaned once.

    Those come first that show corrections: nothing is withheld from them, and their pages are the longest.
    The first of them does not wait for what students see, if the lesson has anything that they may not: it
    counts as marked, and comes again where it turns out not to be.
    """
    chosen: dict[tuple[str, Format], Selection] = {}
    writing: dict[str, Future[Markup]] = {}
    bodies: dict[str, Body] = {}
    students = options.course.editions["student"]
    asked = [*options.editions, *([] if students in options.editions else [students])]
    asked.sort(key=lambda edition: not edition.shows_corrections)

    def part(format_: Format, selection: Selection, *, marked: bool) -> tuple[Format, Body, Evidence]:
        if selection.json not in bodies:
            markup = writing[selection.json].result()
            bodies[selection.json] = pages.sanitize(markup, fetch=options.fetch)
        body = bodies[selection.json]._replace(selection=selection, marked=marked)
        return format_, body, audit.evidence(body, options.course)

    with ThreadPoolExecutor(1) as thread:  # pandoc writes a selection while the next is made
        for edition, format_ in product(asked, formats):
            made = editions.select(document, edition, format_, options.course, options.metadata)
            if edition in options.editions and made.json not in writing:
                writing[made.json] = thread.submit(pandoc.write, made)
            if not chosen:
                while_pandoc_writes()
            first = not chosen and edition in options.editions and edition.shows_corrections
            if first and editions.has_conditions(document):
                yield part(format_, made, marked=True)
            chosen[edition.name, format_] = made
        for (_, format_), selection in chosen.items():
            if selection.json in writing:
                marked = selection.json != chosen[students.name, format_].json
                yield part(format_, selection, marked=marked)


def _outcome(sheets: Sheets, tasks: list[tuple[Page, Task[Artifact]]], course: Course) -> Outcome:
    made: list[Artifact] = []
    found: list[Diagnostic] = []
    taken: dict[Task[Artifact], float] = {}  # equal pages share a task
    for page, task in tasks:
        try:
            made.append(task.result()._replace(path=page.path))
            taken[task] = made[-1].seconds
        except Exception as error:  # noqa: BLE001 (the other documents are built, whatever this one causes)
            found += _reasons(sheets.location, sheets.source, error)
    found += [d for artifact in made for d in artifact.diagnostics]
    told = _once([*sheets.diagnostics, *lint.heeded(sheets.source, course, found)])
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
    if isinstance(error, audit.UnreadableError):
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
