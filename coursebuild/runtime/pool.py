"""A pool of processes that print pages while the next ones are prepared."""

import pickle
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from types import TracebackType
from typing import Generic, ParamSpec, Self, TypeVar

from coursebuild.runtime import workers

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MOST_TASKS = 100  # that a process does before it is replaced: libraries keep some memory of each


class Task(Generic[Result]):
    """Work under way in another process, or work to do in this one when its result is asked for."""

    def __init__(self, work: Callable[[], Result], under_way: Future[Result] | None) -> None:
        self._work = cache(work)  # several may ask for it
        self._under_way = under_way

    def result(self) -> Result:
        """The result. Raises what the work raises."""
        if self._under_way is not None:
            try:
                return self._under_way.result()
            except _WorkerLostError:
                pass  # it was killed, perhaps because of this very task: this process tries
        return self._work()


class Pool:
    """So many worker processes; for one or none, this process does the work.

    `libraries` are modules that take long to import. Their import begins at once: in the fork server where
    there is one, else in each worker; where this process works alone, in a thread.
    """

    def __init__(self, count: int, *libraries: str) -> None:
        self._fork_server = workers.fork_server(*libraries) if count > 1 else None
        start = self._fork_server.start_worker if self._fork_server else partial(workers.Spawned, *libraries)
        self._workers = tuple(_Worker(start) for _ in range(count if count > 1 else 0))
        self._idle = list(self._workers)
        self._threads = ThreadPoolExecutor(count or 1, initializer=_leave_interrupts_to_the_main_thread)
        if count == 1:
            self._threads.submit(workers.import_libraries, *libraries)
        for _ in self._workers:
            self._threads.submit(self._do, int)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        if self._fork_server:
            self._fork_server.wait()

    def end(self) -> None:
        """Have all processes end, also those at work, and do not wait: there is no more to do."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.end()
        if self._fork_server:
            self._fork_server.end()

    def submit(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Task[Result]:
        """Work for the first worker that is idle."""
        work = partial(function, *arguments, **named)
        return Task(work, self._threads.submit(self._do, work) if self._workers else None)

    @staticmethod
    def keep(
        function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Task[Result]:
        """Work for this process, while the others are starting."""
        return Task(partial(function, *arguments, **named), None)

    def _do(self, work: Callable[[], Result]) -> Result:
        worker = self._idle.pop()  # there are as many threads as workers
        try:
            return worker.do(work)
        finally:
            self._idle.append(worker)


class _WorkerLostError(Exception):
    """A worker's process ended, or could not be started, before its task was done."""


class _Worker:
    """Has a process do one task after another; starts one for the first, and where one was lost."""

    def __init__(self, start: Callable[[], workers.Process]) -> None:
        self._start = start
        self._process: workers.Process | None = None
        self._tasks = 0

    def do(self, work: Callable[[], Result]) -> Result:
        """The result. Raises what the work raises, and _WorkerLostError."""
        request = pickle.dumps(work)
        if self._tasks == MOST_TASKS:
            self.end()
        self._tasks += 1
        try:
            self._process = self._process or self._start()
            workers.send(self._process.requests, request)
            answer = workers.received(self._process.answers)
        except (OSError, EOFError, ValueError) as error:
            self.end()
            raise _WorkerLostError from error
        result, failure = pickle.loads(answer)  # noqa: S301 (from a process of ours)
        if failure:
            raise failure
        return result  # type: ignore[no-any-return]

    def end(self) -> None:
        process, self._process, self._tasks = self._process, None, 0
        if process:
            process.end()


def _leave_interrupts_to_the_main_thread() -> None:
    """Processes inherit what the thread that starts them holds back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
