"""What has to be made next, and what becomes of it."""

import os
import threading
import time
from collections.abc import Iterator

from coursebuild.engine import Preview
from coursebuild.model import STUDENT, Format
from coursebuild.serve.live.lessons import Job, Key, Lesson, Page, Run, make_room
from coursebuild.serve.live.state import State
from coursebuild.serve.live.telling import Teller
from coursebuild.serve.live.watching import becomes_full

CANCELLED_AFTER = 1.0  # seconds of what is made in vain: a new worker takes a part of that
PDF = Format.PDF
EMPTY = "CB003"  # the diagnostic of an empty file


class Jobs:
    """What is asked for, and what is being made. Makers call `next` and `do`."""

    def __init__(self, state: State, teller: Teller) -> None:
        self._state, self._teller = state, teller
        self._requested: dict[tuple[str, Key], None] = {}
        self._running: dict[tuple[str, Key | None], Run] = {}

    def request(self, stem: str, key: Key) -> None:
        """Make a file before what is looked at; the caller has the lock."""
        self._requested[stem, key] = None
        self._state.lock.notify_all()

    def next(self, *, prints: bool) -> Job:
        """Wait for something to make: a page, or with `prints` a PDF, a second page, or diagnostics."""
        state = self._state
        with state.lock:
            while True:
                now = time.monotonic()
                for stem, key in (*self._requested, *state.viewed_keys()):
                    if stem not in state.lessons or not self._needs(stem, key):
                        self._requested.pop((stem, key), None)
                    elif (stem, key) not in self._running and self._is_for(stem, key, prints=prints):
                        return self._start(state.lessons[stem], key, second=prints)
                waiting = [each for each in state.lessons.values() if each.examined_at < each.generation]
                due = min(waiting, key=lambda each: (each.examine_after, -each.generation), default=None)
                if prints and (found := next(self._listed(), None)):
                    return self._start(*found, second=True)
                if prints and due and due.examine_after <= now:
                    return self._start(due, None, second=True)
                state.lock.wait(due.examine_after - now if prints and due else None)

    def _needs(self, stem: str, key: Key) -> bool:
        return self._state.is_made(key) and self._state.lessons[stem].needs(key)

    def _listed(self) -> Iterator[tuple[Lesson, Key]]:
        """The pages that the index needs, and that nobody makes."""
        lessons = self._state.lessons
        for stem, key in self._state.listing.keys(lessons.values()):
            if (stem, key) not in self._running and self._state.is_made(key):
                yield lessons[stem], key

    def _waits_for_screen(self, stem: str) -> bool:
        lesson = self._state.lessons[stem]
        viewed = (key for other, key in self._state.viewed_keys() if other == stem and key.format is not PDF)
        return any(lesson.needs(key) for key in viewed)

    def _is_for(self, stem: str, key: Key, *, prints: bool) -> bool:
        """Whether the one who prints, or the other, makes a file: two pages are made at the same time."""
        if key.format is PDF:
            return prints and not self._waits_for_screen(stem)
        return not prints

    def _start(self, lesson: Lesson, key: Key | None, *, second: bool) -> Job:
        job = Job(lesson, key, lesson.generation, self._state.session, second)
        self._running[lesson.stem, key] = Run(job, time.monotonic())
        if key:
            self._requested.pop((lesson.stem, key), None)
            self._state.publish("building", {"lesson": lesson.stem, "format": key.format.value})
        self._state.lock.notify_all()  # the other may do the next one at the same time
        return job

    def do(self, job: Job) -> None:
        """Make what `next` gave; again, if an editor had just emptied the file to write it."""
        preview = self._make(job)
        if any(each.code == EMPTY for each in preview.diagnostics) and becomes_full(job.lesson.path):
            preview = self._make(job)
        self._finish(job, preview)

    def _make(self, job: Job) -> Preview:
        session, location = job.session, job.lesson.location
        if job.key is None:
            return self._state.previewer.examine(session, location)
        edition = session.course.editions[job.key.edition]
        return self._state.previewer.make(session, location, edition, job.key.format, second=job.second)

    def _finish(self, job: Job, preview: Preview) -> None:
        state, lesson, key = self._state, job.lesson, job.key
        with state.lock:
            if self._running.pop((lesson.stem, key)).is_cancelled:
                self._requested.update({(lesson.stem, key): None} if key else {})  # somebody may wait for it
                state.lock.notify_all()
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
            learned = state.listing.learn(lesson.stem, key, job.generation, preview)
            state.lock.notify_all()
            if state.lessons.get(lesson.stem) is not lesson:
                return
            after = lesson.diagnostics
        if key and is_new:
            self._teller.page(lesson.stem, key)
        if before != after:
            state.publish("diagnosed", {"lesson": lesson.stem, "diagnostics": after})
        elif key and not is_new:
            state.publish("unchanged", {"lesson": lesson.stem, "format": key.format.value})
        if title != lesson.title:
            state.publish("course", {})
        self._teller.elsewhere(lesson, key, learned, is_renamed=title != lesson.title)

    def _store(self, page: Page, generation: int, preview: Preview) -> bool:
        """Keep a file; return whether it is another than before."""
        page.made_at = generation
        if preview.content is None:
            page.is_stale = page.content is not None
            return False
        is_new = page.content != preview.content
        page.content, page.copies, page.is_stale = preview.content, preview.copies, False
        if is_new:
            page.version = next(self._state.versions)
        make_room(self._state.lessons.values(), set(self._state.viewed_keys()))
        return is_new

    # What is counted

    def next_to_count(self) -> Job:
        """Wait for a PDF of which only the number of pages is wanted, once nothing else is to be made."""
        state = self._state
        with state.lock:
            while True:
                stem, key = next(self._uncounted(), (None, None))
                if stem and key and not self._is_busy:
                    lesson = state.lessons[stem]
                    return Job(lesson, key, lesson.generation, state.session, second=False)
                if stem is None:
                    state.previewer.end_counting()
                state.lock.wait()

    def _uncounted(self) -> Iterator[tuple[str, Key]]:
        found = self._state.listing.uncounted(self._state.lessons.values())
        return (each for each in found if self._state.is_made(each[1]))

    @property
    def _is_busy(self) -> bool:
        """Whether anything is made, or has to be made."""
        state = self._state
        lessons = state.lessons.values()
        return (
            bool(self._running or self._requested)
            or any(each.examined_at < each.generation for each in lessons)
            or any(each in state.lessons and self._needs(each, key) for each, key in state.viewed_keys())
            or next(state.listing.keys(lessons), None) is not None
        )

    def count(self, job: Job) -> None:
        """Count what `next_to_count` gave."""
        state, lesson, key = self._state, job.lesson, job.key
        assert key  # noqa: S101 (`next_to_count` gives one)
        edition = job.session.course.editions[key.edition]
        preview = state.previewer.count_pages(job.session, lesson.location, edition)
        with state.lock:
            learned = state.listing.learn(lesson.stem, key, job.generation, preview)
            state.lock.notify_all()
        self._teller.elsewhere(lesson, key, learned, is_renamed=False)

    # What is made in vain

    def cancel_outdated(self) -> None:
        """Have the workers leave what nobody wants any more, once they have been at it for long."""
        for run in self._running.values():
            if self._is_outdated(run.job):
                wait = run.began + CANCELLED_AFTER - time.monotonic()
                timer = threading.Timer(max(wait, 0), self._cancel, (run,))
                timer.daemon = True
                timer.start()

    def _is_outdated(self, job: Job) -> bool:
        is_there = self._state.lessons.get(job.lesson.stem) is job.lesson
        return not is_there or job.generation < job.lesson.generation

    def _cancel(self, run: Run) -> None:
        with self._state.lock:
            if self._running.get((run.job.lesson.stem, run.job.key)) is run and not run.is_cancelled:
                run.is_cancelled = True
                self._state.previewer.cancel(second=run.job.second)
