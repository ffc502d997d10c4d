"""The course that is being previewed: its lessons, what a change touches, and what has to be made next."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from coursebuild import config
from coursebuild.engine import Preview, Previewer, Session
from coursebuild.model import STUDENT, Diagnostic, Format, Location, UsageError
from coursebuild.serve.live.lessons import Job, Key, Lesson, Page, Run, Viewed, make_room
from coursebuild.serve.live.listing import INDEX, Learned, Listing
from coursebuild.serve.live.watching import becomes_full

EXAMINED_AFTER = 0.7  # seconds after a change of a lesson that somebody looks at, whose pages come first
CANCELLED_AFTER = 1.0  # seconds of what is made in vain: a new worker takes a part of that
TOLD_AFTER = 1.0  # seconds between two changes of the index that are told, while it is being made
PDF = Format.PDF
EMPTY = "CB003"  # the diagnostic of an empty file

Publish = Callable[[str, Mapping[str, Any]], None]
Locate = Callable[[Session], tuple[list[Location], list[Diagnostic]]]


class Live:
    """What all threads share: the watcher calls `change`, makers `next_job` and `do`, requests the rest."""

    def __init__(self, session: Session, previewer: Previewer, locate: Locate) -> None:
        self.session, self.previewer = session, previewer
        self.lessons: dict[str, Lesson] = {}
        self.diagnostics: tuple[Diagnostic, ...] = ()  # of the course itself
        self.publish: Publish = lambda event, data: None  # noqa: ARG005 (until somebody wants to know)
        self._locate = locate
        self.lock = threading.Condition(threading.RLock())  # notified when there may be something to do
        self._generation = 0
        self.versions = count(1)  # of all pages
        self._unread: set[str] = set()  # changed files of the course's own that could not be read
        self._requested: dict[tuple[str, Key], None] = {}
        self._viewed = Viewed()
        self.listing = Listing()
        self._told = 0.0  # when pages that show the index were told that it has changed
        self._running: dict[tuple[str, Key | None], Run] = {}
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
            self._cancel_outdated()
            is_other = former != (list(self.lessons), self.diagnostics)
            self.listing.want(*(key.edition for stem, key in self._viewed_keys() if stem == INDEX))
            self.lock.notify_all()
        if renewed or is_other:
            self.publish("course", {})
        if former[0] != list(self.lessons):
            self._publish_links()
        if former[1] != self.diagnostics:
            self.publish("diagnosed", {"lesson": None, "diagnostics": self.diagnostics})

    def _is_recalled(self, lesson: Lesson, paths: set[str]) -> bool:
        """Whether a build has changed what is remembered, and this lesson may show it."""
        if str(self.previewer.record) not in paths:
            return False
        return lesson.stem in self._viewed.stems() or any(each.code == "CB157" for each in lesson.diagnostics)

    def _cancel_outdated(self) -> None:
        """Have the workers leave what nobody wants any more, once they have been at it for long."""
        for run in self._running.values():
            if self._is_outdated(run.job):
                wait = run.began + CANCELLED_AFTER - time.monotonic()
                timer = threading.Timer(max(wait, 0), self._cancel, (run,))
                timer.daemon = True
                timer.start()

    def _is_outdated(self, job: Job) -> bool:
        is_there = self.lessons.get(job.lesson.stem) is job.lesson
        return not is_there or job.generation < job.lesson.generation

    def _cancel(self, run: Run) -> None:
        with self.lock:
            if self._running.get((run.job.lesson.stem, run.job.key)) is run and not run.is_cancelled:
                run.is_cancelled = True
                self.previewer.cancel(second=run.job.second)

    def _touch(self, lesson: Lesson) -> None:
        lesson.generation, lesson.has_changed = self._generation, True
        wait = EXAMINED_AFTER if lesson.stem in self._viewed.stems() else 0
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
            self._viewed.watch(viewer, stem, formats)
            self.lock.notify_all()

    def forget(self, viewer: str) -> None:
        with self.lock:
            self._viewed.forget(viewer)

    def _viewed_keys(self) -> Iterator[tuple[str, Key]]:
        with self.lock:
            return self._viewed.keys(self.session.course.editions)

    def page(self, stem: str, key: Key) -> Page | None:
        """A file of a lesson as it is now, or was when the lesson was last good; None if there is none such.

        Waits until it is made.
        """
        with self.lock:
            lesson = self.lessons.get(stem)
            if lesson is None or not self._is_made(key):
                return None
            page, wanted = lesson.page(key), lesson.generation
            page.used = time.monotonic()
            if page.made_at < wanted:
                self._requested[stem, key] = None
                self.lock.notify_all()
            while page.made_at < wanted and self.lessons.get(stem) is lesson and self._is_made(key):
                self.lock.wait()
            return Page(**vars(page))

    def diagnostics_of(self, stem: str) -> tuple[Diagnostic, ...]:
        with self.lock:
            return self.lessons[stem].diagnostics if stem in self.lessons else ()

    def _is_made(self, key: Key) -> bool:
        edition = self.session.course.editions.get(key.edition)
        return edition is not None and self.previewer.makes(edition, key.format)

    # What is made

    def next_job(self, *, prints: bool) -> Job:
        """Wait for something to make: a page, or with `prints` a PDF, a second page, or diagnostics."""
        with self.lock:
            while True:
                now = time.monotonic()
                for stem, key in (*self._requested, *self._viewed_keys()):
                    lesson = self.lessons.get(stem)
                    is_next = lesson and self._is_made(key) and lesson.needs(key)
                    if lesson is None or not is_next:
                        self._requested.pop((stem, key), None)
                    elif (stem, key) not in self._running and self._is_for(stem, key, prints=prints):
                        return self._start(lesson, key, second=prints)
                waiting = [each for each in self.lessons.values() if each.examined_at < each.generation]
                due = min(waiting, key=lambda each: (each.examine_after, -each.generation), default=None)
                if prints and (found := next(self._listed(), None)):
                    return self._start(*found, second=True)
                if prints and due and due.examine_after <= now:
                    return self._start(due, None, second=True)
                self.lock.wait(due.examine_after - now if prints and due else None)

    def _listed(self) -> Iterator[tuple[Lesson, Key]]:
        """The pages that the index needs, and that nobody makes."""
        for stem, key in self.listing.keys(self.lessons.values()):
            if (stem, key) not in self._running and self._is_made(key):
                yield self.lessons[stem], key

    def _waits_for_screen(self, stem: str) -> bool:
        lesson = self.lessons[stem]
        viewed = (key for other, key in self._viewed_keys() if other == stem and key.format is not PDF)
        return any(lesson.needs(key) for key in viewed)

    def _is_for(self, stem: str, key: Key, *, prints: bool) -> bool:
        """Whether the one who prints, or the other, makes a file: two pages are made at the same time."""
        if key.format is PDF:
            return prints and not self._waits_for_screen(stem)
        return not prints

    def _start(self, lesson: Lesson, key: Key | None, *, second: bool) -> Job:
        job = Job(lesson, key, lesson.generation, self.session, second)
        self._running[lesson.stem, key] = Run(job, time.monotonic())
        if key:
            self._requested.pop((lesson.stem, key), None)
            self.publish("building", {"lesson": lesson.stem, "format": key.format.value})
        self.lock.notify_all()  # the other may do the next one at the same time
        return job

    def do(self, job: Job) -> None:
        """Make what `next_job` gave; again, if an editor had just emptied the file to write it."""
        preview = self._make(job)
        if any(each.code == EMPTY for each in preview.diagnostics) and becomes_full(job.lesson.path):
            preview = self._make(job)
        self._finish(job, preview)

    def _make(self, job: Job) -> Preview:
        session, location = job.session, job.lesson.location
        if job.key is None:
            return self.previewer.examine(session, location)
        edition = session.course.editions[job.key.edition]
        return self.previewer.make(session, location, edition, job.key.format, second=job.second)

    def _finish(self, job: Job, preview: Preview) -> None:
        lesson, key = job.lesson, job.key
        with self.lock:
            if self._running.pop((lesson.stem, key)).is_cancelled:
                self._requested.update({(lesson.stem, key): None} if key else {})  # somebody may wait for it
                self.lock.notify_all()
                return
            before, title = lesson.diagnostics, lesson.title
            if not os.path.lexists(lesson.path):  # the watcher will say what has become of it
                preview = Preview()
            else:
                lesson.find(key, job.generation, preview)
            if key is None:
                lesson.examined_at = job.generation
            if preview.title and (key is None or key.edition == STUDENT.name):
                lesson.title, lesson.withheld = preview.title, preview.withheld
            is_new = key is not None and self._store(lesson.page(key), job.generation, preview)
            learned = self.listing.learn(lesson.stem, key, job.generation, preview.page)
            self.lock.notify_all()
            if self.lessons.get(lesson.stem) is not lesson:
                return
            after = lesson.diagnostics
        if key and is_new:
            self._publish_changed(lesson.stem, key)
        if before != after:
            self.publish("diagnosed", {"lesson": lesson.stem, "diagnostics": after})
        elif key and not is_new:
            self.publish("unchanged", {"lesson": lesson.stem, "format": key.format.value})
        if title != lesson.title:
            self.publish("course", {})
        self._publish_elsewhere(lesson, key, learned, is_renamed=title != lesson.title)

    def _publish_elsewhere(
        self, lesson: Lesson, key: Key | None, learned: Learned, *, is_renamed: bool
    ) -> None:
        """Tell which pages other than the lesson's own it changes; the index not for each of many pages."""
        if is_renamed or learned.is_other_head:
            self._publish_links(but=lesson)
        if key and learned.is_other:
            with self.lock:
                lessons = self.lessons.values()
                is_more = any(each.edition == key.edition for _, each in self.listing.keys(lessons))
            if not is_more or time.monotonic() > self._told + TOLD_AFTER:
                self.publish_index(key.edition)

    def publish_index(self, edition: str) -> None:
        """Tell those who look at it that the index of an edition may be another one."""
        key = Key(edition, Format.HTML)
        if (INDEX, key) in self._viewed_keys():
            self._told = time.monotonic()
            self._publish_changed(INDEX, key)

    def _publish_links(self, but: Lesson | None = None) -> None:
        """Tell those who look at pages, but for those of a lesson, that their links may be others."""
        for stem, key in self._viewed_keys():
            lesson = self.lessons.get(stem)
            is_made = lesson is not but and lesson.version(key) if lesson else stem == INDEX
            if is_made and key.format is Format.HTML:
                self._publish_changed(stem, key)

    def _publish_changed(self, stem: str, key: Key) -> None:
        version = self.lessons[stem].version(key) if stem in self.lessons else None
        file = {"lesson": stem, "edition": key.edition, "format": key.format.value, "version": version}
        self.publish("changed", file)

    def _store(self, page: Page, generation: int, preview: Preview) -> bool:
        """Keep a file; return whether it is another than before."""
        page.made_at = generation
        if preview.content is None:
            page.is_stale = page.content is not None
            return False
        is_new = page.content != preview.content
        page.content, page.copies, page.is_stale = preview.content, preview.copies, False
        if is_new:
            page.version = next(self.versions)
        make_room(self.lessons.values(), set(self._viewed_keys()))
        return is_new
