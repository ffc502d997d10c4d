"""What is known of the pages of all lessons, of which the preview makes the index of the course."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coursebuild import config
from coursebuild.model import Format, Location, has_errors
from coursebuild.serve.live.lessons import Key, Lesson
from coursebuild.site import Lesson as Shown

INDEX = str(config.INTRODUCTION)  # the stem of its page, and of the lesson that introduces the others

Lessons = tuple[tuple[Location, Shown], ...]


class _Known(NamedTuple):
    """What the page of a lesson showed in a generation; None if the lesson was refused."""

    generation: int
    shown: Shown | None


class Learned(NamedTuple):
    """Whether a page shows something else than before, and whether that is what other pages say of it."""

    is_other: bool = False
    is_other_head: bool = False


class Listing:
    """What is known of the lessons' pages, by editions, and what is wanted. The caller has the lock."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], _Known] = {}
        self._wanted: set[str] = set()

    def learn(self, stem: str, key: Key | None, generation: int, shown: Shown | None) -> Learned:
        """Note what a page shows, if `key` is that of one for the screen."""
        if key is None or key.format is not Format.HTML:
            return Learned()
        before = self._known.get((stem, key.edition))
        self._known[stem, key.edition] = _Known(generation, shown)
        if before is None or before.shown == shown:
            return Learned(is_other=before is None)
        heads = (each and each.head for each in (before.shown, shown))
        return Learned(is_other=True, is_other_head=next(heads) != next(heads))

    def want(self, *editions: str) -> None:
        """Have the pages of all lessons made, as they are now."""
        self._wanted.update(editions)

    def keys(self, lessons: Iterable[Lesson]) -> Iterator[tuple[str, Key]]:
        """The pages that are wanted and not known."""
        for edition in tuple(self._wanted):
            unknown = [each.stem for each in lessons if not self._is_current(each, edition)]
            if not unknown:
                self._wanted.discard(edition)
            yield from ((stem, Key(edition, Format.HTML)) for stem in unknown)

    def _is_current(self, lesson: Lesson, edition: str) -> bool:
        known = self._known.get((lesson.stem, edition))
        return known is not None and known.generation >= lesson.generation

    def of(self, edition: str, lessons: Mapping[str, Lesson], *, is_full: bool) -> Lessons:
        """The lessons that an edition has, with what is known of their pages.

        Others than the author see those alone whose pages are made as they are now.
        """
        shown = self._shown_to_author if is_full else self._shown_to_others
        found = ((each.location, shown(each, edition)) for each in lessons.values())
        return tuple((location, shown) for location, shown in found if shown)

    def _shown_to_others(self, lesson: Lesson, edition: str) -> Shown | None:
        return self._known[lesson.stem, edition].shown if self._is_current(lesson, edition) else None

    def _shown_to_author(self, lesson: Lesson, edition: str) -> Shown | None:
        known = self._known.get((lesson.stem, edition))
        if known and self._is_current(lesson, edition):
            return known.shown
        if known and known.shown:  # the title is known before the page is
            return known.shown._replace(title=lesson.title)
        return None if has_errors(lesson.diagnostics) else Shown(lesson.title, lesson.lang)
