"""The worker processes of a pool: forked from a fork server, or started as new Python processes."""

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
from contextlib import suppress
from typing import IO, Any, NoReturn, Protocol, cast

from coursebuild.runtime import limits, optimizations, process_exit

_LENGTH = 8  # bytes of the length before each message
_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


class Process(Protocol):
    """A process that reads pickled tasks and writes pickled answers, the first of which is its ID."""

    requests: IO[bytes]
    answers: IO[bytes]

    def end(self) -> None: ...


class ForkServer:
    """A process that imports the libraries, and from which workers are forked.

    Through the control socket it receives one end of a socket pair for each worker. When the control socket
    is closed, also because this process was killed, it ends itself and all that it has started: the workers
    and what they started in turn, which are its process group. Forking is safe: a process has one thread when
    it forks.
    """

    def __init__(self, memory: int, *libraries: str) -> None:
        self._control, child_end = socket.socketpair()
        process_exit.flush()  # otherwise both processes would write what is in the buffers
        self._pid = os.fork()
        if not self._pid:
            self._control.close()
            _run_and_end(_serve_forks, child_end, memory, *libraries)
        child_end.close()

    def start_worker(self) -> "Forked":
        """Fork a worker. Raises OSError if the fork server was killed."""
        parent_end, child_end = socket.socketpair()
        try:
            with child_end:
                socket.send_fds(self._control, [b"+"], [child_end.fileno()])
        except OSError:
            parent_end.close()
            raise
        return Forked(parent_end)

    def end(self) -> None:
        """Tell the fork server to end its workers and itself."""
        self._control.close()

    def wait(self) -> None:
        """Wait until the fork server and its workers have ended; may be called again."""
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)
            with suppress(ProcessLookupError):  # nothing is left, unless the fork server was killed
                os.killpg(self._pid, signal.SIGKILL)


class Forked:
    """A worker that was forked from the fork server."""

    def __init__(self, parent_end: socket.socket) -> None:
        self._socket = parent_end
        self.requests: IO[bytes] = parent_end.makefile("wb")
        self.answers: IO[bytes] = parent_end.makefile("rb")

    def end(self) -> None:
        """Close the socket. An idle worker then ends by itself; the fork server ends a busy one."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wake a thread that waits for an answer
        for file in (self.requests, self.answers, self._socket):
            with suppress(OSError):
                file.close()


class Spawned:
    """A worker that was started as a new Python process."""

    def __init__(self, memory: int, *libraries: str) -> None:
        program = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            f"from coursebuild.runtime import workers; workers.serve({memory}, *{libraries!r})"
        )
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe)
        self.requests = cast("IO[bytes]", self._process.stdin)
        self.answers = cast("IO[bytes]", self._process.stdout)

    def end(self) -> None:
        """Kill the process, and wait for it. Any thread may do this, also again."""
        self._process.kill()
        self._process.wait()
        for file in (self.requests, self.answers):
            with suppress(OSError, ValueError):
                file.close()


def fork_server(memory: int, *libraries: str) -> ForkServer | None:
    """Start a fork server, or return None if forking is not safe.

    It is safe on Linux, if there are no other threads, which might hold a lock.
    """
    is_safe = sys.platform.startswith("linux") and threading.active_count() == 1
    if is_safe and optimizations.enabled("fork_server"):
        with suppress(OSError):  # the system may refuse another process
            return ForkServer(memory, *libraries)
    return None


def _serve_forks(control: socket.socket, memory: int, *libraries: str) -> None:
    """Fork a worker for each received socket, until the control socket is closed; then end them all.

    No worker is waited for before, so that no process ID is used again.
    """
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the interrupted parent closes the control socket
    process_exit.default_termination()
    atexit._clear()  # noqa: SLF001 (the parent's exit functions are not for this process)
    limits.bound_memory(memory)
    import_libraries(*libraries)
    _adopt_orphans()
    while descriptors := socket.recv_fds(control, 1, 1)[1]:
        if os.fork():
            os.close(descriptors[0])
        else:
            control.close()
            child_end = socket.socket(fileno=descriptors[0])
            _run_and_end(_serve, child_end.makefile("rb"), child_end.makefile("wb"))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    process_exit.run_exit_functions()


def _adopt_orphans() -> None:
    """Become the parent of the processes that a worker leaves when it ends (prctl(2), since Linux 3.4).

    The first process of a container, their parent otherwise, may never wait for them.
    """
    import ctypes  # noqa: PLC0415 (slow to import)

    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _run_and_end(function: Callable[..., None], *arguments: Any) -> NoReturn:
    """Call a function in a forked process, and end the process before it can run its parent's code."""
    try:
        function(*arguments)
    finally:
        os._exit(0)


def serve(memory: int, *libraries: str) -> None:
    """Do the tasks from standard input; what they print goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.bound_memory(memory)
    import_libraries(*libraries)
    _serve(requests, answers)


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Do one task after another; collect garbage between tasks, when nobody waits for a result."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    collects_between = optimizations.enabled("collector")
    if collects_between:
        gc.disable()

    def give_up(error: limits.ExceededError) -> NoReturn:
        with suppress(OSError):
            send(answers, pickle.dumps((None, error)))
        os._exit(1)

    limits.give_up_with(give_up)
    with suppress(OSError, EOFError):
        send(answers, pickle.dumps(os.getpid()))
        while True:
            request = receive(requests)
            send(answers, _answer(request))
            process_exit.flush()
            if collects_between:
                gc.collect()


def _answer(request: bytes) -> bytes:
    """Do a pickled task within its limit. Return its result and None, or None and its error, pickled."""
    try:
        limit, work = pickle.loads(request)  # noqa: S301 (from the process that started this one)
        with limits.within(limit):
            return pickle.dumps((work(), None))
    except BaseException as error:  # noqa: BLE001 (it is raised again in the parent)
        try:
            return pickle.dumps((None, error))
        except Exception:  # noqa: BLE001 (pickle may raise anything)
            return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))


def send(file: IO[bytes], message: bytes) -> None:
    """Write a message with its length before it."""
    file.write(len(message).to_bytes(_LENGTH))
    file.write(message)
    file.flush()


def receive(file: IO[bytes]) -> bytes:
    """Read the next message. Raises EOFError if there is none."""
    length = int.from_bytes(_read(file, _LENGTH))
    return _read(file, length)


def _read(file: IO[bytes], length: int) -> bytes:
    content = file.read(length)
    if len(content) < length:
        raise EOFError
    return content


def import_libraries(*libraries: str) -> None:
    """Import modules. Errors are ignored: they are raised again where a module is used."""
    for library in libraries:
        with suppress(ImportError, OSError):
            __import__(library)
    if optimizations.enabled("collector"):
        gc.freeze()  # imported modules stay, so the collector need not traverse them
