"""A file is written completely or not at all."""

from pathlib import Path
from typing import NoReturn

import pytest

from coursebuild.runtime import atomic


def _fail(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")


def _write_half(path: Path, content: bytes) -> NoReturn:
    with path.open("wb") as file:
        file.write(content[: len(content) // 2])
    _fail()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_in_a_new_folder(tmp_path: Path) -> None:
    """Its folders are created."""
    path = tmp_path / "some" / "folder" / "lab.html"
    atomic.write(path, b"content")
    assert path.read_bytes() == b"content"
    assert _names(path.parent) == ["lab.html"]


def test_a_former_file_is_replaced(tmp_path: Path) -> None:
    """The new content may be shorter; a name may have the greatest length that file systems allow."""
    path = tmp_path / ("a" * 255)
    atomic.write(path, b"former content")
    atomic.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert _names(tmp_path) == ["a" * 255]


@pytest.mark.parametrize(("method", "replacement"), [("write_bytes", _write_half), ("replace", _fail)])
def test_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, replacement: object
) -> None:
    """The former file stays, and no other file."""
    path = tmp_path / "lab.html"
    path.write_bytes(b"former content")
    monkeypatch.setattr(Path, method, replacement)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(path, b"new content")
    monkeypatch.undo()
    assert path.read_bytes() == b"former content"
    assert _names(tmp_path) == ["lab.html"]


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    """The path is a folder: it stays, with what is in it."""
    path = tmp_path / "lab"
    (path / "inner").mkdir(parents=True)
    with pytest.raises(OSError):  # noqa: PT011 (the message depends on the system)
        atomic.write(path, b"content")
    assert _names(tmp_path) == ["lab"]
    assert _names(path) == ["inner"]
