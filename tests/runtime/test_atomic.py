"""A file is written completely or not at all."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from coursebuild.runtime import atomic


def _fail(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")


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


def test_renaming_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The former file stays, and no other file."""
    path = tmp_path / "lab.html"
    path.write_bytes(b"former content")
    monkeypatch.setattr(Path, "replace", _fail)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(path, b"new content")
    monkeypatch.undo()
    assert path.read_bytes() == b"former content"
    assert _names(tmp_path) == ["lab.html"]


LIMITED = """
import resource, sys
import os
import subprocess
import sys
from pathlib import Path
from coursebuild.runtime import atomic
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
try:
    atomic.write(Path(sys.argv[1]), b"new content")
except OSError:
    print("too large")
"""


@pytest.mark.skipif(os.name != "posix", reason="it limits no sizes of files")
def test_a_file_is_too_large(tmp_path: Path) -> None:
    """The former file stays, and no other file."""
    path = tmp_path / "lab.html"
    path.write_bytes(b"former content")
    done = subprocess.run([sys.executable, "-c", LIMITED, path], check=True, capture_output=True, text=True)
    assert done.stdout == "too large\n"
    assert path.read_bytes() == b"former content"
    assert _names(tmp_path) == ["lab.html"]


STOPS = """
import sys
import os
import subprocess
import sys
from pathlib import Path
from coursebuild.runtime import atomic
Path.replace = lambda *_: (print("complete", flush=True), sys.stdin.read())
atomic.write(Path(sys.argv[1]), b"content")
"""


@pytest.mark.skipif(os.name != "posix", reason="it locks no files")
def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """By the first write of another process; what a living process writes is not, nor a file of that name."""
    path = tmp_path / "lab.html"
    (tmp_path / ".coursebuild.folder").mkdir()
    program = [sys.executable, "-c", STOPS, str(path)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        atomic.sweep(tmp_path)
        assert len(_names(tmp_path)) == 2
        process.kill()
    assert len(_names(tmp_path)) == 2
    atomic.write(path, b"content")
    assert _names(tmp_path) == [".coursebuild.folder", "lab.html"]


def test_where_files_cannot_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is a day old is removed."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    new, old = tmp_path / ".coursebuild.new", tmp_path / ".coursebuild.old"
    for path in (new, old):
        path.touch()
    os.utime(old, (1, 1))
    atomic.sweep(tmp_path)
    assert _names(tmp_path) == [".coursebuild.new"]


def test_a_file_is_swept_before_it_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content is written to another one."""
    fdopen, swept = os.fdopen, list[Path]()

    def sweep_and_open(descriptor: int, mode: str) -> object:
        swept.extend([] if swept else tmp_path.iterdir())
        for path in swept:
            path.unlink(missing_ok=True)
        return fdopen(descriptor, mode)

    monkeypatch.setattr(os, "fdopen", sweep_and_open)
    atomic.write(tmp_path / "lab.html", b"content")
    assert (len(swept), _names(tmp_path)) == (1, ["lab.html"])
