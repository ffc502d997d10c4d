"""Processes that print pages while the next ones are prepared."""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache, partial
from types import TracebackType
from typing import Generic, ParamSpec, Self, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_FORKS = sys.platform.startswith("linux")  # macOS and Windows start processes anew


class Task(Generic[Result]):
    """Work under way, or work to do here when its result is asked for."""

    def __init__(self, work: Callable[[], Result], under_way: Future[Future[Result]] | None) -> None:
        self._work = cache(work)  # several may ask for it
        self._under_way = under_way

    def result(self) -> Result:
        if self._under_way is not None:
            try:
                return self._under_way.result().result()
            except BrokenProcessPool:
                pass  # a process was killed, by another page perhaps: this one has its chance here
        return self._work()


class Workers:
    """So many processes; for one or none, this process does the work.

    `libraries` are what takes long to import: it begins at once, in the process that the others are forked
    from when there is work for them; where there is no fork, in each; where this process works alone, in a
    thread.
    """

    def __init__(self, count: int, *libraries: str) -> None:
        self._pool: ProcessPoolExecutor | None = None
        # Starting a process waits for the import in the one it is forked from: not for us to wait.
        self._door = ThreadPoolExecutor(1, initializer=_leave_interrupts_to_the_main_thread)
        os.environ["PYTHONSAFEPATH"] = "1"  # or a process would import what lies in the current folder
        if count > 1:
            self._pool = ProcessPoolExecutor(
                count, _context(libraries), initializer=_ready, initargs=libraries
            )
            for _ in range(1 if _FORKS else count):
                self._door.submit(self._pool.submit, int)
        elif count == 1:
            self._door.submit(_import, *libraries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._door.shutdown(wait=kind is None, cancel_futures=True)
        if self._pool:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def submit(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Task[Result]:
        work = partial(function, *arguments, **named)
        under_way = self._door.submit(self._pool.submit, _after_collecting, work) if self._pool else None
        return Task(work, under_way)

    @staticmethod
    def keep(
        function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Task[Result]:
        """Work for this process, while the others are starting."""
        return Task(partial(function, *arguments, **named), None)


def _context(libraries: tuple[str, ...]) -> multiprocessing.context.BaseContext:
    """Fork is safe from a process of one thread, as the one is that others are forked from."""
    if not _FORKS:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", *libraries])
    return context


def _leave_interrupts_to_the_main_thread() -> None:
    """Processes inherit what the thread that starts them holds back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _ready(*libraries: str) -> None:
    _import(*libraries)
    gc.disable()


def _after_collecting(work: Callable[[], Result]) -> Result:
    """Garbage is collected between two pieces of work, when nobody waits for what was made."""
    gc.collect()
    return work()


def _import(*libraries: str) -> None:
    """What cannot be imported is said where it is used."""
    for library in libraries:
        with suppress(ImportError, OSError):
            __import__(library)
    gc.freeze()  # what is imported stays: the collector need not look at it
