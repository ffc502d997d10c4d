"""A pool of worker processes, which print pages while the next ones are prepared."""

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

MAX_TASKS = 100  # of a process before it is replaced, because libraries leak some memory in each task


class Task(Generic[Result]):
    """Work that another process does, or that this process does when the result is first requested."""

    def __init__(self, work: Callable[[], Result], under_way: Future[Result] | None) -> None:
        self._work = cache(work)  # the result may be requested several times
        self._under_way = under_way

    def result(self) -> Result:
        """Return the result. Raises what the work raises."""
        if self._under_way is not None:
            try:
                return self._under_way.result()
            except _WorkerLostError:
                pass  # the worker was killed; do the work in this process
        return self._work()


class Pool:
    """A pool of `count` worker processes. If `count` is less than two, this process does the work.

    `libraries` are modules that are slow to import. Their import starts at once: in the fork server if there
    is one, otherwise in each worker; in a thread if this process does the work.
    """

    def __init__(self, count: int, *libraries: str) -> None:
        self._fork_server = workers.fork_server(*libraries) if count > 1 else None
        start = self._fork_server.start_worker if self._fork_server else partial(workers.Spawned, *libraries)
        self._workers = tuple(_Worker(start) for _ in range(count if count > 1 else 0))
        self._idle = list(self._workers)
        self._threads = ThreadPoolExecutor(count or 1, initializer=_block_interrupts)
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
        """Tell all processes to end, also those that are busy, and do not wait for them."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.end()
        if self._fork_server:
            self._fork_server.end()

    def submit(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Task[Result]:
        """Have the first idle worker call a function."""
        work = partial(function, *arguments, **named)
        return Task(work, self._threads.submit(self._do, work) if self._workers else None)

    @staticmethod
    def keep(
        function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Task[Result]:
        """Call a function in this process when its result is first requested."""
        return Task(partial(function, *arguments, **named), None)

    def _do(self, work: Callable[[], Result]) -> Result:
        worker = self._idle.pop()  # there are as many threads as workers
        try:
            return worker.do(work)
        finally:
            self._idle.append(worker)


class _WorkerLostError(Exception):
    """A worker process ended before its task was done, or could not be started."""


class _Worker:
    """Do one task after another in a process, which is started when needed, and again if it was lost."""

    def __init__(self, start: Callable[[], workers.Process]) -> None:
        self._start = start
        self._process: workers.Process | None = None
        self._tasks = 0

    def do(self, work: Callable[[], Result]) -> Result:
        """Return the result. Raises what the work raises, and _WorkerLostError."""
        request = pickle.dumps(work)
        if self._tasks == MAX_TASKS:
            self.end()
        self._tasks += 1
        try:
            self._process = self._process or self._start()
            workers.send(self._process.requests, request)
            answer = workers.receive(self._process.answers)
        except (OSError, EOFError, ValueError) as error:
            self.end()
            raise _WorkerLostError from error
        result, failure = pickle.loads(answer)  # noqa: S301 (from a worker of this pool)
        if failure:
            raise failure
        return result  # type: ignore[no-any-return]

    def end(self) -> None:
        process, self._process, self._tasks = self._process, None, 0
        if process:
            process.end()


def _block_interrupts() -> None:
    """Block SIGINT in this thread, and so in the processes that it starts, which inherit the signal mask."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
