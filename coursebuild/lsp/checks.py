"""Check the texts in an editor after each pause of typing, in processes of their own.

A text is first compared with what pandoc makes of it, which is soon done and finds what could show a
correction; then it is checked in every edition. What is under way for a former text is not waited for.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from coursebuild.engine import Session, typed
from coursebuild.lsp import courses
from coursebuild.lsp.courses import Courses
from coursebuild.lsp.diagnostics import moved
from coursebuild.lsp.opened import Checked, Found, Opened, Texts, leave_removed_folder
from coursebuild.model import Limits, UsageError, has_errors, shown
from coursebuild.runtime.pool import Pool, Task

PAUSE = 0.04  # seconds without a change, after which a text is checked
PATIENCE = 2.0  # seconds that the check of a former text may still take
_THREADS = 64  # that wait for results
_OF_LESSONS = frozenset({"CB206"})  # what no file needs that lessons include: a title

Result = TypeVar("Result")


class _SupersededError(Exception):
    """The text has changed, and so nobody needs the result."""


class Checks:
    """The checks of all open texts; `publish` shows the diagnostics of one."""

    def __init__(self, known: Courses, texts: Texts, publish: Callable[[Opened, Found], None]) -> None:
        self._courses = known
        self._texts = texts
        self._publish = publish
        self._following: dict[str, asyncio.Task[None]] = {}
        self._threads = ThreadPoolExecutor(_THREADS)
        self._complete: asyncio.Future[Any] | None = None  # the complete check that is under way
        # Made here, before any thread is, so that its processes are forked.
        self._pools = {Limits().memory: typed.pool(Limits().memory)}

    def follow(self, opened: Opened) -> None:
        """Check a text now and whenever `changed` is set."""
        self.leave(opened.uri)
        opened.changed.set()
        self._following[opened.uri] = asyncio.ensure_future(self._follow(opened))

    def leave(self, uri: str) -> None:
        """Check a text no more."""
        if task := self._following.pop(uri, None):
            task.cancel()

    def close(self) -> None:
        """End all processes, and wait for none."""
        for pool in self._pools.values():
            pool.end()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _follow(self, opened: Opened) -> None:
        while True:
            await opened.changed.wait()
            while opened.changed.is_set():
                opened.changed.clear()
                await asyncio.sleep(PAUSE)
            try:
                await self._check(opened)
            except _SupersededError:
                continue
            except UsageError as error:  # the configuration is wrong
                self._publish(opened, error.diagnostics)
            except Exception as error:  # noqa: BLE001 (whatever happens, the next text is checked)
                self._publish(opened, typed.explained(opened.name, error))

    async def _check(self, opened: Opened) -> None:
        leave_removed_folder(opened.path.anchor)
        session = self._courses.session(opened.path)
        location = courses.location(session.course, opened.path)
        if location is None:
            self._publish(opened, ())
            return
        text, others = opened.text, self._texts.beside(opened, location.roots)
        typing = typed.Typing(location, text.content, others)
        linted = await self._run(opened, session, lambda pool: typed.lint(pool, session, typing))
        linted = linted._replace(diagnostics=_named(linted.diagnostics))
        opened.front_matter = linted.meta or opened.front_matter
        opened.included = frozenset(map(os.path.realpath, linted.included))
        if has_errors(linted.diagnostics):  # then the complete check reports nothing else
            self._publish(opened, linted.diagnostics)
            return
        former = opened.checked
        later = moved(former.later, opened.name, former.text, text) if former else ()
        self._publish(opened, tuple(sorted({*linted.diagnostics, *later})))
        while self._complete and not self._complete.done():
            await self._wait(opened, self._complete)
        found = await self._run(
            opened, session, lambda pool: typed.check(pool, session, typing), complete=True
        )
        found = _named(found)
        if courses.is_part(session.course, opened.path):
            found = tuple(each for each in found if each.code not in _OF_LESSONS)
        opened.checked = Checked(text, tuple(each for each in found if each not in linted.diagnostics))
        self._publish(opened, found)

    async def _run(
        self,
        opened: Opened,
        session: Session,
        start: Callable[[Pool], Task[Result]],
        *,
        complete: bool = False,
    ) -> Result:
        """Return the result of a task. Raises: _SupersededError, and what the task raises."""
        task = start(self._pool(session.course.limits.memory))
        loop = asyncio.get_running_loop()
        under_way = loop.run_in_executor(self._threads, _outcome, task)
        if complete:
            self._complete = under_way
        try:
            await self._wait(opened, under_way)
        except (_SupersededError, asyncio.CancelledError):
            loop.call_later(PATIENCE, task.cancel)
            raise
        return under_way.result().result()

    async def _wait(self, opened: Opened, under_way: "asyncio.Future[Any]") -> None:
        """Wait for a result. Raises: _SupersededError as soon as the text changes."""
        changed = asyncio.ensure_future(opened.changed.wait())
        try:
            await asyncio.wait({under_way, changed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            changed.cancel()
        if opened.changed.is_set():
            raise _SupersededError

    def _pool(self, memory: int) -> Pool:
        """The workers with the memory that a course allows."""
        if memory not in self._pools:
            self._pools[memory] = typed.pool(memory)
        return self._pools[memory]


def _named(found: Found) -> Found:
    """Diagnostics with the paths of other files as in messages."""
    return tuple(each._replace(path=shown(Path(each.path))) for each in found)


def _outcome(task: Task[Result]) -> "Future[Result]":
    """Wait for a task. What it raises is kept: asyncio would take a CancelledError for its own."""
    outcome: Future[Result] = Future()
    try:
        outcome.set_result(task.result())
    except BaseException as error:  # noqa: BLE001 (it is raised again where the result is used)
        outcome.set_exception(error)
    return outcome
