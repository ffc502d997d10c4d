"""Capture what a library logs in one thread while a block runs, or what it drops of exceptions.

Some libraries log an exception and continue, also if it is an interrupt or if memory is short. Such an
exception, which is none of the library's, is raised again out of its call of the logger.
"""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, cast

Records = list[logging.LogRecord]

_SWALLOWED = (
    "swallowed"  # the attribute of a record that was logged while an exception was handled: its class
)


class _Block(NamedTuple):
    """The records of a block, and the exception that is handled around it."""

    records: Records
    handled: BaseException | None


class _Capture(logging.Handler):
    """Pass each record to the innermost block that captures in the thread that logs it.

    The handler stays on its logger after the block, because other threads may capture with it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._local = threading.local()

    @property
    def blocks(self) -> list[_Block]:
        """The current thread's blocks, the innermost last."""
        if not hasattr(self._local, "blocks"):
            self._local.blocks = []
        return self._local.blocks  # type: ignore[no-any-return]

    def emit(self, record: logging.LogRecord) -> None:
        if not self.blocks:
            return
        block = self.blocks[-1]
        for error in _chain(sys.exception(), block.handled):
            if _is_no_librarys(error):
                raise error
            vars(record)[_SWALLOWED] = type(error)
        block.records.append(record)


def swallows(record: logging.LogRecord) -> bool:
    """Whether a captured record was logged while an exception of its block was handled."""
    return _SWALLOWED in vars(record)


def _is_no_librarys(error: BaseException | None) -> bool:
    """Whether no library may handle an exception: an interrupt, an exit, or short memory."""
    return isinstance(error, MemoryError) or not isinstance(error, Exception | None)


def _chain(error: BaseException | None, end: BaseException | None) -> Iterator[BaseException]:
    """An exception, then the one from which it was raised or that was handled then, and so on until `end`."""
    while error is not None and error is not end:
        yield error
        error = error.__cause__ or error.__context__


_captures: dict[str, _Capture] = {}


@contextmanager
def captured(name: str) -> Iterator[Records]:
    """Capture the records of a logger and of its descendants, from the logger's level on.

    Raises what is no Exception, and MemoryError, where the library handles it and logs.
    """
    capture = _captures.setdefault(name, _Capture())
    logging.getLogger(name).addHandler(capture)  # does nothing if it was added before
    block = _Block([], sys.exception())
    capture.blocks.append(block)
    try:
        yield block.records
    finally:
        capture.blocks.pop()


@contextmanager
def callbacks() -> Iterator[None]:
    """Raise, after the block, an interrupt that a library in C or Rust dropped because it came in a callback.

    A signal that arrives while such a library works is handled when it next calls a function of Python,
    before the first statement of that function.
    """
    dropped: list[BaseException] = []
    former, thread = sys.unraisablehook, threading.get_ident()

    def keep(unraisable: "sys.UnraisableHookArgs") -> None:
        if threading.get_ident() == thread and _is_no_librarys(unraisable.exc_value):
            dropped.append(cast("BaseException", unraisable.exc_value))
        else:
            former(unraisable)

    sys.unraisablehook = keep
    try:
        yield
    finally:
        sys.unraisablehook = former
    if dropped:
        raise dropped[0]
