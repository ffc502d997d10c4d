"""Lines set down as they come, in a file that has no name: memory need not hold them until all are known."""

import io
from collections.abc import Iterator
from typing import IO


class Journal:
    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0
        self._rest: list[bytes] = []  # from the first line on for which the disk had no room

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, line: bytes) -> None:
        whole = line + b"\n"
        try:
            self._file = self._file or _nameless()
            if not self._rest and self._file.write(whole) == len(whole):
                self._end += len(whole)
                return
        except OSError:
            pass
        self._rest.append(line)

    def __iter__(self) -> Iterator[bytes]:
        if self._file is not None:
            self._file.seek(0)
            yield from self._file.read(self._end).splitlines()
        yield from self._rest


def _nameless() -> IO[bytes]:
    from tempfile import TemporaryFile  # noqa: PLC0415 (a build with nothing to do needs none)

    try:
        return TemporaryFile(buffering=0)
    except OSError:
        return io.BytesIO()
