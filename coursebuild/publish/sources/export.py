"""Export the students' sources of a course: cut them, read them back, and deliver them."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild import config
from coursebuild.engine import Session, students
from coursebuild.model import (
    PAGES,
    STUDENT,
    BuildError,
    BuildOptions,
    Course,
    Diagnostic,
    Encryption,
    Location,
    has_errors,
)
from coursebuild.publish import folders
from coursebuild.publish.sources import folder as place
from coursebuild.publish.sources import history
from coursebuild.publish.sources.collect import Exported, collect
from coursebuild.publish.sources.read_back import read_back


class Delivered(NamedTuple):
    """What became of an export: the files of `exported`, or the reasons why nothing was written."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    exported: Exported
    is_committed: bool = False  # False also where nothing has changed since the last commit


def export(
    session: Session, locations: Sequence[Location], options: BuildOptions, folder: Path, *, commits: bool
) -> Delivered:
    """Write the students' sources into a folder; if it `commits`, into a repository in it.

    `options` have the students' edition alone. Raises: BuildError if a lesson cannot be exported, or the
    folder not be written.
    """
    course = session.course
    place.find_former(folder, course)
    if commits:
        history.refuse_other(folder)
    options, found = students.options_for(session, options, config.output_folder(course, None))
    if has_errors(found):
        raise BuildError(*found)
    with (
        folders.staging(folder) as staging,
        students.processes(session, options, len(locations)) as processes,
    ):
        files = staging / "files"
        exported = collect(session, locations, options, processes)
        place.write(exported.files, files)
        found = tuple(read_back(exported, files, options, processes))
        if has_errors(found):
            return Delivered((), found, exported)
        written = place.deliver(files, folder, course)
    return Delivered(written, found, exported, commits and history.commit(folder))


def options_for(course: Course, options: BuildOptions) -> BuildOptions:
    """The options of an export, for those of another command."""
    student = course.editions[STUDENT.name]
    return options._replace(editions=(student,), formats=PAGES, encryption=Encryption.NONE, fetch=False)


def collect_again(session: Session, locations: Sequence[Location], options: BuildOptions) -> Exported:
    """What `export` would write. Raises: BuildError if a lesson cannot be exported."""
    options, found = students.options_for(session, options, config.output_folder(session.course, None))
    if has_errors(found):
        raise BuildError(*found)
    with students.processes(session, options, len(locations)) as processes:
        return collect(session, locations, options, processes)
