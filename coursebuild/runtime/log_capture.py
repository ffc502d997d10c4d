"""Capture what a library logs in one thread while a block runs."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

Records = list[logging.LogRecord]


class _Capture(logging.Handler):
    """Pass each record to the innermost block that captures in the thread that logs it.

    The handler stays on its logger after the block, because other threads may capture with it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._local = threading.local()

    @property
    def blocks(self) -> list[Records]:
        """The records of the current thread's blocks, the innermost last."""
        if not hasattr(self._local, "blocks"):
            self._local.blocks = []
        return self._local.blocks  # type: ignore[no-any-return]

    def emit(self, record: logging.LogRecord) -> None:
        if self.blocks:
            self.blocks[-1].append(record)


_captures: dict[str, _Capture] = {}


@contextmanager
def captured(name: str) -> Iterator[Records]:
    """Capture the records of a logger and of its descendants, from the logger's level on."""
    capture = _captures.setdefault(name, _Capture())
    logging.getLogger(name).addHandler(capture)  # does nothing if it was added before
    records: Records = []
    capture.blocks.append(records)
    try:
        yield records
    finally:
        capture.blocks.pop()
