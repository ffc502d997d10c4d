"""Processes that print pages while the next ones are prepared."""

import multiprocessing
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from types import TracebackType
from typing import Generic, Self, TypeVar

Result = TypeVar("Result")


class Task(Generic[Result]):
    """Work under way, or work to do here when its result is asked for."""

    def __init__(self, future: Future[Result] | None, work: Callable[[], Result]) -> None:
        self._future = future
        self._work = work

    def result(self) -> Result:
        if self._future is not None:
            try:
                return self._future.result()
            except BrokenProcessPool:
                pass  # a process was killed, by another page perhaps: this one has its chance here
        return self._work()


class Workers:
    """So many processes, all starting at once; for one or none, this process does the work.

    `warm_up` is what each of them does first, and this process in a thread where it works alone.
    """

    def __init__(self, count: int, warm_up: Callable[[], None]) -> None:
        self._pool: ProcessPoolExecutor | None = None
        if count > 1:
            context = multiprocessing.get_context(_start_method())
            self._pool = ProcessPoolExecutor(count, context, initializer=_leave_interrupts_to_the_parent)
            for _ in range(count):
                self._pool.submit(warm_up)
        elif count == 1:
            Thread(target=warm_up, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def submit(self, function: Callable[..., Result], argument: object) -> Task[Result]:
        future: Future[Result] | None = None
        if self._pool:
            try:
                future = self._pool.submit(function, argument)
            except BrokenProcessPool:
                self._pool = None
        return Task(future, lambda: function(argument))


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _start_method() -> str:
    """Fork is safe only before threads start; macOS and Windows do not offer it safely at all."""
    return "forkserver" if sys.platform.startswith("linux") else "spawn"
