"""The files of a course that all documents share: read once, and kept."""

import os
from collections.abc import Iterable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coursebuild import config
from coursebuild.config import trust
from coursebuild.config.labels import Labels
from coursebuild.config.templates import Templates
from coursebuild.model import BuildError, Course, Values
from coursebuild.runtime.system import temporary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coursebuild import audit, editions, lint, pages

_numbers = count()


def _token() -> str:
    return f"{os.getpid()}.{next(_numbers)}"


class Versions(NamedTuple):
    """A token for each kind of files that a session reads: with equal tokens, sessions read the same."""

    configuration: str
    templates: str
    filters: str
    logo: str

    @classmethod
    def new(cls) -> "Versions":
        return cls(*(_token() for _ in cls._fields))


class LessonParts(NamedTuple):
    """What others may link to in a lesson, and the numbers of it; `state` is its `fingerprint.state`.

    `dates` are those from which students see more of it.
    """

    state: str
    identifiers: frozenset[str]
    numbers: Mapping[str, str]
    title: str
    dates: frozenset[str] = frozenset()


# What is made of which kinds of files.
_MADE_OF: Mapping[str, tuple[str, ...]] = {
    "templates": ("configuration", "templates"),
    "labels": ("configuration", "templates"),
    "look": ("configuration", "templates", "logo"),
    "filters": ("configuration", "filters"),
    "frame": ("configuration", "templates"),
    "parts": ("configuration", "templates", "filters"),
    "references": (),
    "styled_classes": ("configuration", "templates"),
    "names_in_filters": ("configuration", "filters"),
}


