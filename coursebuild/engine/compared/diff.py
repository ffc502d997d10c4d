"""Compare the lessons of a course with what they were, or the editions of each with one another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from coursebuild import lint
from coursebuild.changes import ChangesReport, LessonChanges
from coursebuild.engine import division, limits
from coursebuild.engine.compared import lesson as lessons
from coursebuild.engine.compared.base import Base, Pair
from coursebuild.engine.compared.contents import Contents
from coursebuild.engine.compared.lesson import LessonCompared, Side
from coursebuild.engine.compared.unchanged import find_changed_files, find_unchanged
from coursebuild.engine.documents.failures import explain_failure
from coursebuild.engine.session import Session
from coursebuild.model import FALLBACK_LANGUAGE, BuildOptions, Diagnostic, Edition, Location

if TYPE_CHECKING:
    from coursebuild.runtime.pool import Pool

# A lesson, and the function that compares it, with its arguments.
_Task = tuple[Location, Callable[..., LessonCompared], tuple[object, ...]]


class ComparedCourse(NamedTuple):
    """The report, and what could not be compared."""

    report: ChangesReport
    diagnostics: tuple[Diagnostic, ...]


def diff(
    session: Session, locations: Sequence[Location], options: BuildOptions, base: Base, *, whole: bool
) -> ComparedCourse:
    """Compare lessons with a revision; with `whole`, also those of the course that are gone."""
    pairs = base.pairs(session.course, locations, whole=whole)
    found = list(base.diagnostics)
    reported: list[LessonChanges] = []
    for pair, compared in compare_pairs(session, pairs, options, base):
        found += compared.errors
        if compared.former_errors:
            message = f"at `{base.revision.name}`: {compared.former_errors[0].message}"
            found.append(Diagnostic(pair.name, 0, 0, "CB269", message))
        changes = LessonChanges(
            pair.name,
            compared.views,
            pair.former_name,
            is_new=pair.former is None,
            is_gone=pair.now is None,
            is_unread=bool(compared.errors),
            lang=compared.lang,
        )
        if changes.is_worth_reporting:
            reported.append(changes)
    report = ChangesReport(
        tuple(reported),
        len(pairs),
        *_editions(options),
        base=base.revision.name,
        commit=base.revision.commit,
        since=base.day,
        day=options.day,
        language=_language(session),
        new_editions=tuple(_new_editions(options, base)),
    )
    return ComparedCourse(report, lint.for_author(None, session.course, found))


def between_editions(
    session: Session, locations: Sequence[Location], options: BuildOptions, less: Edition
) -> ComparedCourse:
    """What the editions of the options have beyond the edition `less`."""
    tasks: list[_Task] = [
        (each, lessons.compare_editions, (Side(session, each, options), less, Contents()))
        for each in locations
    ]
    reported: list[LessonChanges] = []
    found: list[Diagnostic] = []
    for location, compared in zip(locations, _results(session, tasks, options), strict=True):
        found += compared.errors
        changes = LessonChanges(
            location.name, compared.views, is_unread=bool(compared.errors), lang=compared.lang
        )
        if changes.is_worth_reporting:
            reported.append(changes)
    report = ChangesReport(
        tuple(reported),
        len(tasks),
        *_editions(options),
        beyond=less.name,
        day=options.day,
        language=_language(session),
    )
    return ComparedCourse(report, lint.for_author(None, session.course, found))


def compare_pairs(
    session: Session, pairs: Sequence[Pair], options: BuildOptions, base: Base
) -> Iterator[tuple[Pair, LessonCompared]]:
    """Compare each lesson with what it was; one of which nothing changed is not read."""
    same = find_unchanged(session.course, pairs, base, options, find_changed_files(session.course, base))
    compared = dict.fromkeys((each for each in pairs if each not in same), "")
    results = compare_all(session, compared, options, base)
    for pair in pairs:
        yield pair, LessonCompared() if pair in same else next(results)


def compare_all(
    session: Session,
    pairs: Mapping[Pair, str],
    options: BuildOptions,
    base: Base,
    pool: "Pool | None" = None,
) -> Iterator[LessonCompared]:
    """Compare each lesson with what it was, in the workers of `pool`, if given.

    With each is the key under which is kept what was seen of it, or "" if that may not be kept.
    """
    then = options._replace(day=base.day)
    tasks: list[_Task] = [
        (
            pair.location,
            lessons.compare,
            (
                Side(base.session, pair.former, then, key, is_former=True),
                Side(session, pair.now, options, since=base.day),
                base.contents,
            ),
        )
        for pair, key in pairs.items()
    ]
    return _results(session, tasks, options, pool) if tasks else iter(())


def _results(
    session: Session, tasks: Sequence[_Task], options: BuildOptions, pool: "Pool | None" = None
) -> Iterator[LessonCompared]:
    """Do the tasks side by side."""
    limit = limits.lesson_limit(session.course.limits)
    limit = limit._replace(seconds=2 * limit.seconds)  # there are two lessons to read
    with nullcontext(pool) if pool else division.pool(session, options, len(tasks)) as opened:
        submit = opened.submit_apart if pool else opened.submit
        begun = [submit(limit, work, *arguments) for _, work, arguments in tasks]
        for (location, *_), task in zip(tasks, begun, strict=True):
            try:
                yield task.result()
            except Exception as error:  # noqa: BLE001 (one lesson must not stop the others)
                yield LessonCompared(errors=explain_failure(location, None, error))


def _editions(options: BuildOptions) -> tuple[tuple[str, ...], bool]:
    names = tuple(edition.name for edition in options.editions)
    return names, any(edition.shows_corrections for edition in options.editions)


def _new_editions(options: BuildOptions, base: Base) -> Iterator[tuple[str, str]]:
    """The editions that were not there, each with the one that it is compared with."""
    for edition in options.editions:
        former = lessons.former_edition(edition, base.session.course)
        if former.name != edition.name:
            yield edition.name, former.name


def _language(session: Session) -> str:
    return str(session.course.defaults.get("lang", FALLBACK_LANGUAGE))
