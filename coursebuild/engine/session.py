"""The files of a course that all documents share: read once, and kept."""

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Session:
    """A course with its configuration, templates, labels, palette, icons, logo and filters.

    Each part is read when it is first needed, and never again: after a file has changed, load another
    session. A stage receives the parts that it needs, not the session.
    """

    course: Course
    _token: str = field(default_factory=lambda: f"{os.getpid()}.{next(_numbers)}")

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

    def __reduce__(self) -> "tuple[object, tuple[Course, str]]":
        """Pickle the token, so that a worker uses one session for all tasks of a build."""
        return _unpickle, (self.course, self._token)

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
        return audit.Frame(self.templates, course.title, course.theme.font, labels)

    @cached_property
    def parts(self) -> dict[tuple[str, ...], frozenset[str]]:
        """The identifiers of lessons to which others link, by source, edition, format and metadata."""
        return {}

    @cached_property
    def styled_classes(self) -> frozenset[str]:
        """The classes that the author's style sheets define."""
        from coursebuild import lint  # noqa: PLC0415 (the same)

        return lint.styled_classes(self.templates)

    def for_selecting(self, metadata: Values) -> "editions.Setup":
        """What `editions.select` needs; `metadata` is that of the command line."""
        from coursebuild import editions  # noqa: PLC0415 (the same)

        return editions.Setup(self.course, self.labels, self.filters, metadata)

    def for_checking(self, metadata: Values) -> "lint.Setup":
        """What `lint.check` needs; `metadata` is that of the command line."""
        from coursebuild import lint  # noqa: PLC0415 (the same)

        return lint.Setup(self.course, self.styled_classes, metadata)


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


_current: dict[str, Session] = {}  # the session of this worker's last task, by its token


def _unpickle(course: Course, token: str) -> Session:
    """The current session, if it has this token, or else a new one, which replaces it."""
    if token not in _current:
        _current.clear()
        _current[token] = Session(course, token)
    return _current[token]