@dataclass(frozen=True)
class Session:
    """A course with its configuration, templates, labels, palette, icons, logo and filters.

    Each part is read when it is first needed, and never again: after a file has changed, `renewed` gives
    another session. A stage receives the parts that it needs, not the session.
    """

    course: Course
    versions: Versions = field(default_factory=Versions.new)

    @classmethod
    def load(cls, root: Path) -> "Session":
        """The session of the course in the folder `root`. Raises: UsageError, as `config.load` does."""
        return cls(config.load(root))

    @classmethod
    @contextmanager
    def open(cls, root: Path, *, untrusted: bool = False, trusted: str | None = None) -> "Iterator[Session]":
        """The session of the course in the folder `root`, for as long as it is used.

        With `untrusted`, as `trust.untrusted` says; with `trusted`, a revision in git, it has the
        configuration, templates, filters and logo of that revision, in a temporary folder.
        Raises: UsageError, as `config.load` does, or if git cannot give the files.
        """
        if not untrusted and trusted is None:
            yield cls.load(root)
            return
        folder = temporary.folder()
        try:
            yield cls(trust.untrusted(root, folder) if trusted is None else _at(root, trusted, folder))
        finally:
            temporary.remove(folder)

    def renewed(self, changed: Iterable[Path]) -> "Session":
        """The session after these files or folders have changed; itself, if it has read none of them.

        It keeps what does not depend on them. With `trusted`, a session never changes.
        Raises: UsageError, as `config.load` does.
        """
        paths = [Path(os.path.abspath(path)) for path in changed]
        kinds = {kind for kind, own in self.own_paths.items() if any(_touches(each, own) for each in paths)}
        if not kinds:
            return self
        course = self._loaded()
        kinds = kinds - {"configuration"} | ({"configuration"} if course != self.course else set())
        session = Session(course, self.versions._replace(**{kind: _token() for kind in kinds}))
        session.keep(self)
        return session

    def _loaded(self) -> Course:
        """The course as its configuration is now."""
        course = self.course
        is_own = course.trust != trust.UNTRUSTED
        return config.load(course.root) if is_own else trust.untrusted(course.root, course.own_folder)

    @property
    def own_paths(self) -> Mapping[str, Path]:
        """The file or folder of each kind that it reads and that may change; those of a revision do not."""
        course = self.course
        root = Path(os.path.abspath(course.root))
        if course.trust not in ("", trust.UNTRUSTED):
            return {}
        paths = {"configuration": root / config.CONFIGURATION}
        if not course.trust:
            paths |= {name: root / name for name in trust.OWN_FOLDERS}
        if course.theme.logo:
            paths["logo"] = Path(os.path.abspath(course.theme.logo))
        return paths

    def keep(self, former: "Session") -> None:
        """Take from a former session what was made of the same files."""
        made = vars(former)
        for name in made.keys() & _MADE_OF.keys():
            if all(getattr(self.versions, k) == getattr(former.versions, k) for k in _MADE_OF[name]):
                vars(self)[name] = made[name]

    def __reduce__(self) -> "tuple[object, tuple[Course, Versions]]":
        """Pickle the tokens, so that a worker uses one session for all tasks of a build."""
        return _unpickle, (self.course, self.versions)

    @property
    def runs_code(self) -> bool:
        """Whether filters or templates of the author's run: they may need any time and memory."""
        with suppress(BuildError):  # a folder that cannot be read is reported with each document
            return bool(self.course.filters) or bool(self.templates.own.names(".jinja"))
        return True

    @cached_property
    def templates(self) -> Templates:
        return Templates.of_course(self.course.own_folder)

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.templates)

    @cached_property
    def look(self) -> "pages.Look":
        from coursebuild import pages  # noqa: PLC0415 (slow to import; an up-to-date build does not need it)

        return pages.Look(self.course, self.templates, self.labels)

    @cached_property
    def filters(self) -> "editions.Filters":
        from coursebuild import editions  # noqa: PLC0415 (the same)

        return editions.Filters(self.course)

    @cached_property
    def frame(self) -> "audit.Frame":
        from coursebuild import audit  # noqa: PLC0415 (the same)

        course = self.course
        labels = tuple(label for kind in course.boxes.values() for label in kind.labels.values())
        correctors = tuple(edition.name for edition in course.editions.values() if edition.shows_corrections)
        says = (*labels, course.changed_since)
        families = " ".join(theme.font for theme in (course.theme, *course.themes.values()))
        return audit.Frame(self.templates, course.title, families, says, correctors)

    @cached_property
    def parts(self) -> dict[tuple[str, ...], LessonParts]:
        """The parts of lessons to which others link, by path, edition, format and metadata."""
        return {}

    @cached_property
    def references(self) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """The references of each bibliography by its path, with the `fingerprint.state` of the file."""
        return {}

    @cached_property
    def styled_classes(self) -> frozenset[str]:
        """The classes that the author's style sheets define."""
        from coursebuild import lint  # noqa: PLC0415 (the same)

        return lint.styled_classes(self.templates)

    @cached_property
    def names_in_filters(self) -> frozenset[str]:
        """The names in the author's filters, which may be those of attributes."""
        from coursebuild import lint  # noqa: PLC0415 (the same)

        return lint.names_in_filters(self.course)

    def for_selecting(self, metadata: Values, day: str = "") -> "editions.Setup":
        """What `editions.select` needs; `metadata` is that of the command line, `day` as in BuildOptions."""
        from coursebuild import editions  # noqa: PLC0415 (the same)

        return editions.Setup(self.course, self.labels, self.filters, metadata, day=day)

    def for_checking(self, metadata: Values) -> "lint.Setup":
        """What `lint.check` needs; `metadata` is that of the command line."""
        from coursebuild import lint  # noqa: PLC0415 (the same)

        return lint.Setup(self.course, self.styled_classes, metadata, self.names_in_filters)


def _at(root: Path, name: str, folder: Path) -> Course:
    """The course with the configuration, templates, filters and logo of a revision, unpacked to a folder."""
    from coursebuild.source.revision import Revision  # noqa: PLC0415 (few builds need git)

    revision = Revision.find(root, name, "--trusted", "CB020")
    own = (config.CONFIGURATION, *trust.OWN_FOLDERS)
    revision.unpack(folder, lambda path: path.partition("/")[0] in own)
    course = trust.trusted(root, folder, revision.commit)
    if course.theme.logo:
        logo = Path(os.path.relpath(course.theme.logo, folder)).as_posix()
        revision.unpack(folder, lambda path: path == logo)
    return course


def _touches(changed: Path, own: Path) -> bool:
    """Whether a changed file or folder is the course's own one, or in it, or contains it."""
    return changed.is_relative_to(own) or own.is_relative_to(changed)


# The sessions of this worker's last tasks: a task that compares a course with its former state has both.
_current: dict[Versions, Session] = {}
_MOST_CURRENT = 2


def _unpickle(course: Course, versions: Versions) -> Session:
    """A current session, if one has read the same, or else a new one, which replaces the oldest."""
    if versions not in _current:
        session = Session(course, versions)
        for former in _current.values():
            session.keep(former)
        while len(_current) >= _MOST_CURRENT:
            del _current[next(iter(_current))]
        _current[versions] = session
    return _current[versions]
