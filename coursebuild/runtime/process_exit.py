"""End a process: by an exception where a signal tells it to, and without destroying its modules.

Before Python ends, it destroys all modules object by object, which takes 3 % of the time of a lesson. For a
profiler or debugger that needs Python's normal exit, set COURSEBUILD_PLAIN=1.
"""

import atexit
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from coursebuild.runtime import optimizations


class Terminated(BaseException):
    """The process was told to end, by the signal `number`."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.name = signal.Signals(number).name


def raise_on_termination() -> None:
    """Raise Terminated where a signal would end the process, so that it can clean up."""
    for number in _terminating():
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _raise)


def default_termination() -> None:
    """Let the signals end the process again, as a forked process should."""
    for number in _terminating():
        if signal.getsignal(number) is _raise:
            signal.signal(number, signal.SIG_DFL)


def _terminating() -> list[signal.Signals]:
    return [each for each in signal.Signals if each.name in ("SIGTERM", "SIGHUP")]  # Windows has the first


def _raise(number: int, _: object) -> NoReturn:
    raise Terminated(number)


def exit_now(status: int) -> NoReturn:
    """Run what is registered with `atexit`, and end the process. Raises SystemExit instead if disabled."""
    if not optimizations.enabled("process_exit"):
        raise SystemExit(status)
    run_exit_functions()
    flush()
    os._exit(status)


def run_exit_functions() -> None:
    """Run the functions registered with `atexit`, as Python does when it ends."""
    atexit._run_exitfuncs()  # noqa: SLF001 (there is no public function; only known versions of Python get here)


def flush() -> None:
    """Flush standard output and standard error; ignore errors."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
