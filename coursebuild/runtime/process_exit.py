"""The end of a process: all that was left to do at it, and none of Python's tidying up.

Python takes apart all that was imported, object by object, before it ends: a thirtieth of a lesson's time.
"""

import atexit
import os
import sys
from contextlib import suppress
from typing import NoReturn


def exit_now(status: int) -> NoReturn:
    atexit._run_exitfuncs()  # noqa: SLF001 (Python's own end alone leads to them)
    flush()
    os._exit(status)


def flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
