"""Export the students' sources of a course: cut them, read them back, and build them again to compare."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild import audit, config, pandoc
from coursebuild import source as sources
from coursebuild.config import toml
from coursebuild.engine import Session, students
from coursebuild.engine.students import Lesson
from coursebuild.model import (
    PAGES,
    Audiences,
    BuildError,
    BuildOptions,
    Diagnostic,
    Document,
    Evidence,
    Location,
    Source,
    has_errors,
    short,
    words,
)
from coursebuild.publish import names
from coursebuild.publish.sources import configuration, evidence, files, pages
from coursebuild.publish.sources.text.cut import cut
from coursebuild.publish.sources.text.edits import NotCutError

IGNORED = (PurePosixPath(".gitignore"), b"/build/\n/dist/\n/dist-*/\n")


class Exported(NamedTuple):
    """The files of an export, by their paths, and the lessons that they were cut from, with their sources."""

    files: Mapping[PurePosixPath, bytes]
    typed: Mapping[PurePosixPath, Source]
    lessons: Sequence[Lesson]
    withheld: Evidence


def collect(session: Session, locations: Sequence[Location], options: BuildOptions) -> Exported:
    """Cut the lessons of a course, and find the files that they need. Raises: BuildError."""
    course = session.course
    session = Session(course._replace(starter=False))
    options, found_before = students.options_for(session, options, config.output_folder(course, None))
    if has_errors(found_before):
        raise BuildError(*found_before)
    lessons = [students.read(session, location, options) for location in locations]
    if errors := [error for lesson in lessons for error in lesson.errors]:
        raise BuildError(*errors)
    found: dict[PurePosixPath, bytes] = {}
    typed: dict[PurePosixPath, Source] = {}
    read: list[tuple[Lesson, Document, Audiences]] = []
    wrong: list[Diagnostic] = []
    for lesson in lessons:
        document = _document(session, lesson)
        audiences = _audiences(session, document, options)
        read.append((lesson, document, audiences))
        try:
            text = cut(document, audiences)
        except NotCutError as error:
            message = f"{error} cannot be cut out of the text"
            here = Diagnostic(lesson.location.name, *error.place, error.code, message)
            wrong.append(document.source.typed(here))
        else:
            path = os.path.relpath(os.path.realpath(lesson.location.path), os.path.realpath(course.root))
            name = PurePosixPath(Path(path).as_posix())
            found[name], typed[name] = text.encode(), document.source
    if wrong:
        raise BuildError(*wrong)
    try:
        found |= files.of_lessons(course, lessons)
    except files.NotExportedError as error:
        raise BuildError(Diagnostic(".", 0, 0, "CB285", str(error))) from error
    if (written := config.configuration(course.own_folder)) is not None:
        found[PurePosixPath(config.CONFIGURATION)] = configuration.cut(toml.parse(written)).encode()
    found.setdefault(*IGNORED)
    if fault := names.fault(found):
        raise BuildError(Diagnostic(".", 0, 0, "CB261", fault))
    return Exported(dict(sorted(found.items())), typed, lessons, evidence.of_lessons(read))


def _document(session: Session, lesson: Lesson) -> Document:
    """The document that is cut: its text has no notation of other tools whose ends are no lines."""
    document = lesson.document
    assert document is not None  # noqa: S101 (a lesson without errors has one)
    reading = document.source.reading
    if not reading.boxes:
        return document
    text = "\n".join(line for _, line in reading.with_added_lines(reading.for_pandoc()))
    return pandoc.parse(sources.read_text(text, lesson.location), session.course.limits)


def _audiences(session: Session, document: Document, options: BuildOptions) -> Audiences:
    course, meta = session.course, json.loads(document.json)["meta"]
    date = course.show_from.get(document.source.location.lesson, "")
    return Audiences(course, meta, options.metadata, options.day, date)


def read_back(exported: Exported, folder: Path, options: BuildOptions) -> Iterator[Diagnostic]:
    """What is wrong with an export that was written into a folder: each file, and the pages made of them."""
    for name in exported.files:
        found = _audited(name, (folder / name).read_bytes(), exported.withheld)
        source = exported.typed.get(name)
        for code, message, text in found:
            at = Diagnostic(str(name), 0, 0, code, message)
            yield source.place(text, code, message) if source else at
    session = Session.load(folder)
    course = session.course
    options, _ = students.options_for(session, options, folder / course.output)
    both = options._replace(editions=tuple(course.editions.values()), formats=PAGES)
    locations, skipped = config.locate(course, (), folder / course.output)
    yield from skipped
    former = {lesson.location.stem: lesson for lesson in exported.lessons}
    if {location.stem for location in locations} != former.keys():
        yield Diagnostic(str(folder), 0, 0, "CB265", "it has other lessons than the course")
    for location in locations:
        lesson = students.read(session, location, both)
        if lesson.document and evidence.is_hidden(
            lesson.document, _audiences(session, lesson.document, both)
        ):
            where = former[location.stem].location.name
            yield Diagnostic(where, 0, 0, "CB265", "its students' source withholds something from them")
        yield from _compared(lesson, former[location.stem])


def _compared(lesson: Lesson, former: Lesson) -> Iterator[Diagnostic]:
    """What differs between a lesson that was exported, and the one that students have."""
    at = partial(Diagnostic, former.location.name, 0, 0, "CB265")
    for error in lesson.errors:
        yield at(f"its students' source is refused on line {error.line}, {error.code}: {error.message}")
    for format_, html in former.pages.items():
        other = lesson.pages.get(format_)
        if other is None or lesson.errors:
            continue
        if (difference := pages.difference(html, other)) is not None:
            where = (
                f"from `{short(difference)}` on" if difference else "in what is no text, as a tag or a style"
            )
            yield at(f"the {format_.value} page of its students' source is another one {where}")


def _audited(name: PurePosixPath, content: bytes, withheld: Evidence) -> Iterator[tuple[str, str, str]]:
    """What a file holds that students must not get: the code of a rule, a message, and the text."""
    try:
        copy = audit.Copy(name.name, content)
    except audit.UnreadableError as error:
        yield "CB176", str(error), ""
        return
    said: list[str] = []
    for where, text in copy.leaks(withheld, nearly_all=False):
        if not any(set(text.split()) & set(each.split()) for each in said):  # phrases of a sentence overlap
            said.append(text)
            inside = "" if where == name.name else f" in `{where}`"
            yield "CB283", f"it would hold `{short(text)}`{inside}, which students do not see", text
    if name.suffix == config.SUFFIX:
        for word in sorted(withheld.words.intersection(words(content.decode()))):
            if not any(word in words(each) for each in said):
                said.append(word)
                yield "CB283", f"it would hold `{short(word)}`, which students do not see", word
