"""Tell those who look at pages that there are new ones."""

import time

from coursebuild.model import Format
from coursebuild.serve.live.lessons import Key, Lesson
from coursebuild.serve.live.listing import INDEX, Learned
from coursebuild.serve.live.state import State

TOLD_AFTER = 1.0  # seconds between two changes of the index that are told, while it is being made


class Teller:
    """Tell which pages have changed, also by what was found out of other lessons."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._told = 0.0  # when pages that show the index were told that it has changed
        self._untold: set[str] = set()  # the editions whose index has changed since

    def page(self, stem: str, key: Key) -> None:
        lessons = self._state.lessons
        version = lessons[stem].version(key) if stem in lessons else None
        file = {"lesson": stem, "edition": key.edition, "format": key.format.value, "version": version}
        self._state.publish("changed", file)

    def links(self, but: Lesson | None = None) -> None:
        """The links of pages may be others, but for those of a lesson."""
        for stem, key in self._state.viewed_keys():
            lesson = self._state.lessons.get(stem)
            is_made = lesson is not but and lesson.version(key) if lesson else stem == INDEX
            if is_made and key.format is Format.HTML:
                self.page(stem, key)

    def index(self, edition: str) -> None:
        """The index of an edition may be another one."""
        key = Key(edition, Format.HTML)
        self._untold.discard(edition)
        if (INDEX, key) in self._state.viewed_keys():
            self._told = time.monotonic()
            self.page(INDEX, key)

    def elsewhere(self, lesson: Lesson, key: Key | None, learned: Learned, *, is_renamed: bool) -> None:
        """Pages other than the lesson's own may have changed; the index not for each of many lessons."""
        if is_renamed or learned.is_other_head:
            self.links(but=lesson)
        if key and learned.is_other:
            self._untold.add(key.edition)
        if key and key.edition in self._untold:
            listing = self._state.listing
            with self._state.lock:
                lessons = self._state.lessons.values()
                more = (*listing.keys(lessons), *listing.uncounted(lessons))
            is_more = any(each.edition == key.edition for _, each in more)
            if not is_more or time.monotonic() > self._told + TOLD_AFTER:
                self.index(key.edition)
