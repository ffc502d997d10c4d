"""A preview in a process of its own, and what a browser would ask of it."""

import http.client
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from coursebuild import config, engine
from coursebuild.engine import Session
from coursebuild.model import PAGES, BuildOptions, Course
from coursebuild.serve import Live

PATIENCE = 60.0  # seconds, for a machine on which much else runs


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Events:
    """The events that a page gets."""

    _queue: "queue.Queue[tuple[str, Any]]" = field(default_factory=queue.Queue)

    def next(self, *names: str, **values: Any) -> Any:
        """The data of the next event of one of these names, with these values; others are passed over."""
        while True:
            name, data = self._queue.get(timeout=PATIENCE)
            if name in names and all(data.get(key) == value for key, value in values.items()):
                return data

    def both(self) -> None:
        """Wait until both editions have changed, in whichever order."""
        editions = {"student", "instructor"}
        while editions:
            editions.discard(self.next("changed")["edition"])

    def seen(self) -> list[tuple[str, Any]]:
        """The events that have come and were not asked for."""
        return [self._queue.get_nowait() for _ in range(self._queue.qsize())]


@dataclass
class Preview:
    """A running preview."""

    process: "subprocess.Popen[str]"
    addresses: list[str]
    errors: Path

    @property
    def port(self) -> int:
        return urlsplit(self.addresses[0]).port or 0

    def ask(self, path: str, method: str = "GET", body: bytes = b"", /, **headers: str) -> Answer:
        """Ask as a browser does that has the page open. Underscores in names of headers are hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    @property
    def token(self) -> str:
        found = re.search(r'name="token" content="([^"]+)"', self.ask("/").text)
        assert found
        return found[1]

    def post(self, path: str, data: object, **headers: str) -> Answer:
        body = json.dumps(data).encode()
        return self.ask(path, "POST", body, **{"Content_Type": "application/json", **headers})

    def watch(self, lesson: str, page: str = "page", **formats: str) -> None:
        data = {"token": self.token, "page": page, "lesson": lesson, "formats": formats}
        assert self.post("/watch", data).status == 204

    def lesson(self, stem: str, **headers: str) -> Any:
        """A lesson in the state of the course; None if it is not there."""
        lessons = self.ask("/state.json", **headers).json["lessons"]
        return next((each for each in lessons if each["stem"] == stem), None)

    @contextmanager
    def events(self, page: str = "page", **headers: str) -> Iterator[Events]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/events?page={quote(page)}", headers=headers)
        response = connection.getresponse()
        assert response.status == 200, response.read()
        events = Events()
        threading.Thread(target=_receive, args=(response, events._queue), daemon=True).start()  # noqa: SLF001
        events.next("hello")
        try:
            yield events
        finally:
            if connection.sock:
                connection.sock.close()
            connection.close()

    def said(self) -> str:
        """What the process has printed to standard error."""
        return self.errors.read_text(encoding="utf-8")

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal, and return the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def _receive(response: http.client.HTTPResponse, events: "queue.Queue[tuple[str, Any]]") -> None:
    name = ""
    try:
        for line in response:
            key, _, value = line.decode().strip().partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                events.put((name, json.loads(value)))
    except (OSError, ValueError, AttributeError):  # the test has closed it
        return


@contextmanager
def preview(folder: Path, *arguments: str, **environment: str) -> Iterator[Preview]:
    """Start the preview of the course in a folder, and end it."""
    errors = folder.parent / f"{folder.name}.errors"
    environment = {**os.environ, "COURSEBUILD_CACHE": str(folder / ".cache"), **environment}
    with errors.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "coursebuild", "serve", *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
        )
    try:
        assert process.stdout
        lines = [process.stdout.readline().strip() for _ in range(1 + ("--show-instructor" in arguments))]
        assert all(lines), errors.read_text()
        yield Preview(process, lines, errors)
    finally:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()
    assert "Traceback" not in errors.read_text()


@contextmanager
def previewed(folder: Path, day_of: Callable[[Course], str] = lambda _: "") -> Iterator[Live]:
    """The course in a folder as a preview keeps it, of which nothing is made but what the caller does."""
    session = Session.load(folder)
    course = session.course
    options = BuildOptions(
        tuple(course.editions.values()), PAGES, {}, fetch=False, jobs=1, day=day_of(course)
    )
    with engine.previewer(session, options, day_of) as previewer:
        yield Live(session, previewer, lambda now: config.locate(now.course, (), folder / "build"))
