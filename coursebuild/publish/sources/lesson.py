"""Cut one lesson, and find what its students do not see."""

import json
from pathlib import Path
from typing import NamedTuple

from coursebuild import pandoc
from coursebuild import source as sources
from coursebuild.engine import Session, students
from coursebuild.engine.students import Lesson
from coursebuild.model import Audiences, BuildOptions, Diagnostic, Document, Location, Origin
from coursebuild.publish.sources import evidence
from coursebuild.publish.sources.evidence import Texts
from coursebuild.publish.sources.text.conditions import Seen
from coursebuild.publish.sources.text.cut import cut
from coursebuild.publish.sources.text.edits import NotCutError
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file


class CutLesson(NamedTuple):
    """A lesson with its text as students get it, or `errors`, the reasons why they get none."""

    lesson: Lesson
    text: str
    texts: Texts
    errors: tuple[Diagnostic, ...] = ()


def cut_lesson(session: Session, location: Location, options: BuildOptions) -> CutLesson:
    """Read a lesson, and cut its text."""
    lesson = students.read(session, location, options)
    if lesson.errors or not lesson.document:
        return not_cut(location, lesson.errors)
    document = _document(session, lesson.document)
    audiences = audiences_of(session, document, options)
    seen = Seen(evidence.words_of(lesson), filters_use_names=bool(session.course.filters))
    try:
        text = cut(document, audiences, {path: _text(path) for path, _ in lesson.starters}, seen)
    except NotCutError as error:
        message = f"{error} cannot be cut out of the text"
        here = Diagnostic(location.name, *error.place, error.code, message)
        return not_cut(location, (document.source.typed(here),))
    texts = evidence.texts_of(lesson, document, audiences)
    return CutLesson(lesson._replace(document=document), text, texts)


def _text(path: str) -> str:
    """The text of a file that a lesson includes. Raises: OSError."""
    return regular_file.read(Path(path), fingerprint.LARGEST).decode("utf-8-sig")


def not_cut(location: Location, errors: tuple[Diagnostic, ...]) -> CutLesson:
    """A lesson that students get nothing of."""
    return CutLesson(Lesson(location, None, {}, {}, (), errors), "", Texts((), ()), errors)


def _document(session: Session, document: Document) -> Document:
    """The document that is cut: its text has no notation of other tools whose ends are no lines."""
    source = document.source
    reading = source.reading
    if not reading.boxes:
        return document
    numbered = reading.with_added_lines(reading.for_pandoc())
    text = "\n".join(line for _, line in numbered)
    parsed = pandoc.parse(sources.read_text(text, source.location), session.course.limits)
    former = source.inclusion
    origins = tuple(
        former.origins[number - 1] if former.origins else Origin(source.location.name, number)
        for number, _ in numbered
    )
    inclusion = former._replace(origins=origins)
    return parsed._replace(source=parsed.source._replace(inclusion=inclusion))


def audiences_of(session: Session, document: Document, options: BuildOptions) -> Audiences:
    """Who sees the parts of a document, on the day of the options."""
    course, meta = session.course, json.loads(document.json)["meta"]
    date = course.show_from.get(document.source.location.lesson, "")
    return Audiences(course, meta, options.metadata, options.day, date)
