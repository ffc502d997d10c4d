"""Read an export back: search each file, and build its lessons again to compare their pages."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from coursebuild import audit, config, drawings
from coursebuild.engine import Session, students
from coursebuild.engine.students import Lesson, Processes
from coursebuild.model import PAGES, BuildOptions, Diagnostic, Evidence, Location, short, words
from coursebuild.publish.sources import evidence, pages
from coursebuild.publish.sources.collect import Exported
from coursebuild.publish.sources.lesson import audiences_of


def read_back(
    exported: Exported, folder: Path, options: BuildOptions, processes: Processes
) -> Iterator[Diagnostic]:
    """What is wrong with an export that was written into a folder: each file, and the pages made of them."""
    for name in sorted(exported.files.keys() - exported.copied):
        found = audited(name, (folder / name).read_bytes(), exported.withheld)
        source = exported.typed.get(name)
        for code, message, text in found:
            at = Diagnostic(str(name), 0, 0, code, message)
            yield source.typed(source.place(text, code, message)) if source else at
    course = Session.load(folder).course
    session = Session(course._replace(ignored=frozenset()))
    options = options._replace(since=None)  # the folder has no history yet
    options, _ = students.options_for(session, options, folder / course.output)
    both = options._replace(editions=tuple(course.editions.values()), formats=PAGES)
    locations, skipped = config.locate(course, (), folder / course.output)
    yield from skipped
    former = {lesson.location.stem: lesson for lesson in exported.lessons}
    if {location.stem for location in locations} != former.keys():
        yield Diagnostic(str(folder), 0, 0, "CB265", "it has other lessons than the course")
        return
    calls = [
        (location, partial(_compared, session, location, both, former[location.stem]))
        for location in locations
    ]
    for diagnostics in processes.results(session, calls, lambda _, found: found):
        yield from diagnostics


def _compared(
    session: Session, location: Location, options: BuildOptions, former: Lesson
) -> tuple[Diagnostic, ...]:
    """What differs between a lesson that was exported, and the one that students have."""
    lesson = students.read(session, location, options)
    return tuple(_differences(session, lesson, options, former))


def _differences(
    session: Session, lesson: Lesson, options: BuildOptions, former: Lesson
) -> Iterator[Diagnostic]:
    at = partial(Diagnostic, former.location.name, 0, 0, "CB265")
    if lesson.document and evidence.is_hidden(
        lesson.document, audiences_of(session, lesson.document, options)
    ):
        yield at("its students' source withholds something from them")
    if lesson.document and former.document:
        source = former.document.source
        unseen = [
            *((what, "a formula") for what in drawings.unseen_in_formulas(lesson.document, session.course)),
            *((what, "a diagram") for what in drawings.unseen_in_diagrams(lesson.document, session.course)),
        ]
        for what, where in unseen:
            message = f"`{short(what)}` is in {where}, and students do not see it"
            yield source.typed(source.place(what, "CB286", message))
    for each in lesson.removed:
        yield at(f"line {each.line} of its students' source has what no page has: {each.message}")
    for error in lesson.errors:
        yield at(f"its students' source is refused on line {error.line}, {error.code}: {error.message}")
    for format_, html in former.pages.items():
        other = lesson.pages.get(format_)
        if other is None or lesson.errors:
            continue
        if (difference := pages.difference(html, other)) is not None:
            where = f"from `{short(difference)}` on"
            yield at(f"the {format_.value} page of its students' source is another one {where}")


def audited(name: PurePosixPath, content: bytes, withheld: Evidence) -> Iterator[tuple[str, str, str]]:
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
            yield "CB283", f"it has `{short(text)}`{inside}, which students do not see", text
    if name.suffix == config.SUFFIX:
        for word in sorted(withheld.words.intersection(words(content.decode()))):
            if not any(word in words(each) for each in said):
                said.append(word)
                yield "CB283", f"it has `{short(word)}`, which students do not see", word
