"""A pandoc that stays, and converts one text after another: most of a start is memory made anew."""

import atexit
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any, NamedTuple, cast

TIMEOUT = 30.0  # seconds: no lesson takes a hundredth
MOST = 500  # conversions of one pandoc, which keeps a little of each; a start takes as long as a few
SCRIPT = Path(__file__).with_suffix(".lua")
# What pandoc may keep; what it makes, and what it keeps, before it looks for what to drop: then it looks
# through all of itself.
MEMORY = ("+RTS", "-M1g", "-A4m", "-O16m", "-H4k", "-RTS")


class ConversionError(Exception):
    """Why a text was not converted."""


class Converted(NamedTuple):
    """What a text became, and the entries of pandoc's log as its `--log` writes them."""

    text: str
    log: list[dict[str, Any]]


class Converter:
    """Pandoc's Lua at `SCRIPT`: started for the first text, and for the next one where it ended."""

    def __init__(self, pandoc: str, *choices: str) -> None:
        self._command = [pandoc, "lua", *MEMORY, "-E", str(SCRIPT), *choices]
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = b""  # the request that waits for its answer
        self._done = 0
        self._one_at_a_time = Lock()
        atexit.register(self.close)

    def begin(self, text: str, to: str) -> None:
        """Hand over a text whose conversion is asked for next; what goes wrong is said then."""
        with self._one_at_a_time, suppress(ConversionError):
            self._send(_request(text, to))

    def convert(self, text: str, to: str) -> Converted:
        """The text in the format `to`. Raises ConversionError."""
        request = _request(text, to)
        with self._one_at_a_time:
            try:
                if self._begun != request:
                    self._send(request)
                answer = self._received()
            except BaseException:
                self.close()  # or its answer would be taken for one to the next request
                raise
        if not answer["done"]:
            raise ConversionError(answer["text"].strip())
        return Converted(answer["text"], answer["log"][::-1])

    def _send(self, request: bytes) -> None:
        ended = self._process and self._process.poll() is not None
        if self._begun or ended or self._done == MOST:
            self.close()
        self._done += 1
        self._process = self._process or _started(self._command)
        with _in_time(self._process):
            stdin = cast("IO[bytes]", self._process.stdin)
            stdin.write(request)
            stdin.flush()
        self._begun = request

    def _received(self) -> Any:
        process = cast("subprocess.Popen[bytes]", self._process)
        with _in_time(process):
            answer = json.loads(cast("IO[bytes]", process.stdout).readline())
        self._begun = b""
        return answer

    def close(self) -> None:
        """Ends pandoc; for another text, it starts again."""
        process, self._process, self._begun, self._done = self._process, None, b"", 0
        if process:
            process.kill()
            process.communicate()


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        # not in the author's folder, where Lua would look for its modules
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=SCRIPT.parent)
    except OSError as error:
        raise ConversionError(f"pandoc cannot be started: {error.strerror}") from error


def _request(text: str, to: str) -> bytes:
    return json.dumps({"text": text, "to": to}).encode() + b"\n"


@contextmanager
def _in_time(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Says why pandoc did not answer, and ends one that takes too long. Raises ConversionError."""
    begun = time.monotonic()
    late = Timer(TIMEOUT, process.kill)
    late.start()
    try:
        yield
    except (OSError, ValueError) as error:
        if time.monotonic() - begun >= TIMEOUT:
            raise ConversionError(f"pandoc did not finish in {TIMEOUT:.0f} s") from error
        process.kill()
        last_words = cast("IO[bytes]", process.stderr).read().decode("utf-8", "replace").strip()
        raise ConversionError(last_words or f"pandoc ended with {process.wait()}") from error
    finally:
        late.cancel()
