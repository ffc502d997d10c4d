"""Build documents in parallel, in this process and in workers."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from coursebuild import editions, lint, pandoc, pdf
from coursebuild.engine import limits
from coursebuild.engine.documents import print_job
from coursebuild.engine.documents.copies import Examined, Wanted, examine
from coursebuild.engine.documents.failures import explain_failure
from coursebuild.engine.documents.prepare import Prepared, Rendered, prepare, prepare_in_steps
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.model import (
    Artifact,
    BuildOptions,
    Copied,
    Diagnostic,
    Format,
    Location,
    Page,
    Phrases,
    Place,
    Remembered,
    Source,
    has_errors,
)
from coursebuild.runtime.pool import Pool, Task

PageKey = tuple[Format, str]  # a format and the HTML: equal pages share a file
Result = TypeVar("Result")
Tasks = dict[PageKey, Task[Artifact]]


class Outcome(NamedTuple):
    """The result of building a document: all of its files, or none.

    `reads` is as in Body, `phrases`, `withheld_copies` and `dates` as in Prepared.

    `seconds` is what a build without the cache takes, also if pages came from the cache.
    """

    location: Location
    artifacts: tuple[Artifact, ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float
    phrases: Phrases
    copies: tuple[Copied, ...] = ()
    withheld_copies: frozenset[PurePosixPath] = frozenset()
    dates: frozenset[str] = frozenset()


class Printing(NamedTuple):
    """A prepared document, with the tasks that make the file of each page, and read each linked file.

    A linked file has the place of its link.
    """

    document: Prepared
    tasks: tuple[tuple[Page, Task[Artifact]], ...]
    reading: tuple[tuple[Place, Task[Examined]], ...] = ()


def build(
    session: Session, locations: Sequence[Location], options: BuildOptions, pool: Pool, first: Source | None
) -> Iterator[Outcome]:
    """Build documents, and yield their outcomes in order. `first` is the first source, if already read.

    The first document is prepared here, while the workers start; its pages are printed as they come.
    Later documents are built whole by one worker each; the last ones' pages are shared out, so that no
    worker is idle. At most one document more than there are jobs is in progress.
    """
    waiting = deque(locations)
    most = session.course.limits
    preparing: deque[tuple[Location, Task[Prepared | Outcome]]] = deque()
    printing: deque[Printing | Outcome] = deque()
    if not session.runs_code:
        printing += [_prepare_first(session, waiting.popleft(), options, pool, first)]
    while waiting or preparing or printing:
        while waiting and len(preparing) <= options.jobs:
            location = waiting.popleft()
            if len(waiting) >= options.jobs:
                task = pool.submit(
                    limits.document_limit(most, options), build_document, session, location, options
                )
            else:
                task = pool.submit(limits.lesson_limit(most), prepare, session, location, options)
            preparing.append((location, task))
        if preparing and len(printing) <= options.jobs:
            document = _prepared(*preparing.popleft())
            printing.append(
                document
                if isinstance(document, Outcome)
                else _start_printing(session, document, options, pool, {})
            )
        else:
            outcome = _collect(session, printing.popleft())
            if not (waiting or preparing or printing):
                pool.end()  # the workers exit while the caller writes the last files
            yield outcome


def _prepared(location: Location, task: Task[Prepared | Outcome]) -> Prepared | Outcome:
    """The result of a task; if it failed as a whole, a document without pages."""
    try:
        return task.result()
    except Exception as error:  # noqa: BLE001 (one document must not stop the others)
        return Prepared(location, None, (), {}, explain_failure(location, None, error))


def build_document(session: Session, location: Location, options: BuildOptions) -> Prepared | Outcome:
    """Build a document in this process alone, where its editions share the cache of line layouts."""
    return finish(session, prepare(session, location, options), options)


def finish(session: Session, document: Prepared, options: BuildOptions, *, makes: bool = True) -> Outcome:
    """Make the files of a prepared document in this process; or with `makes` false, only its diagnostics."""
    pool = here(session)
    if makes:
        return _collect(session, _start_printing(session, document, options, pool, {}))
    return _collect(session, Printing(document, (), read_copies(session, document, options, pool)))


def here(session: Session) -> Pool:
    """A pool without workers: this process does the work."""
    return Pool(0, memory=session.course.limits.memory)


def result_of(
    location: Location, task: Task[Result], otherwise: Callable[[tuple[Diagnostic, ...]], Result]
) -> Result:
    """The result of a task; if it failed, `otherwise` makes one of the diagnostics."""
    try:
        return task.result()
    except Exception as error:  # noqa: BLE001 (one document must not stop the others)
        return otherwise(explain_failure(location, None, error))


def diagnose(
    session: Session, location: Location, options: BuildOptions, source: Source | None = None
) -> tuple[Diagnostic, ...]:
    """The diagnostics of a build, without those of printing. `source` is the source, if already read."""
    return finish(session, prepare(session, location, options, source), options, makes=False).diagnostics


def _prepare_first(
    session: Session, location: Location, options: BuildOptions, pool: Pool, source: Source | None
) -> Printing:
    """Prepare the first document here; print pages from which nothing is withheld as soon as they come."""
    editions.load_filters()  # while pandoc parses the source
    started: Tasks = {}
    for state in prepare_in_steps(session, location, options, source):
        if isinstance(state, Prepared):
            document = state
        elif FORMATS[state.page.format].is_printed and not state.evidence.withholds:
            limit = limits.page_limit(session.course.limits, str(state.page.path))
            started[_page_key(state)] = pool.submit(limit, print_job.finish, state.page, fresh=options.force)
    pandoc.close()  # workers, which have their own pandoc, prepare the other documents
    return _start_printing(session, document, options, pool, started)


def _start_printing(
    session: Session, document: Prepared, options: BuildOptions, pool: Pool, started: Tasks
) -> Printing:
    """Start a task for each page. Equal pages, as of editions that show the same, share a task.

    The longest pages start first; formats that are not printed are made in this process.
    """
    equal: dict[PageKey, list[Rendered]] = {}
    for rendered in document.pages:
        equal.setdefault(_page_key(rendered), []).append(rendered)
    tasks: Tasks = {}
    for key, pages in sorted(equal.items(), key=_cost, reverse=True):
        withheld = dict.fromkeys(each.evidence for each in pages if each.evidence.withholds)
        if key in started and not withheld:
            tasks[key] = started[key]
        else:
            schedule = pool.submit if FORMATS[key[0]].is_printed else pool.keep
            limit = limits.page_limit(session.course.limits, str(pages[0].page.path))
            tasks[key] = schedule(limit, print_job.finish, pages[0].page, *withheld, fresh=options.force)
    reading = read_copies(session, document, options, pool) if document.pages else ()
    return Printing(document, tuple((each.page, tasks[_page_key(each)]) for each in document.pages), reading)


def read_copies(
    session: Session, document: Prepared, options: BuildOptions, pool: Pool
) -> tuple[tuple[Place, Task[Examined]], ...]:
    """Start a task for each file to which a document links, which several editions may want."""
    equal: dict[tuple[Path, bytes | None], list[Wanted]] = {}
    for each in document.wanted:
        equal.setdefault((each.file.path, each.content), []).append(each)
    most = session.course.limits
    is_revealed = os.path.realpath(document.location.path) in options.revealed
    remembered = Remembered() if is_revealed else options.remembered
    return tuple(
        (
            wanted[0].file.link,
            pool.submit_apart(
                limits.page_limit(most, wanted[0].file.path.name),
                examine,
                tuple(wanted),
                remembered,
                int(most.file_size),
            ),
        )
        for wanted in equal.values()
    )


class _Read(NamedTuple):
    """The linked files of a document that were read; `reads` as in Body."""

    copies: tuple[Copied, ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


def _collect_copies(
    session: Session, document: Prepared, tasks: Sequence[tuple[Place, Task[Examined]]]
) -> _Read:
    """Wait for the linked files of a document."""
    copies: dict[Copied, None] = {}
    reads: dict[str, str] = {}
    found: list[Diagnostic] = []
    for link, task in tasks:
        try:
            examined = task.result()
        except Exception as error:  # noqa: BLE001 (one file must not stop the others)
            failures = explain_failure(document.location, document.source, error)
            found += (each.at(link) for each in failures)
        else:
            copies.update(dict.fromkeys(examined.copies))
            reads.update({examined.path: examined.state} if examined.state else {})
            found += examined.diagnostics
    return _Read(tuple(copies), reads, lint.for_author(document.source, session.course, found))


def _page_key(rendered: Rendered) -> PageKey:
    return rendered.page.format, rendered.page.html


def _cost(entry: tuple[PageKey, object]) -> tuple[bool, int]:
    """A sort key: what is printed takes longer, and so does a longer page."""
    (format_, html), _ = entry
    return FORMATS[format_].is_printed, len(html)


def _collect(session: Session, state: Printing | Outcome) -> Outcome:
    """Wait for the files of a document, and return its outcome."""
    if isinstance(state, Outcome):
        return state
    document, artifacts = state.document, []
    found: list[Diagnostic] = []
    seconds: dict[Task[Artifact], float] = {}  # by task, because equal pages share one
    for page, task in state.tasks:
        try:
            artifacts.append(task.result()._replace(path=page.path))
            seconds[task] = artifacts[-1].seconds
        except Exception as error:  # noqa: BLE001 (one document must not stop the others)
            found += explain_failure(document.location, document.source, error)
    reported = [diagnostic for artifact in artifacts for diagnostic in artifact.diagnostics]
    found += [pdf.located(document.source, each) if document.source else each for each in reported]
    kept = lint.for_author(document.source, session.course, found)
    read = _collect_copies(session, document, state.reading)
    diagnostics = tuple(dict.fromkeys([*document.diagnostics, *kept, *read.diagnostics]))
    files, copies = ((), ()) if has_errors(diagnostics) else (tuple(artifacts), read.copies)
    taken = document.seconds + sum(seconds.values())
    reads = {**document.reads, **read.reads}
    return Outcome(
        document.location,
        files,
        reads,
        diagnostics,
        taken,
        document.phrases,
        copies,
        document.withheld_copies,
        document.dates,
    )
