"""A pool of worker processes, which print pages while the next ones are prepared."""

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, partial
from threading import Event, Timer
from types import TracebackType
from typing import Generic, ParamSpec, Self, TypeVar

from coursebuild.runtime import limits, workers
from coursebuild.runtime.limits import Limit, ProcessLostError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MAX_TASKS = 100  # of a process before it is replaced, because libraries leak some memory in each task
_TRIES = 2  # of a task whose worker is lost, perhaps because the system needed memory


class _Cancelling:
    """Whether a task was cancelled, and which worker does it."""

    def __init__(self) -> None:
        self.is_requested = False
        self.worker: _Worker | None = None


class Task(Generic[Result]):
    """Work that another process does, or if there is none, this one when the result is first requested."""

    def __init__(
        self,
        work: Callable[[], Result],
        under_way: Future[Result] | None,
        cancelling: _Cancelling | None = None,
    ) -> None:
        self._work = cache(work)  # the result may be requested several times
        self._under_way = under_way
        self._cancelling = cancelling or _Cancelling()

    def cancel(self) -> None:
        """Do not begin, or kill the process that is at it: then `result` raises ProcessLostError."""
        self._cancelling.is_requested = True
        if (worker := self._cancelling.worker) and self._under_way and not self._under_way.done():
            worker.kill()

    def result(self) -> Result:
        """Return the result. Raises what the work raises, ExceededError and ProcessLostError."""
        return self._under_way.result() if self._under_way else self._work()


class Pool:
    """A pool of `count` worker processes with `memory` bytes each. Without any, this process does the work.

    `libraries` are modules that are slow to import. Their import starts at once: in the fork server if there
    is one, otherwise in each worker.
    """

    def __init__(
        self, count: int, *libraries: str, memory: int, start: Callable[[], workers.Process] | None = None
    ) -> None:
        self._fork_server = workers.fork_server(memory, *libraries) if count and not start else None
        self._start = start or (
            self._fork_server.start_worker
            if self._fork_server
            else partial(workers.Spawned, memory, *libraries)
        )
        self._ended = Event()
        self._workers = tuple(_Worker(self._start, self._ended) for _ in range(count))
        self._idle = deque(self._workers)
        self._threads = ThreadPoolExecutor(count or 1, initializer=_block_interrupts)
        with suppress(RuntimeError):  # the system has no thread to spare
            for _ in self._workers:
                self._threads.submit(self._start_next)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        if self._fork_server:
            self._fork_server.wait()

    def beside(self, count: int) -> "Pool":
        """Another pool of workers like this one's; end it before this one."""
        return Pool(count, memory=0, start=self._start)

    def end(self) -> None:
        """Tell all processes to end, also those that are busy, and do not wait for them."""
        self._ended.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.end()
        if self._fork_server:
            self._fork_server.end()

    def submit(
        self,
        limit: Limit,
        function: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Task[Result]:
        """Have the first idle worker call a function. The worker is killed if it does not keep the limit."""
        work = partial(function, *arguments, **named)
        if not self._workers:
            return self.keep(limit, function, *arguments, **named)
        cancelling = _Cancelling()
        try:
            under_way = self._threads.submit(self._do, limit, work, cancelling)
        except RuntimeError as error:  # the system has no thread to spare
            under_way = Future()
            under_way.set_exception(ProcessLostError(f"no process can be started: {error}"))
        return Task(work, under_way, cancelling)

    def submit_apart(
        self,
        limit: Limit,
        function: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Task[Result]:
        """As `submit`, but never in this process, whose memory has no limit; one is started if needed."""
        if not self._workers:
            worker = _Worker(self._start, self._ended)
            self._workers = (worker,)
            self._idle.append(worker)
        return self.submit(limit, function, *arguments, **named)

    @staticmethod
    def keep(
        limit: Limit,
        function: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Task[Result]:
        """Call a function in this process when its result is first requested."""
        return Task(partial(_do_here, limit, partial(function, *arguments, **named)), None)

    def _start_next(self) -> None:
        with self._next_worker() as worker:
            worker.start()

    @contextmanager
    def _next_worker(self) -> Iterator["_Worker"]:
        """The worker that has been idle for longest; there are as many threads as workers."""
        worker = self._idle.popleft()
        try:
            yield worker
        finally:
            self._idle.append(worker)

    def _do(self, limit: Limit, work: Callable[[], Result], cancelling: _Cancelling) -> Result:
        with self._next_worker() as worker:
            cancelling.worker = worker
            for _ in range(_TRIES):
                if cancelling.is_requested:
                    raise ProcessLostError(f"{limit.activity} was cancelled")
                with suppress(_WorkerLostError):
                    return worker.do(limit, work)
        raise ProcessLostError(f"{limit.activity} has ended its process twice")


def _do_here(limit: Limit, work: Callable[[], Result]) -> Result:
    with limits.within(limit):
        return work()


class _WorkerLostError(Exception):
    """A worker process ended before its task was done."""


class _Worker:
    """Do one task after another in a process, which is started when needed, and again if it was lost."""

    def __init__(self, start: Callable[[], workers.Process], ended: Event) -> None:
        self._start = start
        self._ended = ended  # the pool was ended: no process starts any more
        self._process: workers.Process | None = None
        self._pid = 0
        self._tasks = 0

    def start(self) -> None:
        """Start the process, unless it was started. Raises: ProcessLostError."""
        if self._process:
            return
        try:
            self._process = self._start()
            if self._ended.is_set():
                self._process.end()  # then nothing is received
            self._pid = pickle.loads(workers.receive(self._process.answers))  # noqa: S301 (from this worker)
        except (OSError, EOFError, ValueError) as error:
            self.end()
            reason = getattr(error, "strerror", None) or "it ended at once"
            raise ProcessLostError(f"no process can be started: {reason}") from error

    def do(self, limit: Limit, work: Callable[[], Result]) -> Result:
        """Return the result. Raises what `Task.result` raises, and _WorkerLostError."""
        request = pickle.dumps((limit, work))
        if self._tasks == MAX_TASKS:
            self.end()
        self.start()
        assert self._process  # noqa: S101 (it was started)
        self._tasks += 1
        with self._killed_after(limit) as killed:
            try:
                workers.send(self._process.requests, request)
                answer = workers.receive(self._process.answers)
            except (OSError, EOFError, ValueError, AttributeError) as error:
                self.end()
                raise limits.too_long(limit) if killed else _WorkerLostError from error
        result, failure = pickle.loads(answer)  # noqa: S301 (from a worker of this pool)
        if failure:
            raise failure
        return result  # type: ignore[no-any-return]

    def kill(self) -> None:
        """Kill the process, whatever it does; it is started again when needed."""
        if self._process and self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    @contextmanager
    def _killed_after(self, limit: Limit) -> Iterator[list[int]]:
        """Kill the process if it has not given up when its time is up; a list then has its ID."""
        killed: list[int] = []

        def kill() -> None:
            killed.append(self._pid)
            os.kill(self._pid, signal.SIGKILL)

        timer = Timer(limit.seconds + 2 * limits.GRACE, kill)
        with suppress(RuntimeError):  # the system has no thread to spare
            timer.start()
        try:
            yield killed
        finally:
            timer.cancel()

    def end(self) -> None:
        process, self._process, self._tasks = self._process, None, 0
        if process:
            process.end()


def _block_interrupts() -> None:
    """Block SIGINT in this thread, and so in the processes that it starts, which inherit the signal mask."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
