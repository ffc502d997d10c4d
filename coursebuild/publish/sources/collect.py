"""Cut the lessons of a course, and find the files that students' pages are made of."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

from coursebuild import config
from coursebuild.config import toml
from coursebuild.engine import Session
from coursebuild.engine.students import Lesson, Processes
from coursebuild.model import BuildError, BuildOptions, Diagnostic, Evidence, Location, Source, short
from coursebuild.publish import names
from coursebuild.publish.sources import evidence
from coursebuild.publish.sources.lesson import cut_lesson, not_cut
from coursebuild.publish.sources.needed import configuration, files

IGNORED = (PurePosixPath(".gitignore"), b"/build/\n/dist/\n/dist-*/\n")


class Exported(NamedTuple):
    """The files of an export, by their paths, and the lessons that they were cut from, with their sources.

    `copied` are those that students have as they are, beside their pages.
    """

    files: Mapping[PurePosixPath, bytes]
    copied: frozenset[PurePosixPath]
    typed: Mapping[PurePosixPath, Source]
    lessons: Sequence[Lesson]
    withheld: Evidence


def collect(
    session: Session, locations: Sequence[Location], options: BuildOptions, processes: Processes
) -> Exported:
    """Cut the lessons of a course, and find the files that they need. Raises: BuildError."""
    course = session.course
    calls = [(location, partial(cut_lesson, session, location, options)) for location in locations]
    lessons = list(processes.results(session, calls, not_cut))
    if errors := [error for each in lessons for error in each.errors]:
        raise BuildError(*errors)
    found: dict[PurePosixPath, bytes] = {}
    typed: dict[PurePosixPath, Source] = {}
    try:
        for each in lessons:
            name = files.below(each.lesson.location.path, course)
            found[name] = each.text.encode()
            if each.lesson.document:
                typed[name] = each.lesson.document.source
        needed = files.of_lessons(course, [each.lesson for each in lessons], [each.text for each in lessons])
    except files.NotExportedError as error:
        raise BuildError(Diagnostic(error.path, 0, 0, error.code, str(error))) from error
    found |= needed.contents
    if (written := config.configuration(course.own_folder)) is not None:
        texts = [content.decode() for name, content in found.items() if name.suffix == config.SUFFIX]
        stems = {f"{location.stem}{config.SUFFIX}" for location in locations}
        cut = configuration.cut(toml.parse(written), stems, [*map(str, found)], texts)
        if place := configuration.place_in(toml.parse(cut)):
            message = f"`{place.key}` names `{short(place.path)}`, a place on this machine"
            raise BuildError(config.diagnostic(course, "CB241", message))
        found[PurePosixPath(config.CONFIGURATION)] = cut.encode()
    found.setdefault(*IGNORED)
    if problem := names.find_problem(found):
        raise BuildError(Diagnostic(".", 0, 0, "CB261", problem))
    withheld = evidence.of_lessons(each.texts for each in lessons)
    lessons_ = [each.lesson for each in lessons]
    return Exported(dict(sorted(found.items())), needed.copied, typed, lessons_, withheld)
