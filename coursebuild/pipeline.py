"""The stages composed: read, parse, select, write, clean, render, make."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from coursebuild import artifacts, check, clean, editions, pages, pandoc, sources
from coursebuild.errors import BuildError, Diagnostic, has_errors
from coursebuild.model import Artifact, Body, Format, Location, Order, Page, Selection
from coursebuild.workers import Task, Workers

_log = logging.getLogger("coursebuild")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: all of its files, or none."""

    location: Location
    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...]


def build(locations: Sequence[Location], order: Order, workers: Workers) -> Iterator[Outcome]:
    """Each source's outcome, in order; the next sources are prepared while pages are printed."""
    waiting: list[tuple[Location, tuple[Diagnostic, ...], list[Task[Artifact]]]] = []
    for location in locations:
        try:
            made, noticed = _pages(location, order)
            waiting.append((location, noticed, [workers.submit(artifacts.make, page) for page in made]))
        except Exception as error:  # noqa: BLE001 (the other documents are built, whatever this one causes)
            waiting.append((location, _reasons(location, error), []))
        while len(waiting) > order.jobs:
            yield _outcome(*waiting.pop(0))
    for prepared in waiting:
        yield _outcome(*prepared)


def _pages(location: Location, order: Order) -> tuple[list[Page], tuple[Diagnostic, ...]]:
    """The document's pages, for each edition and format."""
    course = order.course
    document = pandoc.parse(sources.read(location))
    slips = check.check(document, course, order.metadata)
    if has_errors(slips):
        raise BuildError(*slips)
    asks_format = editions.depends_on_format(document)

    @cache
    def selection(edition: str, format_: Format) -> Selection:
        return editions.select(document, course.editions[edition], format_, course, order.metadata)

    @cache
    def body(edition: str, format_: Format) -> Body:
        chosen = selection(edition, format_)
        marked = edition != "student" and not chosen.shows_the_same_as(selection("student", format_))
        return clean.clean(pandoc.write(chosen), marked=marked, fetch=order.fetch)

    made: list[Page] = []
    noticed = [*slips, *document.diagnostics]
    for edition in order.editions:
        for format_ in order.formats:
            part = body(edition.name, format_ if asks_format else order.formats[0])
            made.append(pages.render(part, format_, course))
            noticed += [*part.selection.diagnostics, *part.diagnostics]
    return made, tuple(noticed)


def _outcome(location: Location, noticed: tuple[Diagnostic, ...], tasks: list[Task[Artifact]]) -> Outcome:
    made: list[Artifact] = []
    found = [*noticed]
    for task in tasks:
        try:
            made.append(task.result())
        except Exception as error:  # noqa: BLE001 (the same)
            found += _reasons(location, error)
    found += [d for artifact in made for d in artifact.diagnostics]
    return Outcome(location, () if has_errors(found) else tuple(made), tuple(dict.fromkeys(found)))


def _reasons(location: Location, error: Exception) -> tuple[Diagnostic, ...]:
    """Why a document cannot be built; an error that no stage foresaw is a defect of ours, not a traceback."""
    if isinstance(error, BuildError):
        return error.diagnostics
    if isinstance(error, RecursionError):
        return (Diagnostic(location.name, 0, 0, "CB010", "it is nested too deeply"),)
    _log.debug("%s", location.name, exc_info=error)
    return (Diagnostic(location.name, 0, 0, "CB900", f"{type(error).__name__}: {error}"),)
