"""Limits of time and memory for what one process does."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NamedTuple, NoReturn

GRACE = 3.0  # seconds after its time in which a block may end; then a worker ends
_AGAIN = 0.5  # seconds after which a block that has caught _TimeIsUpError is interrupted once more


class Limit(NamedTuple):
    """A limit of elapsed time: its name in `[limits]`, its seconds, and what is done in this time."""

    name: str
    seconds: float
    activity: str


class ExceededError(Exception):
    """A limit was exceeded; the message says which one, and by what."""


class ProcessLostError(Exception):
    """A process cannot be started, or ended before its work was done; the message says what is known."""


class _Running:
    """A block with a limit, and whether it was interrupted."""

    def __init__(self, limit: Limit, left: float) -> None:
        self.limit = limit
        self.deadline = time.monotonic() + left
        self.interrupted = False


class _TimeIsUpError(BaseException):
    """Raised wherever the process is when its time is up; not an Exception, so that few programs catch it."""

    def __init__(self, running: _Running) -> None:
        super().__init__()
        self.running = running


# Where a block is left: what is raised there would leave it without an end.
_LEAVING = frozenset(function.__code__.co_filename for function in (contextmanager, _Running.__init__))
_running: list[_Running] = []  # the outermost block first
_give_up: Callable[[ExceededError], NoReturn] | None = None


@contextmanager
def within(limit: Limit, left: float | None = None) -> Iterator[None]:
    """Interrupt the block when its time is up, of which `left` seconds are left. Blocks may be nested.

    Raises: ExceededError if the time is up, or if there is no more memory. Only the main thread can be
    interrupted, and only while it runs Python code: what must end in time is done by a worker.
    """
    running = _Running(limit, limit.seconds if left is None else left)
    try:
        try:
            _start(running)
            yield
        finally:
            _stop(running)
    except _TimeIsUpError as error:
        _stop(running)  # the time may have been up between the two lines above
        if error.running in _running:
            raise  # the time of an outer block is up
        raise too_long(error.running.limit) from error
    except MemoryError as error:
        raise ExceededError(f"{limit.activity} needs more memory than `limits.memory` allows") from error
    if running.interrupted:  # and something has caught the interruption
        raise too_long(limit)


def give_up_with(give_up: Callable[[ExceededError], NoReturn]) -> None:
    """Have a function end this process with an error, if a block catches its interruptions and goes on."""
    global _give_up  # noqa: PLW0603 (it belongs to the process, as the signal's handler does)
    _give_up = give_up


def too_long(limit: Limit) -> ExceededError:
    """The error for a time that is up."""
    return ExceededError(
        f"{limit.activity} takes longer than the {limit.seconds:g} s of `limits.{limit.name}`"
    )


def bound_memory(most: int) -> None:
    """Let this process have that many bytes of memory; where there is no more, MemoryError is raised.

    RLIMIT_DATA bounds private memory (setrlimit(2), since Linux 4.7), but not files that are mapped. On
    other systems it bounds less.
    """
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits
        import resource  # noqa: PLC0415 (see above)

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _start(running: _Running) -> None:
    if not (hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()):
        return
    if signal.getsignal(signal.SIGALRM) is not _interrupt:
        signal.signal(signal.SIGALRM, _interrupt)
    _running.append(running)
    _set_timer()


def _stop(running: _Running) -> None:
    if running in _running:
        signal.setitimer(signal.ITIMER_REAL, 0)
        # with the blocks inside it: Python 3.11 leaves a loop of nothing but `pass` without their `finally`
        del _running[_running.index(running) :]
        _set_timer()


def _set_timer() -> None:
    if _running:
        seconds = min(each.deadline for each in _running) - time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, max(seconds, sys.float_info.epsilon), _AGAIN)


def _interrupt(_: int, frame: FrameType | None) -> None:
    """Interrupt the outermost block whose time is up, unless it is being left since it was interrupted."""
    now = time.monotonic()
    for running in reversed(_running):
        if _give_up and now >= running.deadline + GRACE:
            _give_up(too_long(running.limit))
    for running in _running:
        if now >= running.deadline:
            if running.interrupted and frame and frame.f_code.co_filename in _LEAVING:
                return
            running.interrupted = True
            raise _TimeIsUpError(running)
