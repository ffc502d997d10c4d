"""A temporary folder ends with its process, or else by the next process that needs one there."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coursebuild.runtime import atomic
from coursebuild.runtime.system import temporary

MAKES_A_FOLDER = """
import sys
from pathlib import Path
from coursebuild.runtime.system import temporary
folder = temporary.folder(Path(sys.argv[1]))
(folder / "file").write_text("content")
print(folder.name, flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no folder is locked")


def _start(parent: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", MAKES_A_FOLDER, str(parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_process_ends(tmp_path: Path) -> None:
    """Its folder is gone, with what was in it."""
    process, name = _start(tmp_path)
    assert _names(tmp_path) == [name]
    process.communicate()
    assert _names(tmp_path) == []


def test_a_folder_is_removed_before(tmp_path: Path) -> None:
    folder = temporary.folder(tmp_path)
    (folder / "file").write_text("content")
    temporary.remove(folder)
    assert _names(tmp_path) == []


@pytest.mark.parametrize("sweeps", [temporary.folder, atomic.sweep])
def test_a_process_is_killed(tmp_path: Path, sweeps: Callable[[Path], object]) -> None:
    """The next one that needs a folder, or that writes there, removes its folder, and no other's."""
    (tmp_path / "coursebuild-notes").mkdir()
    (tmp_path / ".coursebuild.notes").mkdir()
    killed, of_killed = _start(tmp_path)
    living, of_living = _start(tmp_path)
    killed.kill()
    killed.communicate()
    sweeps(tmp_path)
    assert {".coursebuild.notes", "coursebuild-notes", of_living} <= set(_names(tmp_path))
    assert of_killed not in _names(tmp_path)
    living.communicate()


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root gives folders to others")
def test_a_folder_of_another_user(tmp_path: Path) -> None:
    """Whoever made it, in a folder that is everybody's, it stays."""
    killed, name = _start(tmp_path)
    killed.kill()
    killed.communicate()
    os.chown(tmp_path / name, 12345, -1)
    temporary.remove(temporary.folder(tmp_path))
    assert _names(tmp_path) == [name]


def test_a_link_of_that_name(tmp_path: Path) -> None:
    """It is not followed."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / ".coursebuild.0123456789abcdef.temporary").symlink_to(kept)
    atomic.sweep(tmp_path)
    assert kept.is_dir()
