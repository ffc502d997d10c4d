"""Standard streams that are always open, and to which writing never fails.

A build does not end in its midst because nobody reads the names of its files any more. The command says at
its end what could not be written.
"""

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

failures: dict[str, OSError] = {}  # the first failure of each stream, such as `standard output`

_NAMES = ("standard input", "standard output", "standard error")  # by their descriptors
_NOT_READ = (errno.EPIPE, errno.ECONNRESET)  # the reader, such as `head`, has read enough: no failure


class _Tolerant(io.FileIO):
    """A file that discards what it cannot write."""

    def __init__(self, descriptor: int, name: str) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self.name = name
        self._stream = _NAMES[descriptor]

    def write(self, content: "ReadableBuffer", /) -> int:
        try:
            while (written := super().write(content)) is None:
                _wait(self)
        except OSError as error:
            if error.errno not in _NOT_READ:
                failures.setdefault(self._stream, error)
            return memoryview(content).nbytes
        return written


def install() -> None:
    """Open those of the descriptors 0 to 2 that are closed, and make the streams of output tolerant.

    Call it before any file is opened that stays open: it would get the number of a closed descriptor.
    """
    for descriptor in range(len(_NAMES)):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
            os.set_inheritable(opened, True)  # noqa: FBT003 (it takes no name)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (it stays open)
    sys.stdout, sys.stderr = _tolerant(sys.stdout, 1), _tolerant(sys.stderr, 2)


def _tolerant(stream: TextIO | None, descriptor: int) -> TextIO:
    """A stream with the properties of the present one that has an escape for each character."""
    if stream is None:
        return io.TextIOWrapper(io.BufferedWriter(_Tolerant(descriptor, os.devnull)), "utf-8")
    if not isinstance(stream, io.TextIOWrapper) or type(_raw(stream)) is not io.FileIO:
        return stream  # a console of Windows, or what a test has put there
    with suppress(OSError):
        stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Tolerant(descriptor, stream.name)),
        stream.encoding,
        "backslashreplace",
        newline="\n",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _raw(stream: io.TextIOWrapper) -> object:
    return getattr(stream.buffer, "raw", stream.buffer)


def _wait(file: io.FileIO) -> None:
    """Wait until a file can be written that does not block, to which another program may have set a pipe."""
    from select import select  # noqa: PLC0415 (rarely needed)

    select([], [file], [])
