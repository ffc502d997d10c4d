"""Lines set down as they come."""

import io
from collections.abc import Callable
from typing import IO

import pytest

from coursebuild import journal
from coursebuild.journal import Journal


def test_lines_come_back_in_order() -> None:
    """Also where more are added after they were asked for."""
    lines = Journal()
    assert list(lines) == []
    for number in range(3):
        lines.add(b"%d" % number)
        assert list(lines) == [b"%d" % n for n in range(number + 1)]


class _SmallDisk(io.BytesIO):
    def write(self, content: object, /) -> int:
        kept = bytes(content)[: max(0, 8 - self.tell())]  # type: ignore[call-overload]
        super().write(kept)
        return len(kept)


@pytest.mark.parametrize("disk", [_SmallDisk, lambda: io.FileIO("/dev/full", "r+")])
def test_a_full_disk_loses_no_line(disk: Callable[[], IO[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    """What it has no room for is kept in memory."""
    monkeypatch.setattr(journal, "_nameless", disk)
    lines = Journal()
    told = [b"first", b"second", b"third"]
    for line in told:
        lines.add(line)
    assert list(lines) == told
