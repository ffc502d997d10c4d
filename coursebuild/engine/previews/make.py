"""Make a file of a document as a build would, in a worker process that is kept."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Copied, Diagnostic, Document, Format, Limits, Location, Source

if TYPE_CHECKING:
    from coursebuild import site


class Preview(NamedTuple):
    """What a build would make of a document in one edition and format.

    `content` is None if it would refuse the document, or if only diagnostics were wanted; then `title` may be
    empty too. `withheld` counts the texts that the edition does not show; `reads` and `copies` are as in
    Outcome. `page` is what a page for the screen says of the lesson, `printed` how many pages a PDF has.
    """

    content: bytes | None = None
    title: str = ""
    withheld: int = 0
    reads: Mapping[str, str] = {}
    diagnostics: tuple[Diagnostic, ...] = ()
    copies: tuple[Copied, ...] = ()
    page: "site.FinishedPage | None" = None
    printed: int | None = None


class Listed(NamedTuple):
    """A lesson, with what is known of its page for the screen, and of the number of its printed pages."""

    location: Location
    page: "site.FinishedPage"
    printed: int | None = None


def preview(session: Session, location: Location, options: BuildOptions, *, makes: bool) -> Preview:
    """Make a preview, in a worker."""
    from coursebuild import site  # noqa: PLC0415 (slow to import; the workers have started)
    from coursebuild.engine import pipeline  # noqa: PLC0415 (see above)
    from coursebuild.engine.documents.prepare import prepare  # noqa: PLC0415 (the same)
    from coursebuild.engine.site.edition_index import page_count  # noqa: PLC0415 (the same)

    document = prepare(session, location, options, parse=_parse)
    outcome = pipeline.finish(session, document, options, makes=makes)
    title = document.pages[0].evidence.title if document.pages else ""
    content = outcome.artifacts[0].content if outcome.artifacts else None
    format_ = options.formats[0] if content else None
    return Preview(
        content,
        title,
        max((len(each.evidence.phrases) for each in document.pages), default=0),
        outcome.reads,
        outcome.diagnostics,
        outcome.copies,
        site.read(content) if content and format_ is Format.HTML else None,
        page_count(content) if content and format_ is Format.PDF else None,
    )


def count_pages(session: Session, location: Location, options: BuildOptions) -> Preview:
    """Make a PDF to count its pages, in a worker that does nothing else: every other process goes first."""
    from coursebuild.runtime.system import priority  # noqa: PLC0415 (see above)

    priority.lower()
    return Preview(printed=preview(session, location, options, makes=True).printed)


class _Parser:
    """Parses a source, unless it is the last one again: one edition after the other is made of it."""

    def __init__(self) -> None:
        self._last: Document | None = None

    def __call__(self, source: Source, limits: Limits) -> Document:
        from coursebuild import pandoc  # noqa: PLC0415 (see above)

        last = self._last
        if last is None or (last.source.location, last.source.text) != (source.location, source.text):
            self._last = last = pandoc.parse(source, limits)
        return last


_parse = _Parser()  # of each worker


def page_sizes(content: bytes) -> list[tuple[float, float]]:
    from coursebuild import audit  # noqa: PLC0415 (see above)

    return audit.page_sizes(content)


def page_picture(content: bytes, number: int, width: int) -> bytes:
    from coursebuild import audit  # noqa: PLC0415 (see above)

    return audit.page_picture(content, number, width)
