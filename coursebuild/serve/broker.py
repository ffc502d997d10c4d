"""Events for the pages that are open, as server-sent events (HTML Living Standard, section 9.2)."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from queue import Empty, Full, Queue
from typing import Any

ALIVE = 15.0  # seconds after which a comment is sent, so that no proxy or browser gives up
MOST_WAITING = 1000  # events of a page that does not read them
MOST_STREAMS = 64

Filter = Callable[[str, Mapping[str, Any]], bool]


class Broker:
    """Sends each event to all pages that may know of it."""

    def __init__(self) -> None:
        self._streams: dict[Queue[bytes | None], Filter] = {}
        self._numbers = count(1)
        self._lock = threading.Lock()

    @property
    def is_watched(self) -> bool:
        return bool(self._streams)

    def publish(self, event: str, data: Mapping[str, Any]) -> None:
        with self._lock:
            message = _message(event, data, next(self._numbers))
            for queue, may_know in tuple(self._streams.items()):
                if may_know(event, data):
                    try:
                        queue.put_nowait(message)
                    except Full:  # the page connects again, and asks for the state
                        del self._streams[queue]
                        queue.get_nowait()
                        queue.put_nowait(None)

    @contextmanager
    def stream(self, may_know: Filter, *first: tuple[str, Mapping[str, Any]]) -> Iterator[Iterator[bytes]]:
        """The events from now on, in the form in which they are sent. Raises: OverflowError."""
        queue: Queue[bytes | None] = Queue(MOST_WAITING)
        with self._lock:
            if len(self._streams) >= MOST_STREAMS:
                raise OverflowError
            for event, data in first:
                queue.put_nowait(_message(event, data, next(self._numbers)))
            self._streams[queue] = may_know
        try:
            yield _messages(queue)
        finally:
            with self._lock:
                self._streams.pop(queue, None)


def _messages(queue: Queue[bytes | None]) -> Iterator[bytes]:
    while True:
        try:
            message = queue.get(timeout=ALIVE)
        except Empty:
            message = b": still here\n\n"
        if message is None:
            return
        yield message


def _message(event: str, data: Mapping[str, Any], number: int) -> bytes:
    return f"id: {number}\nevent: {event}\ndata: {json.dumps(data)}\n\n".encode()
