"""Prepare a lesson for some editions, and keep what it was made of."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild import pandoc
from coursebuild.engine.build import recall
from coursebuild.engine.documents.prepare import prepare
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.pipeline import finish
from coursebuild.engine.session import Session
from coursebuild.engine.state.numbering import with_begins
from coursebuild.model import (
    STUDENT,
    BuildOptions,
    Diagnostic,
    Document,
    Format,
    Limits,
    LinkedFile,
    Location,
    Severity,
    Source,
)

_REMOVED = "CB301"


class Lesson(NamedTuple):
    """A lesson as its students see it: its pages, by format, and the files that these are made of.

    `document` is None if the source cannot be parsed; `reads` are the files that were read, by their
    paths, each with its state, and `linked` those that pages link to. `errors` are the reasons against its
    pages, and `removed` the warnings of what its source has and pages must not have. `starters` are the
    contents that students get of the files that they start from, with the files' paths.
    """

    location: Location
    document: Document | None
    pages: Mapping[Format, str]
    reads: Mapping[str, str]
    linked: tuple[LinkedFile, ...]
    errors: tuple[Diagnostic, ...]
    removed: tuple[Diagnostic, ...] = ()
    starters: tuple[tuple[str, bytes], ...] = ()


def options_for(
    session: Session, options: BuildOptions, folder: Path
) -> tuple[BuildOptions, tuple[Diagnostic, ...]]:
    """The options with where numbers begin, and with what the course withheld until now.

    In the folder there are no lessons. Raises: UsageError if git cannot give the sources of `since`.
    """
    recalled, _, diagnostics = recall(session, with_begins(session, options, folder))
    return recalled, diagnostics


def read(session: Session, location: Location, options: BuildOptions) -> Lesson:
    """Prepare a lesson; its pages are those of the students' edition, which `options` must have."""
    documents: list[Document] = []

    def parse(source: Source, most: Limits) -> Document:
        documents.append(pandoc.parse(source, most))
        return documents[-1]

    prepared = prepare(session, location, options, parse=parse)
    on_screen = tuple(each for each in prepared.pages if not FORMATS[each.page.format].is_printed)
    outcome = finish(session, prepared._replace(pages=on_screen), options)  # which audits these
    student = session.course.editions[STUDENT.name].name
    pages = [each for each in prepared.pages if each.page.path.parts[0] == student]
    errors = [each for each in outcome.diagnostics if each.severity is Severity.ERROR]
    return Lesson(
        location,
        documents[0] if documents else None,
        {each.page.format: each.page.html for each in pages},
        prepared.reads,
        tuple(each.file for each in prepared.wanted if each.edition.name == student and each.content is None),
        (*errors, *prepared.doubts),
        tuple(each for each in outcome.diagnostics if each.code == _REMOVED),
        tuple(
            (str(each.file.path), each.content)
            for each in prepared.wanted
            if each.edition.name == student and each.content is not None and each.file.path != location.path
        ),
    )
