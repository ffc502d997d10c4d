"""End a process without taking its modules apart.

Python destroys all that was imported, object by object, before it ends: a thirtieth of a lesson's time. A
profiler or a debugger that reports at Python's own end needs that end: COURSEBUILD_PLAIN=1 leaves it.
"""

import atexit
import os
import sys
from contextlib import suppress
from typing import NoReturn

from coursebuild.runtime import optimizations


def exit_now(status: int) -> NoReturn:
    """Run what is registered to be done at the end, and end. Raises SystemExit where Python is to do so."""
    if not optimizations.enabled("process_exit"):
        raise SystemExit(status)
    run_exit_functions()
    flush()
    os._exit(status)


def run_exit_functions() -> None:
    """Run what `atexit` has registered, as Python does at its end."""
    atexit._run_exitfuncs()  # noqa: SLF001 (there is no public way; Python's versions are gated)


def flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
