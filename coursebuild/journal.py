"""Lines set down as they come, in a file that has no name: memory need not hold them until all are known."""

import io
from collections.abc import Iterator
from typing import IO


class Journal:
    def __init__(self) -> None:
        self._file: IO[bytes] | None = None

    def add(self, line: bytes) -> None:
        if self._file is None:
            self._file = _nameless()
        self._file.write(line + b"\n")

    def __iter__(self) -> Iterator[bytes]:
        if self._file is not None:
            self._file.seek(0)
            for line in self._file:
                yield line.removesuffix(b"\n")
            self._file.seek(0, io.SEEK_END)


def _nameless() -> IO[bytes]:
    from tempfile import TemporaryFile  # noqa: PLC0415 (a build with nothing to do needs none)

    try:
        return TemporaryFile()
    except OSError:
        return io.BytesIO()
