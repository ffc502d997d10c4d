"""A command that is told to end leaves no process behind it, whatever it was doing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from workshop import Workshop

NEVER_ENDS = "---\ntitle: Never\n---\n\n" + "[" * 20_000  # for pandoc

ENDED = {  # the exit status, and what is printed last
    signal.SIGINT: (130, "interrupted"),
    signal.SIGTERM: (143, "ended by SIGTERM"),
    signal.SIGHUP: (129, "ended by SIGHUP"),
    signal.SIGKILL: (-signal.SIGKILL, None),
}


def _left(session: int) -> dict[int, tuple[str, str]]:
    """The processes of a session, with their names and states (proc(5))."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                name, _, fields = (folder / "stat").read_text().partition("(")[2].rpartition(")")
            except OSError:  # it has ended meanwhile
                continue
            state, _, _, of, *_ = fields.split()
            if int(of) == session:
                found[int(folder.name)] = (name, state)
    return found


def _wait_for_pandoc(session: int) -> None:
    deadline = time.monotonic() + 30
    while not any(name == "pandoc" for name, _ in _left(session).values()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is read")
@pytest.mark.parametrize("number", ENDED)
@pytest.mark.parametrize("documents", [1, 4])
def test_no_process_is_left(workshop: Workshop, number: signal.Signals, documents: int) -> None:
    """Pandoc is at work, in the command or in a worker. What was killed itself cannot wait for others.

    What is printed last names the first document that is not built.
    """
    for name in range(documents):
        workshop.write(f"course/{name}.md", NEVER_ENDS)
    command = subprocess.Popen(
        [sys.executable, "-m", "coursebuild", "--jobs", "2"],
        cwd=workshop.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _wait_for_pandoc(command.pid)
    command.send_signal(number)
    _, errors = command.communicate(timeout=30)
    status, last = ENDED[number]
    assert command.returncode == status
    if last:
        more = f" and {documents - 1} more" if documents > 1 else ""
        assert errors.decode().strip() == f"{last}: course/0.md{more} not built"
        assert _left(command.pid) == {}
        return
    deadline = time.monotonic() + 10
    while [state for _, state in _left(command.pid).values() if state != "Z"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_an_ignored_signal_stays_ignored(workshop: Workshop, number: signal.Signals) -> None:
    """As with nohup, or in the background of a script."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    program = (
        "import os, signal, sys\n"
        f"signal.signal({int(number)}, signal.SIG_IGN)\n"
        "os.execv(sys.executable, [sys.executable, '-c', sys.argv[1]])\n"
    )
    building = (
        "import os, coursebuild.engine\n"
        "from coursebuild.__main__ import main\n"
        "build = coursebuild.engine.build\n"
        "def signalled(*arguments, **named):\n"
        f"    os.kill(os.getpid(), {int(number)})\n"
        "    return build(*arguments, **named)\n"
        "coursebuild.engine.build = signalled\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, building],
        cwd=workshop.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert workshop.files() == ["student/lab.html", "student/lab.pdf"]
