"""A course as it is at a revision in git, with which the present one is compared."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from coursebuild import config
from coursebuild.engine.compared.contents import Contents
from coursebuild.engine.compared.renamed import find_renamed
from coursebuild.engine.compared.snapshot import Snapshots
from coursebuild.engine.session import Session
from coursebuild.model import Course, Diagnostic, Location, UsageError
from coursebuild.runtime.system import git, temporary
from coursebuild.source.revision import Revision


class Pair(NamedTuple):
    """A lesson as it was, and as it is; None where it was not, or is not.

    `name` is the one for messages, `former_name` that of a lesson that was renamed.
    """

    name: str
    former: Location | None
    now: Location | None
    former_name: str = ""

    @property
    def location(self) -> Location:
        """Where it is, or where it was."""
        location = self.now or self.former
        assert location  # noqa: S101 (one of them is there)
        return location


class Base(NamedTuple):
    """A course at a revision: its session, its lessons by their paths below its folder, and its day.

    Its files are in a temporary folder; `identifiers` are those of their contents, by folders of the
    checkout. Students saw then what has a date until that `day`.
    """

    revision: Revision
    session: Session
    lessons: Mapping[str, Location]
    day: str
    contents: Contents
    identifiers: Mapping[Path, Mapping[str, str]]
    diagnostics: tuple[Diagnostic, ...] = ()

    @classmethod
    @contextmanager
    def open(cls, session: Session, revision: Revision, day: str) -> Iterator["Base"]:
        """The course at a revision, for as long as it is used; `day` is the present one.

        Where the checkout is a stranger's, what is trusted now is used there too. Raises: UsageError.
        """
        folder = temporary.folder()
        try:
            snapshots = Snapshots(revision, folder)
            course, diagnostics = _course(session.course, revision, snapshots.write_course())
            _, resources, contents, identifiers = snapshots.with_resources(course.resources)
            former = Session(course._replace(resources=resources))
            lessons = dict(_lessons(former, revision))
            then = config.days.day_at(revision.time(), session.course)
            yield cls(revision, former, lessons, min(then, day), contents, identifiers, diagnostics)
        finally:
            temporary.remove(folder)

    def pairs(self, course: Course, locations: Iterable[Location], *, whole: bool) -> list["Pair"]:
        """Each lesson as it was and as it is; with `whole`, also those of the course that are gone."""
        spell = git.spelling(course.root)
        former = {spell(name): name for name in self.lessons}
        now = {below(location.path, course.root): location for location in locations}
        kept = {name: former[spelled] for name in now if (spelled := spell(name)) in former}
        left = self.lessons.keys() - set(kept.values())
        absent = [name for name in sorted(left) if not (course.root / name).exists()]
        elsewhere = git.left_out(course.root, absent)
        gone = {name: self.lessons[name] for name in absent if name not in elsewhere}
        new = {name: each for name, each in now.items() if name not in kept}
        renamed = find_renamed(gone, new, self.contents)
        then = kept | renamed
        pairs = [
            Pair(each.name, self.lessons.get(then.get(name, "")), each, renamed.get(name, ""))
            for name, each in now.items()
        ]
        left = gone.keys() - set(renamed.values()) if whole else set()
        return pairs + [Pair(name, self.lessons[name], None) for name in sorted(left)]


def below(path: Path, root: Path) -> str:
    """The path of a file below the folder of a course; that of a link, if the file is one."""
    return Path(os.path.relpath(path.parent.resolve() / path.name, root.resolve())).as_posix()


def _course(now: Course, revision: Revision, folder: Path) -> tuple[Course, tuple[Diagnostic, ...]]:
    """The course in a folder, with the present configuration if its own is not usable.

    Its resources are folders of the checkout.
    """
    present = now._replace(root=folder, own=now.own_folder)
    if now.trust:
        return present, ()
    try:
        return config.load(now.root, own=folder)._replace(root=folder, own=None), ()
    except UsageError as error:
        message = f"`{revision.name}`: {error.diagnostics[0].message}"
        return present, (Diagnostic(config.CONFIGURATION, 0, 0, "CB270", message),)


def _lessons(session: Session, revision: Revision) -> Iterator[tuple[str, Location]]:
    course = session.course
    try:
        locations, _ = config.locate(course, (), config.output_folder(course, None))
    except UsageError:  # there was no lesson yet
        return
    for location in locations:
        name = below(location.path, course.root)
        yield name, location._replace(name=f"{revision.name}:{name}")
