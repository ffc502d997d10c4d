"""The index of a course for the preview: made of pages in memory, as a build makes it of its files."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from coursebuild import config
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.previews.make import Listed
from coursebuild.engine.session import Session
from coursebuild.engine.site.changes import Changes
from coursebuild.engine.site.edition_index import BESIDE, EditionIndex, IndexedLesson
from coursebuild.model import PAGES, BuildError, Edition, Location, Remembered
from coursebuild.site import Beside


class PreviewedIndex:
    """The index of an edition, and the links between its lessons, which are kept until these change."""

    def __init__(self, session: Session, edition: Edition, lessons: Sequence[Listed]) -> None:
        self._session, self._edition, self._lessons = session, edition, lessons
        self._index = EditionIndex(
            session,
            edition,
            [IndexedLesson(each.location, each.page, tuple(_beside(each))) for each in lessons],
        )
        self._locations = {each.location for each in lessons}
        self._files: tuple[object, Mapping[str, bytes]] = None, {}

    def is_of(self, session: Session, lessons: Sequence[Listed]) -> bool:
        """Whether this is the index of these lessons."""
        return self._session is session and self._lessons == lessons

    def links(self, location: Location) -> str | None:
        """The links to the lessons before and after one; None if it is not among the lessons."""
        is_listed = location in self._locations and location.stem != config.INTRODUCTION
        return self._index.neighbours(location) if is_listed else None

    def files(
        self, introduction: str | None, changes: Changes, remembered: Remembered
    ) -> Mapping[str, bytes]:
        """The files by their names. Raises: BuildError if one has what students should not see."""
        made_of = introduction, changes, remembered
        if self._files[0] != made_of:
            files = self._index.files(introduction, changes)
            if leaks := self._index.leaks(files, remembered, Path(self._edition.name)):
                raise BuildError(*leaks)
            self._files = made_of, files
        return self._files[1]


def _beside(listed: Listed) -> Iterator[Beside]:
    for format_ in PAGES:
        if format_ in BESIDE:
            row = FORMATS[format_]
            yield Beside(BESIDE[format_], row.suffix, listed.printed if row.is_printed else None)
