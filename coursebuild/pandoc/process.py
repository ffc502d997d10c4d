"""A pandoc process that stays running and converts one text after another, which saves its start."""

import atexit
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any, NamedTuple, cast

from coursebuild.runtime import limits
from coursebuild.runtime.limits import ExceededError, Limit, ProcessLostError

MOST_CONVERSIONS = 500  # by one process, which leaks a little memory in each; a start takes as long as a few
MOST_OUTPUT = 64_000_000  # bytes of the result of a conversion; YAML aliases, for one, make much of little
SCRIPT = Path(__file__).with_suffix(".lua")
LIMIT = Limit("pandoc-seconds", 30, "pandoc's work")  # for one conversion
MEMORY = 1_000_000_000  # bytes
# Options of GHC's runtime system: the allocation area (-A), and the size below which the old generation is
# not collected (-O), because each such collection traverses the whole heap.
_OPTIONS = ("-A4m", "-O16m", "-H4k")
_NO_MEMORY = re.compile(r"[Hh]eap exhausted|out of memory")
_F_SETSIG = 10  # fcntl(2), on Linux; Python's fcntl does not name it


class ConversionError(Exception):
    """A text was not converted; the message says why."""


class Conversion(NamedTuple):
    """A converted text, and the entries of pandoc's log in the format of `pandoc --log`."""

    text: str
    log: list[dict[str, Any]]


