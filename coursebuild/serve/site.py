"""The index of the course in the preview, and the links between its lessons, as a build would write them."""

import re
import threading
import time
from typing import NamedTuple

from coursebuild import site
from coursebuild.model import Edition, Format
from coursebuild.serve.live.course import Live
from coursebuild.serve.live.lessons import Key, Lesson, Page
from coursebuild.serve.live.listing import INDEX

_AGAIN = 2.0  # seconds after which tags are looked at again
_NAME = re.compile(r"index\.html|feed\.xml|search(?:-\d+)?\.js")


class File(NamedTuple):
    """A file of the index; `version` is another one if its content is."""

    content: bytes
    version: int


class Site:
    """The index of each edition."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._served: dict[tuple[str, str, bool], File] = {}
        self._asked: dict[str, float] = {}
        self._comparing = threading.Lock()

    @property
    def has_index(self) -> bool:
        """Whether a build would write an index."""
        course = self._live.session.course
        return len(self._live.lessons) > 1 if course.has_index is None else course.has_index

    def page(self, stem: str, key: Key, *, is_full: bool) -> Page | None:
        """A file of a lesson, with links to those before and after it that its reader may know of."""
        live = self._live
        page = live.page(stem, key)
        if page is None or page.content is None or key.format is not Format.HTML or not self.has_index:
            return page
        with live.lock:
            if (lesson := live.lessons.get(stem)) is None:
                return page
            links = self._links(lesson, key, is_full=is_full)
            if is_full and links is None:  # while the lesson is refused
                links = page.links
            elif is_full and links is not None and links != page.links:
                lesson.page(key).links = links
                lesson.page(key).version = page.version = next(live.versions)
        content = site.filled(page.content.decode(), links or "").encode()
        return Page(**{**vars(page), "content": content})

    def file(self, edition: Edition, name: str, *, is_full: bool) -> File | None:
        """A file of the index as it is now; None if there is none such. Raises: BuildError.

        What is not known yet of the lessons is found out from now on, and told as a change of the index.
        """
        live = self._live
        if not (_NAME.fullmatch(name) and self.has_index):
            return None
        key = Key(edition.name, Format.HTML)
        introduction = live.page(INDEX, key) if INDEX in live.lessons else None
        with live.lock:
            live.listing.want_counts(edition.name)
            live.lock.notify_all()
            session, lessons = live.session, live.listing.of(edition.name, live.lessons, is_full=is_full)
        is_shown = introduction and introduction.content and (is_full or not introduction.is_stale)
        page = introduction.content.decode() if introduction and introduction.content and is_shown else None
        self._compare(edition)
        content = live.previewer.index(session, edition, lessons, page).get(name)
        return self._version(edition, name, content, is_full=is_full) if content is not None else None

    def _links(self, lesson: Lesson, key: Key, *, is_full: bool) -> str | None:
        live = self._live
        if not is_full:
            live.listing.want(key.edition)
            live.lock.notify_all()
        edition = live.session.course.editions[key.edition]
        lessons = live.listing.of(edition.name, live.lessons, is_full=is_full)
        return live.previewer.links(live.session, edition, lessons, lesson.location)

    def _version(self, edition: Edition, name: str, content: bytes, *, is_full: bool) -> File:
        with self._live.lock:
            served = self._served.get((edition.name, name, is_full))
            if served is None or served.content != content:
                served = File(content, next(self._live.versions))
                self._served[edition.name, name, is_full] = served
            return served

    def _compare(self, edition: Edition) -> None:
        """Find out what has changed since the newest tag, in a thread, unless one is at it."""
        now = time.monotonic()
        if now < self._asked.get(edition.name, 0) or not self._comparing.acquire(blocking=False):
            return
        self._asked[edition.name] = now + _AGAIN

        def compare() -> None:
            live = self._live
            try:
                with live.lock:
                    session = live.session
                    locations = [each.location for each in live.lessons.values() if each.stem != INDEX]
                is_other = live.previewer.compare(session, edition, locations)
            finally:
                self._comparing.release()
            if is_other:
                live.teller.index(edition.name)

        threading.Thread(target=compare, daemon=True).start()
