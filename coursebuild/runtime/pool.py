"""A pool of processes that print pages while the next ones are prepared."""

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
from typing import IO, Any, Generic, NoReturn, ParamSpec, Protocol, Self, TypeVar, cast

from coursebuild.runtime import optimizations, process_exit

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MOST_TASKS = 100  # that a process does before it is replaced: libraries keep some memory of each
_LENGTH = 8  # bytes, before each message


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
        workers = count if count > 1 else 0
        self._fork_server = _ForkServer(*libraries) if workers and _may_fork() else None
        start = self._fork_server.start_worker if self._fork_server else partial(_Spawned, *libraries)
        self._workers = tuple(_Worker(start) for _ in range(workers))
        self._idle = list(self._workers)
        self._threads = ThreadPoolExecutor(count or 1, initializer=_leave_interrupts_to_the_main_thread)
        if count == 1:
            self._threads.submit(_import, *libraries)
        for _ in self._workers:
            self._threads.submit(self._do, int)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes at once, also those at work, and wait for them."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.end()
        fork_server, self._fork_server = self._fork_server, None
        if fork_server:
            fork_server.close()

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


class _Process(Protocol):
    """A process that reads tasks and writes answers."""

    requests: IO[bytes]
    answers: IO[bytes]

    def end(self) -> None: ...


class _Worker:
    """Has a process do one task after another; starts one for the first, and where one was lost."""

    def __init__(self, start: Callable[[], _Process]) -> None:
        self._start = start
        self._process: _Process | None = None
        self._tasks = 0

    def do(self, work: Callable[[], Result]) -> Result:
        """The result. Raises what the work raises, and _WorkerLostError."""
        request = pickle.dumps(work)
        if self._tasks == MOST_TASKS:
            self.end()
        self._tasks += 1
        try:
            self._process = self._process or self._start()
            _send(self._process.requests, request)
            answer = _received(self._process.answers)
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


class _ForkServer:
    """A process that imports the libraries, and that workers are forked from.

    Over the control socket it receives one end of a pair of sockets for each worker; when that socket is
    closed, it ends the workers and itself. Forking is safe: the process that forks has one thread each time.
    """

    def __init__(self, *libraries: str) -> None:
        self._control, child_end = socket.socketpair()
        process_exit.flush()  # or what is still to be written would be written twice
        self._pid = os.fork()
        if not self._pid:
            self._control.close()
            _run_and_end(_serve_forks, child_end, *libraries)
        child_end.close()

    def start_worker(self) -> "_Forked":
        """Raises OSError where the fork server was killed."""
        parent_end, child_end = socket.socketpair()
        with child_end:
            socket.send_fds(self._control, [b"+"], [child_end.fileno()])
        return _Forked(parent_end)

    def close(self) -> None:
        self._control.close()
        os.waitpid(self._pid, 0)


class _Forked:
    def __init__(self, parent_end: socket.socket) -> None:
        self._socket = parent_end
        self.requests: IO[bytes] = parent_end.makefile("wb")
        self.answers: IO[bytes] = parent_end.makefile("rb")

    def end(self) -> None:
        """Close the socket: a worker that is idle ends by itself, any other one by the fork server."""
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


def _may_fork() -> bool:
    """Not elsewhere than on Linux, whose libraries all bear it, and not beside a thread that holds a lock."""
    is_safe = sys.platform.startswith("linux") and threading.active_count() == 1
    return is_safe and optimizations.enabled("fork_server")


def _serve_forks(control: socket.socket, *libraries: str) -> None:
    """Fork a worker for each socket that is received, until the control socket is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that is interrupted closes the control socket
    atexit._clear()  # noqa: SLF001 (what the parent process has to do at its own end)
    _import(*libraries)
    workers: list[int] = []
    while descriptors := socket.recv_fds(control, 1, 1)[1]:
        if pid := os.fork():
            workers.append(pid)
            os.close(descriptors[0])
        else:
            control.close()
            child_end = socket.socket(fileno=descriptors[0])
            _run_and_end(_serve, child_end.makefile("rb"), child_end.makefile("wb"))
    for pid in workers:  # none was waited for before, so each number is still the worker's own
        os.kill(pid, signal.SIGKILL)
    for pid in workers:
        os.waitpid(pid, 0)
    process_exit.run_exit_functions()


def _run_and_end(function: Callable[..., None], *arguments: Any) -> NoReturn:
    """Call a function in a forked process, which then ends, and does nothing of what its parent does next."""
    try:
        function(*arguments)
    finally:
        os._exit(0)


def serve(*libraries: str) -> None:
    """Do the tasks that come by standard input; what they print goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _import(*libraries)
    _serve(requests, answers)


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Do one task after another; garbage is collected between two of them, when nobody waits for a result."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    collects_between = optimizations.enabled("collector")
    if collects_between:
        gc.disable()
    with suppress(OSError, EOFError):
        while True:
            request = _received(requests)
            _send(answers, _answer(request))
            process_exit.flush()
            if collects_between:
                gc.collect()


def _answer(request: bytes) -> bytes:
    """The pickled result and None, or None and the error."""
    try:
        return pickle.dumps((pickle.loads(request)(), None))  # noqa: S301 (from the process that started this one)
    except BaseException as error:  # noqa: BLE001 (it is raised where the work was asked for)
        try:
            return pickle.dumps((None, error))
        except Exception:  # noqa: BLE001 (what pickle raises is not stated)
            return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))


def _send(file: IO[bytes], message: bytes) -> None:
    file.write(len(message).to_bytes(_LENGTH))
    file.write(message)
    file.flush()


def _received(file: IO[bytes]) -> bytes:
    """The next message. Raises EOFError where there is none."""
    length = int.from_bytes(_read(file, _LENGTH))
    return _read(file, length)


def _read(file: IO[bytes], length: int) -> bytes:
    content = file.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _leave_interrupts_to_the_main_thread() -> None:
    """Processes inherit what the thread that starts them holds back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _import(*libraries: str) -> None:
    """Import what can be imported; the other errors are raised where a library is used."""
    for library in libraries:
        with suppress(ImportError, OSError):
            __import__(library)
    if optimizations.enabled("collector"):
        gc.freeze()  # what is imported stays: the collector need not look at it