class Converter:
    """A `pandoc lua` process that runs `SCRIPT`; it is started for the first text, and again if it has ended.

    `choices` are the script's arguments, `limit` is for each conversion, and `memory` the bytes that pandoc
    may use. Any thread may convert; conversions wait for one another. A process that is forked from this one
    starts a pandoc of its own.
    """

    def __init__(self, pandoc: str, *choices: str, limit: Limit = LIMIT, memory: int = MEMORY) -> None:
        runtime = ("+RTS", f"-M{memory}", *_OPTIONS, "-RTS")
        self._command = [pandoc, "lua", *runtime, "-E", str(SCRIPT), *choices]
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline: int | None = None
        self._begun = b""  # the request that waits for its answer
        self._done = 0
        self._lock = Lock()
        self._owner = os.getpid()
        atexit.register(self.close)

    def begin(self, text: str, to: str) -> None:
        """Send a text; `convert` with the same arguments then waits for the result, and raises the errors."""
        with self._lock, suppress(ProcessLostError, ExceededError):
            self._leave_to_parent()
            self._send(_request(text, to))

    def convert(self, text: str, to: str, *, source: str = "", cites: bool = False) -> Conversion:
        """Convert a text to the format `to` (`json`, `html5`, `markdown`, or `docx` as a data URI).

        `source` is the text's format, if it is not Markdown for `json` and JSON for all others. With `cites`,
        resolve citations, by the references and the style in the metadata: the style is a data URI, because
        pandoc would open any other address.

        If pandoc is killed, it is started once more. Raises: ConversionError, ProcessLostError, and
        ExceededError if a limit is exceeded.
        """
        request = _request(
            text, to, **({"from": source} if source else {}), **({"cites": True} if cites else {})
        )
        with self._lock:
            self._leave_to_parent()
            try:
                answer = self._ask(request)
            except ProcessLostError:
                answer = self._ask(request)
        if not answer["done"]:
            raise ConversionError(answer["text"].strip())
        return Conversion(answer["text"], answer["log"][::-1])

    def _ask(self, request: bytes) -> Any:
        try:
            if self._begun != request:
                self._send(request)
            return self._receive()
        except BaseException:
            self.close()  # otherwise a late answer would be taken for the next one
            raise

    def _send(self, request: bytes) -> None:
        ended = self._process and self._process.poll() is not None
        if self._begun or ended or self._done == MOST_CONVERSIONS:
            self.close()
        self._done += 1
        if not self._process:
            self._process, self._lifeline = _start(self._command)
        with self._limited(self._process):
            stdin = cast("IO[bytes]", self._process.stdin)
            stdin.write(request)
            stdin.flush()
        self._begun = request

    def _receive(self) -> Any:
        process = cast("subprocess.Popen[bytes]", self._process)
        with self._limited(process):
            line = cast("IO[bytes]", process.stdout).readline(MOST_OUTPUT)
            if len(line) == MOST_OUTPUT:
                raise ExceededError(f"pandoc makes more than {MOST_OUTPUT // 10**6} MB of it")
            answer = json.loads(line)
        self._begun = b""
        return answer

    @contextmanager
    def _limited(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Kill pandoc when its time is up. Raises what `convert` raises if it gives no answer."""
        begun = time.monotonic()
        timer = Timer(self._limit.seconds, process.kill)
        with suppress(RuntimeError):  # the system has no thread to spare
            timer.start()
        try:
            yield
        except (OSError, ValueError) as error:
            if time.monotonic() - begun >= self._limit.seconds:
                raise limits.too_long(self._limit) from error
            process.kill()
            errors = cast("IO[bytes]", process.stderr).read().decode("utf-8", "replace").strip()
            if _NO_MEMORY.search(errors):
                raise ExceededError("pandoc needs more memory than `limits.memory` allows") from error
            reason = errors or f"pandoc ended with status {process.wait()}"
            raise ProcessLostError(one_line(reason)) from error
        finally:
            timer.cancel()

    def _leave_to_parent(self) -> None:
        """In a forked process, forget the pandoc whose answers are for the parent."""
        if self._owner == os.getpid():
            return
        process, self._process, self._begun, self._done = self._process, None, b"", 0
        self._owner = os.getpid()
        if process:
            process.returncode = 0  # so that nobody waits for a process that is no child of this one
            for pipe in (process.stdin, process.stdout, process.stderr):
                cast("IO[bytes]", pipe).close()
        self._close_lifeline()

    def close(self) -> None:
        """End pandoc; it starts again for the next text."""
        self._leave_to_parent()
        process, self._process, self._begun, self._done = self._process, None, b"", 0
        if process:
            process.kill()
            process.communicate()
        self._close_lifeline()

    def _close_lifeline(self) -> None:
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None


def _start(command: list[str]) -> tuple[subprocess.Popen[bytes], int | None]:
    """Start pandoc; return it and its lifeline, if there is one. Raises: ProcessLostError."""
    pipe = subprocess.PIPE
    ends = os.pipe() if sys.platform == "linux" else ()
    try:
        process = subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            cwd=SCRIPT.parent,  # not the author's folder, where Lua would look for modules
            pass_fds=ends[:1],
        )
        return process, _tie(process.pid, *ends) if ends else None
    except OSError as error:
        for end in ends[1:]:
            os.close(end)
        raise ProcessLostError(f"pandoc cannot be started: {error.strerror}") from error
    finally:
        for end in ends[:1]:
            os.close(end)


def _tie(pid: int, its_end: int, our_end: int) -> int:
    """Have the system kill a process as soon as our end of a pipe is closed, also because we were killed.

    The process has the pipe's other end, where this makes something happen, and for that it gets a signal
    (fcntl(2), "Signal-driven I/O"). Otherwise a pandoc at work would learn of our end only when it is done.
    """
    import fcntl  # noqa: PLC0415 (Windows has none)

    with suppress(OSError):  # pandoc then ends when it is done
        fcntl.fcntl(its_end, fcntl.F_SETOWN, pid)
        fcntl.fcntl(its_end, _F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(its_end, fcntl.F_SETFL, os.O_ASYNC)
    return our_end


def one_line(message: str) -> str:
    """Pandoc's error message on one line, without Haskell's call stack."""
    return " ".join(message.partition("HasCallStack backtrace")[0].partition("CallStack (from")[0].split())


def _request(text: str, to: str, **more: Any) -> bytes:
    return json.dumps({"text": text, "to": to, **more}).encode() + b"\n"
