"""What is known of the pages of all lessons, of which the preview makes the index of the course."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coursebuild import config
from coursebuild.engine import Listed, Preview
from coursebuild.model import Format, has_errors
from coursebuild.serve.live.lessons import Key, Lesson
from coursebuild.site import FinishedPage

INDEX = str(config.INTRODUCTION)  # the stem of its page, and of the lesson that introduces the others


class _Known(NamedTuple):
    """What the page of a lesson showed in a generation; None if the lesson was refused."""

    generation: int
    shown: FinishedPage | None


class _Counted(NamedTuple):
    """How many pages the PDF of a lesson had in a generation; None if there was none."""

    generation: int
    pages: int | None


class Learned(NamedTuple):
    """Whether a page shows something else than before, and whether that is what other pages say of it."""

    is_other: bool = False
    is_other_head: bool = False


class Listing:
    """What is known of the lessons' pages, by editions, and what is wanted. The caller has the lock."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], _Known] = {}
        self._counted: dict[tuple[str, str], _Counted] = {}
        self._wanted: set[str] = set()
        self._counts_wanted: set[str] = set()

    def learn(self, stem: str, key: Key | None, generation: int, preview: Preview) -> Learned:
        """Note what a page for the screen shows, or how many pages a PDF has."""
        if key and key.format is Format.PDF:
            counted = self._counted.get((stem, key.edition))
            self._counted[stem, key.edition] = _Counted(generation, preview.printed)
            return Learned(is_other=preview.printed != (counted and counted.pages))
        if key is None or key.format is not Format.HTML:
            return Learned()
        before, shown = self._known.get((stem, key.edition)), preview.page
        self._known[stem, key.edition] = _Known(generation, shown)
        if before is None or before.shown == shown:
            return Learned(is_other=before is None)
        heads = (each and each.head for each in (before.shown, shown))
        return Learned(is_other=True, is_other_head=next(heads) != next(heads))

    def want(self, *editions: str) -> None:
        """Have the pages of all lessons made, as they are now."""
        self._wanted.update(editions)

    def want_counts(self, *editions: str) -> None:
        """Have also the printed pages of all lessons counted, once the others are made."""
        self.want(*editions)
        self._counts_wanted.update(editions)

    def keys(self, lessons: Iterable[Lesson]) -> Iterator[tuple[str, Key]]:
        """The pages that are wanted and not known."""
        for edition in tuple(self._wanted):
            unknown = [each.stem for each in lessons if not self._is_current(each, edition)]
            if not unknown:
                self._wanted.discard(edition)
            yield from ((stem, Key(edition, Format.HTML)) for stem in unknown)

    def uncounted(self, lessons: Iterable[Lesson]) -> Iterator[tuple[str, Key]]:
        """The PDFs of which it is wanted and not known how many pages they have."""
        for edition in tuple(self._counts_wanted):
            unknown = [each.stem for each in lessons if self._lacks_count(each, edition)]
            if not unknown and edition not in self._wanted:
                self._counts_wanted.discard(edition)
            yield from ((stem, Key(edition, Format.PDF)) for stem in unknown)

    def _is_current(self, lesson: Lesson, edition: str) -> bool:
        known = self._known.get((lesson.stem, edition))
        return known is not None and known.generation >= lesson.generation

    def _lacks_count(self, lesson: Lesson, edition: str) -> bool:
        """Whether the index would say how many pages the PDF of a lesson has, and cannot."""
        is_listed = lesson.stem != INDEX and self._shown_to_others(lesson, edition) is not None
        return is_listed and not self._is_counted(lesson, edition)

    def _is_counted(self, lesson: Lesson, edition: str) -> bool:
        counted = self._counted.get((lesson.stem, edition))
        return counted is not None and counted.generation >= lesson.generation

    def of(self, edition: str, lessons: Mapping[str, Lesson], *, is_full: bool) -> tuple[Listed, ...]:
        """The lessons that an edition has, with what is known of their pages.

        Others than the author see those alone whose pages are made as they are now.
        """
        shown = self._shown_to_author if is_full else self._shown_to_others
        found = ((each, shown(each, edition)) for each in lessons.values())
        return tuple(
            Listed(each.location, page, self._pages(each, edition, is_full=is_full))
            for each, page in found
            if page
        )

    def _pages(self, lesson: Lesson, edition: str, *, is_full: bool) -> int | None:
        """How many pages the PDF of a lesson has, or for its author, had before."""
        counted = self._counted.get((lesson.stem, edition))
        return counted.pages if counted and (is_full or self._is_counted(lesson, edition)) else None

    def _shown_to_others(self, lesson: Lesson, edition: str) -> FinishedPage | None:
        return self._known[lesson.stem, edition].shown if self._is_current(lesson, edition) else None

    def _shown_to_author(self, lesson: Lesson, edition: str) -> FinishedPage | None:
        known = self._known.get((lesson.stem, edition))
        if known and self._is_current(lesson, edition):
            return known.shown
        if known and known.shown:  # the title is known before the page is
            return known.shown._replace(title=lesson.title)
        return None if has_errors(lesson.diagnostics) else FinishedPage(lesson.title, lesson.lang)
