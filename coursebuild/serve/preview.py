"""Serve the preview of a course, until it is interrupted."""

import errno
import socket
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from coursebuild.model import Diagnostic, Location
from coursebuild.serve.handler import Handler
from coursebuild.serve.live import watched
from coursebuild.serve.live.course import Live
from coursebuild.serve.live.watching import Watcher
from coursebuild.serve.server import Server
from coursebuild.serve.site import Site
from coursebuild.serve.views import as_json

PORT = 8000
TRIED = 20  # ports, if none is asked for
DAY_INTERVAL = 20  # seconds between two looks at the calendar: a machine may sleep over midnight

Say = Callable[[Location, tuple[Diagnostic, ...]], None]


class PortError(Exception):
    """The server cannot listen; the message says why."""


def bind(host: str, port: int | None, *, shows_instructor: bool) -> Server:
    """A server that listens; without a port, at the first free one. Raises: PortError."""
    ports = range(PORT, PORT + TRIED) if port is None else (port,)
    for each in ports:
        try:
            family, *_, address = socket.getaddrinfo(host, each, type=socket.SOCK_STREAM)[0]
            return Server(Handler, host, (str(address[0]), each), family, shows_instructor=shows_instructor)
        except (OSError, UnicodeError) as error:
            failure = error
            if getattr(error, "errno", None) != errno.EADDRINUSE:
                break
    reason = getattr(failure, "strerror", None) or failure
    raise PortError(
        f"the preview cannot listen at {host}, port {each}: {reason}; {_remedy(failure)}"
    ) from failure


def _remedy(failure: Exception) -> str:
    if getattr(failure, "errno", None) in (errno.EADDRINUSE, errno.EACCES):
        return "choose another port with --port, or leave it out"
    return "choose another address with --host, or leave it out"


def serve(server: Server, live: Live, say: Say) -> None:
    """Answer requests, and make anew what changes touch. `say` gets the diagnostics of changed lessons."""

    def publish(event: str, data: Mapping[str, Any]) -> None:
        if event == "diagnosed":
            lesson = live.lessons.get(data["lesson"] or "")
            if lesson and lesson.has_changed:
                say(lesson.location, data["diagnostics"])
            data = {**data, "diagnostics": as_json(data["diagnostics"])}
        server.broker.publish(event, data)

    live.publish, server.live, server.site = publish, live, Site(live)
    watcher = Watcher(
        partial(watched.files, live), partial(watched.folders, live), partial(watched.skipped, live)
    )

    def watch() -> None:
        live.change(watcher.wait(lambda: server.broker.is_watched))

    def make(*, prints: bool) -> None:
        live.jobs.do(live.jobs.next(prints=prints))

    def count() -> None:
        live.jobs.count(live.jobs.next_to_count())

    def look_at_the_calendar() -> None:
        time.sleep(DAY_INTERVAL)
        pass_day(live)

    for each in (watch, partial(make, prints=False), partial(make, prints=True), count, look_at_the_calendar):
        threading.Thread(target=_again_and_again, args=(each,), daemon=True).start()
    server.serve_forever()


def _again_and_again(work: Callable[[], None]) -> None:
    while True:
        work()


def pass_day(live: Live) -> None:
    """Show what students see from the present day on, if it is another one than before."""
    if not live.previewer.is_of_today(live.session):
        live.change(set())
