"""What is reported: the differences of each lesson for each edition."""

from typing import NamedTuple

from coursebuild.changes.compare import Change


class View(NamedTuple):
    """The differences that readers of an edition see, in a `format` if the others differ otherwise.

    With `besides`, those that readers of the first edition see too are left out.
    """

    edition: str
    format: str
    changes: tuple[Change, ...]
    besides: str = ""


class LessonChanges(NamedTuple):
    """The differences of a lesson; `former` is the name that it had, if it was another one.

    All that is in a new lesson is new. One that is unread has errors, and nothing was compared. `lang` is the
    language of its texts, a BCP 47 tag, if it is known.
    """

    name: str
    views: tuple[View, ...]
    former: str = ""
    is_new: bool = False
    is_gone: bool = False
    is_unread: bool = False
    lang: str = ""

    @property
    def is_worth_reporting(self) -> bool:
        return bool(self.views or self.former or self.is_new or self.is_gone or self.is_unread)

    @property
    def total(self) -> int:
        return sum(len(view.changes) for view in self.views)


class ChangesReport(NamedTuple):
    """The lessons in which readers see a difference, and what was compared.

    `base` is what was compared with, such as a tag, `commit` is what it means; `since` is the day as of
    which that was read, `day` the present one. Without a base, each edition is compared with `beyond`.
    `editions` are those that were compared; with `has_corrections`, students must not get the report.
    `language` is a BCP 47 tag, of what the report itself says. `new_editions` were not there then:
    with each is the edition that it is compared with.
    """

    lessons: tuple[LessonChanges, ...]
    compared: int
    editions: tuple[str, ...]
    has_corrections: bool
    base: str = ""
    commit: str = ""
    since: str = ""
    day: str = ""
    beyond: str = ""
    language: str = "en"
    new_editions: tuple[tuple[str, str], ...] = ()

    @property
    def total(self) -> int:
        return sum(lesson.total for lesson in self.lessons)
