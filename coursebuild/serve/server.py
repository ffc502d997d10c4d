"""The web server of the preview."""

import logging
import secrets
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from socketserver import BaseRequestHandler
from typing import Any

from coursebuild.serve.access import Access
from coursebuild.serve.broker import Broker, Filter
from coursebuild.serve.live.course import Live
from coursebuild.serve.site import Site

MOST_CONNECTIONS = 200  # each has a thread

_log = logging.getLogger("coursebuild")


class Server(ThreadingHTTPServer):
    """The server, which answers each connection in a thread of its own.

    Set `live` and `site` before it serves.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 32
    live: Live
    site: Site

    def __init__(
        self,
        handler: type[BaseRequestHandler],
        host: str,
        address: tuple[str, int],
        family: socket.AddressFamily,
        *,
        shows_instructor: bool,
    ) -> None:
        self.address_family = family
        super().__init__(address, handler)
        self.boot = secrets.token_hex(8)
        self.broker = Broker()
        self.access = Access.new(host, self.server_port, shows_instructor=shows_instructor)
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        # Streams by page: a page may connect again before it is noticed that its former stream has ended.
        self._viewers: Counter[str] = Counter()
        self._viewers_lock = threading.Lock()

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address of the preview, and if there is one, that at which everybody who has it sees all."""
        plain = f"http://{_reachable(self.access.host)}:{self.server_port}/"
        keyed = () if self.access.is_private or not self.access.shows_instructor else (self.access.key,)
        return plain, *(f"{plain}?key={key}" for key in keyed)

    def server_bind(self) -> None:
        """Bind without asking for the machine's name, which may take long."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(sys.platform != "win32"))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread, unless there are too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 (its signature)
        """Say nothing of connections that browsers have closed."""
        _log.debug("a connection with %s", client_address, exc_info=True)

    @contextmanager
    def viewer(
        self, page: str, may_know: Filter, *first: tuple[str, Mapping[str, Any]]
    ) -> Iterator[Iterator[bytes]]:
        """The events for a page. When its last stream ends, what it looks at is forgotten."""
        with self.broker.stream(may_know, *first) as messages:
            with self._viewers_lock:
                self._viewers[page] += 1
            try:
                yield messages
            finally:
                with self._viewers_lock:
                    self._viewers[page] -= 1
                    if not self._viewers[page]:
                        del self._viewers[page]
                        self.live.forget(page)


def _reachable(host: str) -> str:
    """The host in an address: for one that means all of this machine's, that by which others reach it."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 (it is compared)
        family, target = (socket.AF_INET6, "2001:db8::1") if host == "::" else (socket.AF_INET, "192.0.2.1")
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((target, 9))  # which sends nothing
                host = probe.getsockname()[0]
        except OSError:
            host = socket.gethostname()
    return f"[{host}]" if ":" in host else host
