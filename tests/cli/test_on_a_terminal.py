"""What a terminal shows of a build, and how one is interrupted."""

import os
import pty
import re
import signal
import subprocess
import sys
import time

from workshop import Workshop

LESSON = "---\ntitle: Lab\n---\n\nText.\n"


def _on_a_terminal(workshop: Workshop, *, also_names: bool = False, **environment: str) -> str:
    """What a terminal gets of a build: standard error, and with `also_names` standard output too."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "coursebuild", "--to", "html"],
        cwd=workshop.folder,
        stdin=subprocess.DEVNULL,
        stdout=follower if also_names else subprocess.PIPE,
        stderr=follower,
        env={**os.environ, "TERM": "xterm-256color", **environment},
    )
    os.close(follower)
    output = b""
    try:
        while part := os.read(leader, 4096):
            output += part
    except OSError:  # Linux raises this when the other side is closed
        pass
    os.close(leader)
    process.communicate()
    return output.decode()


def test_progress_bar_and_colours(workshop: Workshop) -> None:
    """Only a terminal gets a progress bar and colours; NO_COLOR turns colours off."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/bad.md", "")
    output = _on_a_terminal(workshop)
    assert "Building" in output
    assert "\x1b[31m" in output
    plain = _on_a_terminal(workshop, NO_COLOR="1")
    assert "error[CB003]" in plain
    assert "\x1b[31m" not in plain
    assert "\x1b" not in workshop.run("--to", "html").err


def test_names_of_files_have_lines_of_their_own(workshop: Workshop) -> None:
    """The bar is taken away before each, and at the end the summary is the only other line."""
    names = [f"lab{number}" for number in range(4)]
    for name in names:
        workshop.write(f"course/{name}.md", LESSON)
    lines = _on_a_terminal(workshop, also_names=True).split("\r\n")
    shown = [line.rpartition("\x1b[2K")[2].rpartition("\r")[2] for line in lines]
    written = [*(f"{name}.html" for name in names), "index.html", "search.js"]
    assert [line for line in shown if "build/" in line] == [f"build/student/{name}" for name in written]
    assert any(" of 4" in line for line in lines)
    assert [line for line in shown if line.startswith("4 documents, 6 files in ")] != []


def test_ctrl_c(workshop: Workshop) -> None:
    """Exit status 130, and one line says what was not built; no incomplete file remains."""
    for n in range(30):
        workshop.write(f"course/lab{n}.md", LESSON)
    process = subprocess.Popen(
        [sys.executable, "-m", "coursebuild"],
        cwd=workshop.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    last = errors.decode().splitlines()[-1]
    assert re.fullmatch(r"interrupted: course/lab\d+\.md and \d+ more not built", last)
    assert b"Traceback" not in errors
    time.sleep(0.2)
    assert [name for name in workshop.files() if not name.endswith((".html", ".pdf"))] == []
