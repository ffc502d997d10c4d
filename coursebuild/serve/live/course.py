"""The course that is being previewed: its lessons, what a change touches, and what is looked at."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from coursebuild import config
from coursebuild.engine import Previewer, Session
from coursebuild.model import Diagnostic, Format, Location, UsageError
from coursebuild.serve.live.jobs import Jobs
from coursebuild.serve.live.lessons import Key, Lesson, Page
from coursebuild.serve.live.listing import INDEX
from coursebuild.serve.live.state import State
from coursebuild.serve.live.telling import Teller

EXAMINED_AFTER = 0.7  # seconds after a change of a lesson that somebody looks at, whose pages come first

Locate = Callable[[Session], tuple[list[Location], list[Diagnostic]]]


class Live(State):
    """The course as it is now: the watcher calls `change`, makers take `jobs`, requests the rest."""

    def __init__(self, session: Session, previewer: Previewer, locate: Locate) -> None:
        super().__init__(session, previewer)
        self.teller = Teller(self)
        self.jobs = Jobs(self, self.teller)
        self.diagnostics: tuple[Diagnostic, ...] = ()  # of the course itself
        self._locate = locate
        self._generation = 0
        self._unread: set[str] = set()  # changed files of the course's own that could not be read
        self._recalled: tuple[Diagnostic, ...] = previewer.recall(session)
        self.change(set())

    # What a change touches

    def change(self, paths: set[str]) -> None:
        """Find out what the change of these files touches."""
        with self.lock:
            self._generation += 1
            former = list(self.lessons), self.diagnostics
            renewed = self._renew(paths)
            is_renewed = self.previewer.renew_day(self.session) or renewed
            if str(self.previewer.record) in paths:
                self._recalled = self.previewer.recall(self.session)
            self._relocate()
            renumbered = self.previewer.renumber(self.session)
            paths = paths | {each.path for each in self.lessons.values() if each.is_among(renumbered)}
            for lesson in self.lessons.values():
                if is_renewed or lesson.uses(paths) or self._is_recalled(lesson, paths):
                    self._touch(lesson)
            self.jobs.cancel_outdated()
            is_other = former != (list(self.lessons), self.diagnostics)
            self.listing.want_counts(*(key.edition for stem, key in self.viewed_keys() if stem == INDEX))
            self.lock.notify_all()
        if renewed or is_other:
            self.publish("course", {})
        if former[0] != list(self.lessons):
            self.teller.links()
        if former[1] != self.diagnostics:
            self.publish("diagnosed", {"lesson": None, "diagnostics": self.diagnostics})

    def _is_recalled(self, lesson: Lesson, paths: set[str]) -> bool:
        """Whether a build has changed what is remembered, and this lesson may show it."""
        if str(self.previewer.record) not in paths:
            return False
        return lesson.stem in self.viewed.stems() or any(each.code == "CB157" for each in lesson.diagnostics)

    def _touch(self, lesson: Lesson) -> None:
        lesson.generation, lesson.has_changed = self._generation, True
        wait = EXAMINED_AFTER if lesson.stem in self.viewed.stems() else 0
        lesson.examine_after = time.monotonic() + wait

    def _renew(self, paths: set[str]) -> bool:
        """Renew the session; return whether another has taken its place."""
        paths = paths | self._unread
        try:
            session = self.session.renewed(map(Path, paths))
        except UsageError as error:
            self._unread = paths
            self.diagnostics = error.diagnostics
            return False
        self._unread = set()
        renewed, self.session = session is not self.session, session
        return renewed

    @property
    def is_readable(self) -> bool:
        """Whether the course's own files can be read; if not, its pages are those of before."""
        return not self._unread

    def _relocate(self) -> None:
        """Find the lessons; those that are still there stay."""
        try:
            locations, skipped = self._locate(self.session)
            found = (*self._recalled, *skipped, *config.warnings(self.session.course))
        except UsageError as error:  # a folder is gone, perhaps for as long as git needs
            locations = [each.location for each in self.lessons.values() if os.path.lexists(each.path)]
            found = error.diagnostics
        except OSError as error:  # so is the course's
            locations, found = [], (Diagnostic(".", 0, 0, "CB027", f"it cannot be read: {error.strerror}"),)
        if not self._unread:
            self.diagnostics = tuple(found)
        lessons = {}
        for location in locations:
            lesson = self.lessons.get(str(location.stem)) or Lesson(location, self._generation)
            if lesson.location != location:  # such as another folder, or kinds of boxes
                lesson.location = location
                self._touch(lesson)
            lessons[lesson.stem] = lesson
        self.lessons = lessons

    # What is looked at

    def watch(self, viewer: str, stem: str, formats: Mapping[str, Format]) -> None:
        """Make these files of a lesson first, from now on; `formats` are by edition."""
        with self.lock:
            self.viewed.watch(viewer, stem, formats)
            self.lock.notify_all()

    def forget(self, viewer: str) -> None:
        with self.lock:
            self.viewed.forget(viewer)

    def page(self, stem: str, key: Key) -> Page | None:
        """A file of a lesson as it is now, or was when the lesson was last good; None if there is none such.

        Waits until it is made.
        """
        with self.lock:
            lesson = self.lessons.get(stem)
            if lesson is None or not self.is_made(key):
                return None
            page, wanted = lesson.page(key), lesson.generation
            page.used = time.monotonic()
            if page.made_at < wanted:
                self.jobs.request(stem, key)
            while page.made_at < wanted and self.lessons.get(stem) is lesson and self.is_made(key):
                self.lock.wait()
            return Page(**vars(page))

    def diagnostics_of(self, stem: str) -> tuple[Diagnostic, ...]:
        with self.lock:
            return self.lessons[stem].diagnostics if stem in self.lessons else ()
