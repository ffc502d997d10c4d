"""Previews of a course, which warm worker processes make; nothing is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from coursebuild.engine import division, limits
from coursebuild.engine.build import recall
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.previews import make
from coursebuild.engine.previews.make import Listed, Preview
from coursebuild.engine.session import Session
from coursebuild.engine.state import numbering
from coursebuild.model import (
    PAGES,
    BuildError,
    BuildOptions,
    Course,
    Diagnostic,
    Edition,
    Format,
    Location,
)
from coursebuild.runtime import store

if TYPE_CHECKING:
    from coursebuild.engine.previews.index import PreviewedIndex
    from coursebuild.engine.site.changes import Changes
    from coursebuild.runtime.pool import Pool, Task

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
DayOf = Callable[[Course], str]  # the day of a build of a course, in ISO 8601

_PAGES_BETWEEN_PRUNINGS = 50  # of the cache, into which printed pages go


class Previewer:
    """Make previews in two worker processes: the first for pages for the screen, the second for the rest.

    The editions' pages are made one after the other, so that the students' is there first. Each worker keeps
    what documents share from one preview to the next, and is for one thread at a time. The history's record
    is read, and never saved. `day_of` says which day it is, for as long as the preview lasts.
    """

    def __init__(self, workers: "Pool", options: BuildOptions, day_of: DayOf) -> None:
        self._screen, self._others = workers, workers.beside(1)
        self._pictures = workers.beside(0)  # one is started for the first picture
        self._counting = workers.beside(0)  # the same, where numbers go on from lesson to lesson
        self._workers = workers
        self._options, self._day_of = options, day_of
        self._comparing = workers.beside(0)  # the same, for what has changed since the newest tag
        self._printer: Pool | None = None  # the same, for PDFs of which only the pages are counted
        self._indexes: dict[tuple[str, str], PreviewedIndex] = {}  # by editions and what they are for
        self._changes: dict[str, Changes] = {}  # since the newest tag, by editions
        self._tasks: dict[bool, Task[Preview]] = {}  # the last one of each worker
        self._printed = 0
        self.record: Path | None = None  # the file that was read

    def recall(self, session: Session) -> tuple[Diagnostic, ...]:
        """Read what former builds withheld; return what is wrong with that."""
        self._options, record, diagnostics = recall(session, self._options)
        self.record = record.path
        return diagnostics

    def renumber(self, session: Session) -> set[str]:
        """Find out where the numbers of the lessons begin; return the real paths of those with others."""
        before = self._options
        self._options = numbering.with_begins(session, before, pool=self._counting)
        return numbering.changed(before, self._options)

    def is_of_today(self, session: Session) -> bool:
        """Whether the next preview would be of the present day."""
        return self._options.day == self._day_of(session.course)

    def renew_day(self, session: Session) -> bool:
        """Make previews of the present day; return whether they were of another one."""
        before = self._options.day
        self._options = self._options._replace(day=self._day_of(session.course))
        return self._options.day != before

    @staticmethod
    def makes(edition: Edition, format_: Format) -> bool:
        """Whether an edition has files of a format."""
        return FORMATS[format_].is_for(edition)

    def make(
        self, session: Session, location: Location, edition: Edition, format_: Format, *, second: bool
    ) -> Preview:
        """Make the file of a document in an edition and format, in the first or the second worker."""
        options = self._options._replace(editions=(edition,), formats=(format_,))
        if FORMATS[format_].is_printed:
            self._prune()
        return self._do(session, location, options, makes=True, second=second)

    def examine(self, session: Session, location: Location) -> Preview:
        """Find the diagnostics of a document in every edition and format, without those of printing."""
        editions = tuple(session.course.editions.values())
        options = self._options._replace(editions=editions, formats=PAGES)
        return self._do(session, location, options, makes=False, second=True)

    def count_pages(self, session: Session, location: Location, edition: Edition) -> Preview:
        """Count the pages of a document's PDF, in a worker of its own, which is for one thread at a time."""
        from coursebuild.engine import pipeline  # noqa: PLC0415 (slow to import; the workers have started)

        options = self._options._replace(editions=(edition,), formats=(Format.PDF,))
        self._prune()
        limit = limits.document_limit(session.course.limits, options)
        self._printer = self._printer or self._workers.beside(0)
        task = self._printer.submit_apart(limit, make.count_pages, session, location, options)
        return pipeline.result_of(location, task, lambda found: Preview(diagnostics=found))

    def end_counting(self) -> None:
        """End the worker that counts pages, if there is one; `count_pages` starts it again."""
        printer, self._printer = self._printer, None
        if printer:
            printer.end()

    def _prune(self) -> None:
        """Now and then, remove old pages from the cache, into which a printed one goes."""
        self._printed += 1
        if self._printed % _PAGES_BETWEEN_PRUNINGS == 0:
            store.prune()

    def cancel(self, *, second: bool) -> None:
        """Kill what the first or the second worker does, if it does anything: nobody wants it any more."""
        if task := self._tasks.get(second):
            task.cancel()

    def _do(
        self, session: Session, location: Location, options: BuildOptions, *, makes: bool, second: bool
    ) -> Preview:
        from coursebuild.engine import pipeline  # noqa: PLC0415 (see above)

        limit = limits.document_limit(session.course.limits, options)
        pool = self._others if second else self._screen
        task = pool.submit(limit, make.preview, session, location, options, makes=makes)
        self._tasks[second] = task
        return pipeline.result_of(location, task, lambda found: Preview(diagnostics=found))

    def links(
        self, session: Session, edition: Edition, lessons: Sequence[Listed], location: Location
    ) -> str | None:
        """What a page has as links to other lessons; None if it is not among them, or they cannot be made."""
        heads = tuple(Listed(each.location, each.page.head) for each in lessons)
        with suppress(Exception):  # a build says what is wrong with a template
            return self._index("links", session, edition, heads).links(location)
        return None

    def index(
        self,
        session: Session,
        edition: Edition,
        lessons: Sequence[Listed],
        introduction: str | None,
    ) -> Mapping[str, bytes]:
        """The index, its search and its feed, by the names of the files; `introduction` is a page.

        Raises: BuildError if they have what students should not see.
        """
        from coursebuild.engine.documents.failures import explain_index_failure  # noqa: PLC0415 (see above)
        from coursebuild.engine.site.changes import Changes  # noqa: PLC0415 (see above)

        remembered = self._options.remembered
        try:
            index = self._index("files", session, edition, lessons)
            return index.files(introduction, self._changes.get(edition.name, Changes()), remembered)
        except Exception as error:
            raise BuildError(*explain_index_failure(Path(edition.name, "index.html"), error)) from error

    def _index(
        self, purpose: str, session: Session, edition: Edition, lessons: Sequence[Listed]
    ) -> "PreviewedIndex":
        from coursebuild.engine.previews.index import PreviewedIndex  # noqa: PLC0415 (see above)

        index = self._indexes.get((edition.name, purpose))
        if index is None or not index.is_of(session, lessons):
            index = self._indexes[edition.name, purpose] = PreviewedIndex(session, edition, lessons)
        return index

    def compare(self, session: Session, edition: Edition, locations: Sequence[Location]) -> bool:
        """Find out what an edition shows otherwise than at the newest tag; for one thread at a time.

        Returns whether the index says something else from now on.
        """
        from coursebuild.engine.site.changes import find_changes  # noqa: PLC0415 (see above)

        before = self._changes.get(edition.name)
        options = self._options._replace(editions=(edition,))
        found = find_changes(session, options, locations, self._comparing)[edition.name]
        self._changes[edition.name] = found
        return found != before

    def page_sizes(self, session: Session, content: bytes) -> list[tuple[float, float]]:
        """The width and height of each page of a PDF, in points; empty if it cannot be read."""
        return self._draw(session, make.page_sizes, content) or []

    def page_picture(self, session: Session, content: bytes, number: int, width: int) -> bytes | None:
        """A page of a PDF, counted from 1, as a PNG of that width; None if there is none such."""
        return self._draw(session, make.page_picture, content, number, width)

    def _draw(
        self,
        session: Session,
        function: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Result | None:
        limit = limits.page_limit(session.course.limits, "the picture")
        with suppress(Exception):  # what is wrong with a file is reported where it is made
            return self._pictures.submit_apart(limit, function, *arguments, **named).result()
        return None

    def end(self) -> None:
        """Tell the workers to end but the first one, which belongs to the caller."""
        self._others.end()
        self._pictures.end()
        self._counting.end()
        self._comparing.end()
        self.end_counting()


@contextmanager
def previewer(session: Session, options: BuildOptions, day_of: DayOf) -> Iterator[Previewer]:
    """Start the workers of a previewer, before any thread is started; end them, also if they are busy."""
    from coursebuild.runtime.pool import Pool  # noqa: PLC0415 (slow to import; few commands make previews)

    modules = (*division.PRINT_MODULES, *division.PREPARE_MODULES)
    with Pool(1, *modules, memory=session.course.limits.memory) as workers:
        made = Previewer(workers, options, day_of)
        try:
            yield made
        finally:
            made.end()
            store.prune()
