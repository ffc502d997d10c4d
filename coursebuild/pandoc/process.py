"""A pandoc process that stays running and converts one text after another, which saves its start."""

import atexit
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any, NamedTuple, cast

TIMEOUT = 30.0  # seconds for one conversion; no known lesson takes a hundredth of it
MOST_CONVERSIONS = 500  # by one process, which leaks a little memory in each; a start takes as long as a few
SCRIPT = Path(__file__).with_suffix(".lua")
# Options of GHC's runtime system: the largest heap (-M), the allocation area (-A), and the size below which
# the old generation is not collected (-O), because each such collection traverses the whole heap.
MEMORY = ("+RTS", "-M1g", "-A4m", "-O16m", "-H4k", "-RTS")


class ConversionError(Exception):
    """A text was not converted; the message says why."""


class Conversion(NamedTuple):
    """A converted text, and the entries of pandoc's log in the format of `pandoc --log`."""

    text: str
    log: list[dict[str, Any]]


class Converter:
    """A `pandoc lua` process that runs `SCRIPT`; it is started for the first text, and again if it has ended.

    `choices` are the script's arguments. Any thread may convert; conversions wait for one another.
    """

    def __init__(self, pandoc: str, *choices: str) -> None:
        self._command = [pandoc, "lua", *MEMORY, "-E", str(SCRIPT), *choices]
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = b""  # the request that waits for its answer
        self._done = 0
        self._lock = Lock()
        atexit.register(self.close)

    def begin(self, text: str, to: str) -> None:
        """Send a text; `convert` with the same arguments then waits for the result, and raises the errors."""
        with self._lock, suppress(ConversionError):
            self._send(_request(text, to))

    def convert(self, text: str, to: str) -> Conversion:
        """Convert a text to the format `to` (`json` or `html5`). Raises ConversionError."""
        request = _request(text, to)
        with self._lock:
            try:
                if self._begun != request:
                    self._send(request)
                answer = self._receive()
            except BaseException:
                self.close()  # otherwise a late answer would be taken for the next one
                raise
        if not answer["done"]:
            raise ConversionError(answer["text"].strip())
        return Conversion(answer["text"], answer["log"][::-1])

    def _send(self, request: bytes) -> None:
        ended = self._process and self._process.poll() is not None
        if self._begun or ended or self._done == MOST_CONVERSIONS:
            self.close()
        self._done += 1
        self._process = self._process or _start(self._command)
        with _time_limit(self._process):
            stdin = cast("IO[bytes]", self._process.stdin)
            stdin.write(request)
            stdin.flush()
        self._begun = request

    def _receive(self) -> Any:
        process = cast("subprocess.Popen[bytes]", self._process)
        with _time_limit(process):
            answer = json.loads(cast("IO[bytes]", process.stdout).readline())
        self._begun = b""
        return answer

    def close(self) -> None:
        """End pandoc; it starts again for the next text."""
        process, self._process, self._begun, self._done = self._process, None, b"", 0
        if process:
            process.kill()
            process.communicate()


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        # not the author's folder, where Lua would look for modules
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=SCRIPT.parent)
    except OSError as error:
        raise ConversionError(f"pandoc cannot be started: {error.strerror}") from error


def _request(text: str, to: str) -> bytes:
    return json.dumps({"text": text, "to": to}).encode() + b"\n"


@contextmanager
def _time_limit(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill pandoc after TIMEOUT. Raises ConversionError if it gives no answer, with its error output."""
    begun = time.monotonic()
    timer = Timer(TIMEOUT, process.kill)
    timer.start()
    try:
        yield
    except (OSError, ValueError) as error:
        if time.monotonic() - begun >= TIMEOUT:
            raise ConversionError(f"pandoc did not finish in {TIMEOUT:.0f} s") from error
        process.kill()
        errors = cast("IO[bytes]", process.stderr).read().decode("utf-8", "replace").strip()
        raise ConversionError(errors or f"pandoc ended with status {process.wait()}") from error
    finally:
        timer.cancel()
