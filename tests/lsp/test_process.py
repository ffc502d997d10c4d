"""The server as a process: whatever the editor sends or does, it goes on or ends, with all it started."""

import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from editor import PATIENCE, Editor
from workshop import Workshop

LESSON = "---\ntitle: Lab\n---\n\nText\n"
SLIP = "---\ntitle: Lab\n---\n\nText\n::: correction\nAnswer\n:::\n"

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells of processes")


def _states() -> dict[int, tuple[str, int]]:
    """The state of each process, as proc(5) has it, and the process that started it."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent, *_ = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            found[int(path.parent.name)] = state, int(parent)
    return found


def _started_by(pid: int) -> set[int]:
    """The processes that a process has started, with those that these have started."""
    own = {child for child, (_, parent) in _states().items() if parent == pid}
    return own.union(*map(_started_by, own))


def _wait_for_the_end_of(pids: set[int]) -> None:
    """Wait until none of these processes runs; one that has ended may still be in the table (`Z`)."""
    deadline = time.monotonic() + PATIENCE
    while running := {pid for pid, (state, _) in _states().items() if pid in pids and state != "Z"}:
        assert time.monotonic() < deadline, running
        threading.Event().wait(0.02)


def _terminate(editor: Editor) -> int:
    editor.process.send_signal(signal.SIGTERM)
    return editor.ended()


def _kill(editor: Editor) -> int:
    editor.process.kill()
    return editor.ended()


def _exit_without_shutdown(editor: Editor) -> int:
    editor.tell("exit")
    return editor.ended()


@linux
@pytest.mark.parametrize(
    ("end", "status"),
    [
        (Editor.quit, 0),
        (_exit_without_shutdown, 1),
        (Editor.abandon, 1),
        (_terminate, 128 + signal.SIGTERM),
        (_kill, -signal.SIGKILL),
    ],
)
def test_the_end(tmp_path: Path, end: Callable[[Editor], int], status: int) -> None:
    """It ends with all of its processes, also in the midst of a check, and says nothing."""
    editor = Editor(tmp_path)
    editor.open("lab.md", SLIP)
    editor.diagnostics("lab.md")
    started = _started_by(editor.process.pid)
    assert started
    editor.change("lab.md", LESSON)
    assert end(editor) == status
    assert editor.errors == b""
    _wait_for_the_end_of(started)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor that has a folder without a course open."""
    with Editor(tmp_path_factory.mktemp("folder")) as editor:
        yield editor


def test_whatever_is_sent(editor: Editor) -> None:
    """What is no message, or of no use, is left out; the next message is answered."""
    for body in (b"\xff\xfe", b"{", b"[]", b'{"jsonrpc": "2.0", "method": "textDocument/didOpen"}'):
        editor.send(body)
    editor.tell("textDocument/didChange", textDocument={"uri": "untitled:x", "version": 2}, contentChanges=[])
    editor.tell("$/unknown")
    assert editor.ask_about("hover", "absent.md", position={"line": 9, "character": 9}) is None
    editor.open("lab.md", LESSON)
    assert editor.ask_about("hover", "lab.md", position={"line": 999, "character": 999}) is None
    for text, codes in (
        ("", ["CB003"]),
        ("\ufeff---\r\ntitle: Lab\r\n---\r\rA\u2028b\x0cc\r::: correction\rx\r:::\r", ["CB103"]),
        ("---\ntitle: Lab\n---\n\n\ud800 {.correction}\n", ["CB112"]),
        ("---\ntitle: [\n", ["CB004"]),
        (LESSON, []),
    ):
        editor.change("lab.md", text)
        assert [each["code"] for each in editor.diagnostics("lab.md")] == codes


