"""Processes that print pages while the next ones are prepared."""

import atexit
import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache, partial
from types import TracebackType
from typing import IO, Any, Generic, NoReturn, ParamSpec, Self, TypeVar, cast

from coursebuild.runtime import process_exit

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MOST = 100  # pieces of work that a process does: libraries keep a little of each
_LENGTH = 8  # bytes, before each thing that is sent


class Task(Generic[Result]):
    """Work under way, or work to do here when its result is asked for."""

    def __init__(self, work: Callable[[], Result], under_way: Future[Result] | None) -> None:
        self._work = cache(work)  # several may ask for it
        self._under_way = under_way

    def result(self) -> Result:
        if self._under_way is not None:
            try:
                return self._under_way.result()
            except _EndedError:
                pass  # a process was killed, by this page perhaps: it has its chance here
        return self._work()


class Pool:
    """So many processes; for one or none, this process does the work.

    `libraries` are what takes long to import. That begins at once: in the process that the others are forked
    from as soon as they are there; where there is no fork, in each; where this process works alone, in a
    thread.
    """

    def __init__(self, count: int, *libraries: str) -> None:
        forks = count > 1 and sys.platform.startswith("linux") and threading.active_count() == 1
        self._nursery = _Nursery(*libraries) if forks else None
        self._idle = [_Worker(self._nursery, *libraries) for _ in range(count if count > 1 else 0)]
        self._all = tuple(self._idle)
        self._threads = ThreadPoolExecutor(count or 1, initializer=_leave_interrupts_to_the_main_thread)
        if count == 1:
            self._threads.submit(_import, *libraries)
        for _ in self._all:
            self._threads.submit(self._given, int)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.end()
        nursery, self._nursery = self._nursery, None
        if nursery:
            nursery.close()

    def submit(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Task[Result]:
        work = partial(function, *arguments, **named)
        return Task(work, self._threads.submit(self._given, work) if self._all else None)

    @staticmethod
    def keep(
        function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Task[Result]:
        """Work for this process, while the others are starting."""
        return Task(partial(function, *arguments, **named), None)

    def _given(self, work: Callable[[], Result]) -> Result:
        worker = self._idle.pop()  # there are as many threads as workers
        try:
            return worker.do(work)
        finally:
            self._idle.append(worker)


class _EndedError(Exception):
    """A process ended before its work was done."""


class _Worker:
    """A process that does one piece of work after another; it starts for the first, and where it ended."""

    def __init__(self, nursery: "_Nursery | None", *libraries: str) -> None:
        self._started = nursery.worker if nursery else partial(_Spawned, *libraries)
        self._process: _Forked | _Spawned | None = None
        self._done = 0

    def do(self, work: Callable[[], Result]) -> Result:
        """Raises what the work raises, and _EndedError."""
        asked = pickle.dumps(work)
        if self._done == MOST:
            self.end()
        self._done += 1
        try:
            self._process = self._process or self._started()
            _send(self._process.requests, asked)
            answer = _received(self._process.answers)
        except (OSError, EOFError, ValueError) as error:
            self.end()
            raise _EndedError from error
        result, failure = pickle.loads(answer)  # noqa: S301 (from a process of ours)
        if failure:
            raise failure
        return result  # type: ignore[no-any-return]

    def end(self) -> None:
        process, self._process, self._done = self._process, None, 0
        if process:
            process.end()


class _Nursery:
    """A process that imports the libraries, and that workers are forked from.

    Forking is safe: this process has one thread when the nursery is forked, and so has that one.
    """

    def __init__(self, *libraries: str) -> None:
        self._door, theirs = socket.socketpair()
        process_exit.flush()  # or what is still to be written would be written twice
        self._pid = os.fork()
        if not self._pid:
            self._door.close()
            _and_no_further(_raise_workers, theirs, *libraries)
        theirs.close()

    def worker(self) -> "_Forked":
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._door, [b"+"], [theirs.fileno()])
        return _Forked(ours)

    def close(self) -> None:
        """Ends it, and its workers."""
        self._door.close()
        os.waitpid(self._pid, 0)


class _Forked:
    def __init__(self, ours: socket.socket) -> None:
        self._socket = ours
        self.requests: IO[bytes] = ours.makefile("wb")
        self.answers: IO[bytes] = ours.makefile("rb")

    def end(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # a thread that waits for an answer need not wait longer
        for file in (self.requests, self.answers, self._socket):
            with suppress(OSError):
                file.close()


class _Spawned:
    def __init__(self, *libraries: str) -> None:
        program = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            f"from coursebuild.runtime import pool; pool.serve(*{libraries!r})"
        )
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe)
        self.requests = cast("IO[bytes]", self._process.stdin)
        self.answers = cast("IO[bytes]", self._process.stdout)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


def _raise_workers(door: socket.socket, *libraries: str) -> None:
    """Forks a worker for each end of a pair that comes through the door, until that is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that is interrupted closes the door
    atexit._clear()  # noqa: SLF001 (what the process that this one is forked from has to do at its end)
    _import(*libraries)
    workers: list[int] = []
    while files := socket.recv_fds(door, 1, 1)[1]:
        if pid := os.fork():
            workers.append(pid)
            os.close(files[0])
        else:
            door.close()
            theirs = socket.socket(fileno=files[0])
            _and_no_further(_serve, theirs.makefile("rb"), theirs.makefile("wb"))
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    process_exit.exit_now(0)


def _and_no_further(function: Callable[..., None], *arguments: Any) -> NoReturn:
    """A forked process does this, and nothing of what would come next in the one that it is forked from."""
    try:
        function(*arguments)
    finally:
        os._exit(0)


def serve(*libraries: str) -> None:
    """Do what comes in by standard input; what the work prints goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _import(*libraries)
    _serve(requests, answers)


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Garbage is collected between two pieces of work, when nobody waits for what was made."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    gc.disable()
    with suppress(OSError, EOFError):
        while True:
            work = _received(requests)
            _send(answers, _done(work))
            process_exit.flush()
            gc.collect()


def _done(work: bytes) -> bytes:
    try:
        return pickle.dumps((pickle.loads(work)(), None))  # noqa: S301 (from the process that started this one)
    except BaseException as error:  # noqa: BLE001 (it is raised where the work was asked for)
        try:
            return pickle.dumps((None, error))
        except Exception:  # noqa: BLE001 (what pickle raises is not stated)
            return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))


def _send(file: IO[bytes], content: bytes) -> None:
    file.write(len(content).to_bytes(_LENGTH))
    file.write(content)
    file.flush()


def _received(file: IO[bytes]) -> bytes:
    """Raises EOFError where there is no more."""
    length = int.from_bytes(_whole(file, _LENGTH))
    return _whole(file, length)


def _whole(file: IO[bytes], length: int) -> bytes:
    content = file.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _leave_interrupts_to_the_main_thread() -> None:
    """Processes inherit what the thread that starts them holds back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _import(*libraries: str) -> None:
    """What cannot be imported is said where it is used."""
    for library in libraries:
        with suppress(ImportError, OSError):
            __import__(library)
    gc.freeze()  # what is imported stays: the collector need not look at it
