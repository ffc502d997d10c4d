"""Documents built side by side: this process, and the workers, from sources to files."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coursebuild import editions, lint, pandoc
from coursebuild.engine import print_job
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.prepare import Prepared, Rendered, prepare, prepared, reasons
from coursebuild.engine.session import Session
from coursebuild.model import Artifact, BuildOptions, Diagnostic, Format, Location, Page, Source, has_errors
from coursebuild.runtime.pool import Pool, Task

PageKey = tuple[Format, str]  # a page is known by its format and its HTML: equal ones are one
Tasks = dict[PageKey, Task[Artifact]]


class Outcome(NamedTuple):
    """What became of one source: all of its files, or none; `reads` as in Body.

    `seconds` are what it takes to build, also where its pages were printed before.
    """

    location: Location
    artifacts: tuple[Artifact, ...]
    reads: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float


class InPrint(NamedTuple):
    """A prepared document whose files are being made; each page with the task that makes its file."""

    document: Prepared
    tasks: tuple[tuple[Page, Task[Artifact]], ...]


def build(
    session: Session, locations: Sequence[Location], options: BuildOptions, pool: Pool, first: Source | None
) -> Iterator[Outcome]:
    """Each source's outcome, in order; the first source may have been read already.

    The first document is prepared here, while the workers start, and its pages are printed as they come.
    The next ones are built whole by one worker each, but for the last ones, whose pages any worker prints.
    As many documents are in work as there are jobs, and one more, which waits.
    """
    waiting = deque(locations[1:])
    preparing: deque[Task[Prepared | Outcome]] = deque()
    printing: deque[InPrint | Outcome] = deque()
    printing += [_first(session, location, options, pool, first) for location in locations[:1]]
    while waiting or preparing or printing:
        while waiting and len(preparing) <= options.jobs:
            location = waiting.popleft()
            work = entire if len(waiting) >= options.jobs else prepared
            preparing.append(pool.submit(work, session, location, options))
        if preparing and len(printing) <= options.jobs:
            document = preparing.popleft().result()
            printing.append(
                document if isinstance(document, Outcome) else _in_print(document, options, pool, {})
            )
        else:
            outcome = _outcome(session, printing.popleft())
            if not (waiting or preparing or printing):
                pool.end()  # while the last files are written
            yield outcome


def entire(session: Session, location: Location, options: BuildOptions) -> Prepared | Outcome:
    """A document from its source to its files in this process, where an edition finds the other's lines."""
    return _outcome(session, _in_print(prepared(session, location, options), options, Pool(0), {}))


def examine(session: Session, location: Location, options: BuildOptions) -> tuple[Diagnostic, ...]:
    """What a build would report of a source before it prints."""
    return prepared(session, location, options).diagnostics


def _first(
    session: Session, location: Location, options: BuildOptions, pool: Pool, source: Source | None
) -> InPrint:
    """The first document prepared here; pages from which nothing is withheld are printed as they come."""
    editions.load_filters()  # while pandoc reads the source
    begun: Tasks = {}
    for state in prepare(session, location, options, source):
        if isinstance(state, Prepared):
            document = state
        elif FORMATS[state.page.format].is_printed and not state.against.withholds:
            begun[_key(state)] = pool.submit(print_job.finish, state.page, fresh=options.force)
    pandoc.close()  # the next documents are for the workers, and their pandocs
    return _in_print(document, options, pool, begun)


def _in_print(document: Prepared, options: BuildOptions, pool: Pool, begun: Tasks) -> InPrint:
    """The document with a task for each page; equal pages, of two editions that show the same, share one.

    What takes longest begins first; what takes next to nothing is done here meanwhile.
    """
    equal: dict[PageKey, list[Rendered]] = {}
    for rendered in document.pages:
        equal.setdefault(_key(rendered), []).append(rendered)
    tasks: Tasks = {}
    for key, pages in sorted(equal.items(), key=_length, reverse=True):
        withheld = dict.fromkeys(each.against for each in pages if each.against.withholds)
        if key in begun and not withheld:
            tasks[key] = begun[key]
        else:
            give = pool.submit if FORMATS[key[0]].is_printed else pool.keep
            tasks[key] = give(print_job.finish, pages[0].page, *withheld, fresh=options.force)
    return InPrint(document, tuple((each.page, tasks[_key(each)]) for each in document.pages))


def _key(rendered: Rendered) -> PageKey:
    return rendered.page.format, rendered.page.html


def _length(entry: tuple[PageKey, object]) -> tuple[bool, int]:
    (format_, html), _ = entry
    return FORMATS[format_].is_printed, len(html)


def _outcome(session: Session, state: InPrint | Outcome) -> Outcome:
    """What became of a document; waits for its files."""
    if isinstance(state, Outcome):
        return state
    document, artifacts = state.document, []
    found: list[Diagnostic] = []
    seconds: dict[Task[Artifact], float] = {}  # equal pages share a task
    for page, task in state.tasks:
        try:
            artifacts.append(task.result()._replace(path=page.path))
            seconds[task] = artifacts[-1].seconds
        except Exception as error:  # noqa: BLE001 (the other documents are built, whatever this one causes)
            found += reasons(document.location, document.source, error)
    found += [diagnostic for artifact in artifacts for diagnostic in artifact.diagnostics]
    heeded = lint.heeded(document.source, session.course, found)
    diagnostics = tuple(dict.fromkeys([*document.diagnostics, *heeded]))
    files = () if has_errors(diagnostics) else tuple(artifacts)
    taken = document.seconds + sum(seconds.values())
    return Outcome(document.location, files, document.reads, diagnostics, taken)