def test_a_storm_of_changes(editor: Editor) -> None:
    """Of 200 changes without a pause, a few texts are checked, and what is shown is that of the last."""
    editor.open("storm.md", LESSON)
    editor.diagnostics("storm.md")
    before = editor.published
    for n in range(200):
        editor.change("storm.md", f"{SLIP}{'word ' * n}\n")
    [found] = editor.diagnostics("storm.md")
    assert found["code"] == "CB103"
    assert editor.published - before < 100
    editor.change("storm.md", LESSON)
    assert editor.diagnostics("storm.md") == []


def test_a_lesson_that_is_no_more_on_the_disk(editor: Editor) -> None:
    """Nor its folder: what is in the editor is checked all the same."""
    path = Workshop(editor.folder).write("removed/lab.md", LESSON)
    editor.open("removed/lab.md", LESSON)
    assert editor.diagnostics("removed/lab.md") == []
    path.unlink()
    path.parent.rmdir()
    editor.change("removed/lab.md", SLIP)
    assert [each["code"] for each in editor.diagnostics("removed/lab.md")] == ["CB103"]


def test_a_folder_that_is_no_more_there(tmp_path: Path) -> None:
    """Nor the one that the server was started in, as after the switch of a branch."""
    workshop = Workshop(tmp_path / "branch")
    workshop.write("coursebuild.toml", 'title = "Networks"\n')
    with Editor(tmp_path / "branch", cache=tmp_path / "cache") as editor:
        editor.open("course/lab.md", LESSON)
        editor.diagnostics("course/lab.md")
        shutil.rmtree(tmp_path / "branch")
        editor.change("course/lab.md", SLIP)
        assert [each["code"] for each in editor.diagnostics("course/lab.md")] == ["CB103"]


def test_a_long_text(editor: Editor) -> None:
    """It is not read while the editor waits, and other texts are checked meanwhile."""
    words = f"{'word ' * 15}\n\n" * 15_000
    editor.open("long.md", f"{LESSON}\n{words}\n# Last\n")
    assert editor.ask_about("documentSymbol", "long.md") == []
    editor.open("short.md", SLIP)
    assert [each["code"] for each in editor.diagnostics("short.md")] == ["CB103"]


FILTER = """\
import os
import time

print("to standard output")
os.write(1, b"to its descriptor")
assert os.path.exists("coursebuild.toml")


def transform(doc):
    while "endless" in doc.metadata:
        time.sleep(1)
    return doc
"""


def test_a_filter_of_the_author_s(tmp_path: Path) -> None:
    """It runs elsewhere, in its course's folder: what it prints is no answer, nor is its end waited for."""
    workshop = Workshop(tmp_path / "networks")
    workshop.write("coursebuild.toml", 'filters = ["own"]\n')
    workshop.write("filters/own.py", FILTER)
    editor = Editor(tmp_path)
    editor.open("networks/course/lab.md", "---\ntitle: Lab\nendless: true\n---\n\n[x](absent.md)\n")
    assert editor.diagnostics("networks/course/lab.md") == []  # before filters run
    editor.change("networks/course/lab.md", "---\ntitle: Lab\n---\n\n[x](absent.md)\n")
    found = editor.diagnostics("networks/course/lab.md", bool)
    assert [each["code"] for each in found] == ["CB172"]
    assert editor.quit() == 0
    assert b"to its descriptor" in editor.errors
    assert b"Traceback" not in editor.errors


@pytest.mark.parametrize("arguments", [(), ("--untrusted",)])
def test_a_checkout_of_a_stranger_s(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Its filters are not run, and its settings not used, by an option of the editor's or of the command."""
    workshop = Workshop(tmp_path / "checkout")
    workshop.write("coursebuild.toml", 'filters = ["own"]\nignore = ["CB172"]\n')
    workshop.write("filters/own.py", f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    options = {} if arguments else {"untrusted": True}
    with Editor(tmp_path / "checkout", *arguments, cache=tmp_path / "cache", **options) as editor:
        editor.open("course/lab.md", f"{LESSON}[x](absent.md)\n")
        found = editor.diagnostics("course/lab.md", bool)
        assert [each["code"] for each in found] == ["CB172"]
    assert not (tmp_path / "ran").exists()
