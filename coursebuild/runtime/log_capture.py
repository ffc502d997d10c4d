"""Capture what a library logs while a block runs, in the thread that runs it and in no other."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

Records = list[logging.LogRecord]


class _Capture(logging.Handler):
    """Stays on its logger; hands each record to the innermost block that captures in the record's thread."""

    def __init__(self) -> None:
        super().__init__()
        self._local = threading.local()

    @property
    def blocks(self) -> list[Records]:
        """The blocks of this thread that capture, the innermost last."""
        if not hasattr(self._local, "blocks"):
            self._local.blocks = []
        return self._local.blocks  # type: ignore[no-any-return]

    def emit(self, record: logging.LogRecord) -> None:
        if self.blocks:
            self.blocks[-1].append(record)


_captures: dict[str, _Capture] = {}


@contextmanager
def captured(name: str) -> Iterator[Records]:
    """The records of a logger, and of those below it, from the level on that it has."""
    capture = _captures.setdefault(name, _Capture())
    logging.getLogger(name).addHandler(capture)  # which adds no handler twice
    records: Records = []
    capture.blocks.append(records)
    try:
        yield records
    finally:
        capture.blocks.pop()
