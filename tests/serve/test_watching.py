"""What has changed is noticed, whatever program has written it."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from coursebuild.runtime import fingerprint
from coursebuild.serve.live.watching import Watcher, becomes_full


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inside").mkdir()
    (tmp_path / "lab.md").write_text("Text.")
    (tmp_path / "inside" / "other.md").write_text("Text.")
    return tmp_path


def _watcher(folder: Path) -> Watcher:
    files = (str(folder / "lab.md"), str(folder / "inside" / "other.md"), str(folder / "absent.svg"))
    return Watcher(lambda: dict.fromkeys(files, ""), lambda: (str(folder),), lambda: (str(folder / "build"),))


def _replace(folder: Path) -> None:
    (folder / "new").write_text("Next.")
    (folder / "new").replace(folder / "lab.md")


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "written": (lambda folder: (folder / "lab.md").write_text("Other."), {"lab.md"}),
    "of the same length": (lambda folder: (folder / "lab.md").write_text("Next."), {"lab.md"}),
    "replaced": (_replace, {"lab.md"}),
    "removed": (lambda folder: (folder / "lab.md").unlink(), {"lab.md"}),
    "appeared": (lambda folder: (folder / "absent.svg").write_text("<svg/>"), {"absent.svg"}),
    "new": (lambda folder: (folder / "inside" / "third.md").write_text("Text."), {"inside/third.md"}),
    "folder renamed": (
        lambda folder: (folder / "inside").rename(folder / "outside"),
        {"inside", "outside", "inside/other.md"},
    ),
    "time set back": (lambda folder: os.utime(folder / "lab.md", (1, 1)), {"lab.md"}),
    "nothing": (lambda folder: (folder / "lab.md").read_text(), set()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_once(folder: Path, name: str) -> None:
    """Also if it comes at once after the last one, when the file system may give it the same time."""
    watcher = _watcher(folder)
    change, expected = CHANGES[name]
    change(folder)
    assert watcher.look() == {str(folder / path) for path in expected}
    assert watcher.look() == set()


def test_what_does_not_concern_a_course_is_not_looked_at(folder: Path) -> None:
    """The output folder, hidden folders, and those of other tools."""
    watcher = _watcher(folder)
    for name in (".git", ".venv", "node_modules", "build"):
        (folder / name).mkdir()
    assert watcher.look() == {str(folder / name) for name in (".git", ".venv", "node_modules", "build")}
    for name in (".git", ".venv", "node_modules", "build"):
        (folder / name / "file.md").write_text("Text.")
    assert watcher.look() == set()


def test_an_emptied_file_is_waited_for(folder: Path) -> None:
    """Until the editor has written it."""
    watcher = _watcher(folder)
    path, found = folder / "lab.md", set[str]()
    path.write_text("")
    thread = threading.Thread(target=lambda: found.update(watcher.wait(lambda: True)))
    thread.start()
    path.write_text("Written.")
    thread.join()
    assert (found, path.read_text()) == ({str(path)}, "Written.")


def test_a_file_that_stays_empty_is_not_waited_for_for_ever(folder: Path) -> None:
    (folder / "lab.md").write_text("")
    assert not becomes_full(str(folder / "lab.md"))
    assert not becomes_full(str(folder / "absent.md"))
    assert becomes_full(str(folder / "inside" / "other.md"))


def test_a_file_with_the_time_of_its_last_change_is_read(folder: Path) -> None:
    """On a file system that counts in whole seconds, say."""
    path = folder / "lab.md"
    status = path.stat()
    watcher = _watcher(folder)
    path.write_text("Next.")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert watcher.look() == {str(path)}


def test_a_folder_that_is_gone_comes_back(folder: Path) -> None:
    """As when git switches branches."""
    watcher = _watcher(folder)
    moved = folder.with_name("elsewhere")
    folder.rename(moved)
    assert str(folder / "lab.md") in watcher.look()
    moved.rename(folder)
    assert {str(folder / "lab.md"), str(folder / "inside" / "other.md")} <= watcher.look()


def test_a_file_that_changes_between_being_read_and_being_looked_at(folder: Path) -> None:
    """It is looked at from when it was read, which nobody could know before."""
    read: dict[str, str] = {}
    watcher = Watcher(lambda: read, tuple)
    for name, changes in (("lab.md", True), ("inside/other.md", False)):
        read[str(folder / name)] = fingerprint.state(folder / name)
        if changes:
            (folder / name).write_text("Other.")
    assert watcher.look() == {str(folder / "lab.md")}
    assert watcher.look() == set()


def test_a_folder_of_which_no_file_is_known_comes_back(folder: Path) -> None:
    """As when all lessons were away for a moment."""
    watcher = Watcher(dict, lambda: (str(folder),))
    moved = folder.with_name("elsewhere")
    folder.rename(moved)
    assert str(folder / "lab.md") in watcher.look()
    moved.rename(folder)
    assert str(folder / "lab.md") in watcher.look()


def test_importing_the_server_takes_no_library_that_is_not_pythons_own() -> None:
    """It starts at once, and nothing has to be installed for it."""
    program = (
        "import sys; from coursebuild import engine, model, config; before = set(sys.modules)\n"
        "import coursebuild.serve; new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(new - sys.stdlib_module_names - {'coursebuild'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
