"""What is an author's, read once for a build, or for as long as a preview shows it."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from coursebuild import config
from coursebuild.config.labels import Labels
from coursebuild.config.templates import Templates
from coursebuild.model import Course, Values

if TYPE_CHECKING:
    from coursebuild import audit, editions, lint, pages

_numbers = count()


@dataclass(frozen=True)
class Session:
    """A course with its configuration, templates, labels, palette, icons, logo and filters.

    Each part is read when it is first needed, and then stays as it was read: where a file changes, another
    session is needed. A stage is handed the part that it needs, and knows no session.
    """

    course: Course
    _token: str = field(default_factory=lambda: f"{os.getpid()}.{next(_numbers)}")

    @classmethod
    def load(cls, root: Path) -> "Session":
        """The session of the course whose folder is `root`. Raises UsageError, as `config.load` does."""
        return cls(config.load(root))

    def __reduce__(self) -> "tuple[object, tuple[Course, str]]":
        """In a worker, one session serves all the work that it came with."""
        return _in_this_process, (self.course, self._token)

    @cached_property
    def templates(self) -> Templates:
        return Templates.of_course(self.course.root)

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.templates)

    @cached_property
    def look(self) -> "pages.Look":
        from coursebuild import pages  # noqa: PLC0415 (a build that has nothing to do needs none)

        return pages.Look(self.course, self.templates, self.labels)

    @cached_property
    def filters(self) -> "editions.Filters":
        from coursebuild import editions  # noqa: PLC0415 (the same)

        return editions.Filters(self.course)

    @cached_property
    def frame(self) -> "audit.Frame":
        from coursebuild import audit  # noqa: PLC0415 (the same)

        return audit.Frame(self.templates, self.course.title)

    @cached_property
    def styled(self) -> frozenset[str]:
        """The classes that the author's style sheets know."""
        from coursebuild import lint  # noqa: PLC0415 (the same)

        return lint.styled_classes(self.templates)

    def for_selecting(self, given: Values) -> "editions.Setup":
        from coursebuild import editions  # noqa: PLC0415 (the same)

        return editions.Setup(self.course, self.labels, self.filters, given)

    def for_checking(self, given: Values) -> "lint.Setup":
        from coursebuild import lint  # noqa: PLC0415 (the same)

        return lint.Setup(self.course, self.styled, given)


_in_use: dict[str, Session] = {}  # by its token, the one that this worker's tasks came with last


def _in_this_process(course: Course, token: str) -> Session:
    """The session of that token; another token is another session, which takes its place."""
    if token not in _in_use:
        _in_use.clear()
        _in_use[token] = Session(course, token)
    return _in_use[token]
