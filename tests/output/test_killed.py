"""A build that is killed at any moment leaves each file as it was or complete, and nothing to the next build.

It is killed before, in and after each of its writes with THOROUGH set, and otherwise at a sample of them.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild.runtime import atomic

STEP = 1 if "THOROUGH" in os.environ else 19  # each moment, or one of so many
MOMENTS = ("opened", "half", "complete", "renamed")
MOST_WRITES = 30

# Runs a build that kills itself at a moment of its nth write; its first two arguments are these.
KILLED = """
import os, signal, sys
from pathlib import Path

moment, number, writes = sys.argv.pop(1), int(sys.argv.pop(1)), 0
fdopen, replace = os.fdopen, Path.replace

def reach(this):
    if (this, writes) == (moment, number):
        os.kill(os.getpid(), signal.SIGKILL)

class File:
    def __init__(self, file):
        self.file = file
    def write(self, content):
        self.file.write(content[: len(content) // 2])
        self.file.flush()
        reach("half")
        self.file.write(content[len(content) // 2 :])
    def __getattr__(self, name):
        return getattr(self.file, name)

def opened(descriptor, mode):
    global writes
    writes += 1
    reach("opened")
    return File(fdopen(descriptor, mode))

def renamed(path, target):
    reach("complete")
    replace(path, target)
    reach("renamed")

os.fdopen, Path.replace = opened, renamed
from coursebuild.__main__ import main
main()
"""
LESSON = "---\ntitle: Lab\n---\n\n{}, 🐳.\n\n::: correction\nFor instructors.\n:::\n"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no process is killed there")


def _written(workshop: Workshop) -> dict[str, bytes]:
    return {name: (workshop.folder / "build" / name).read_bytes() for name in workshop.files()}


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of two versions of the lesson, each built without a cache."""
    built = []
    for text in ("Former", "New"):
        workshop = Workshop(tmp_path_factory.mktemp(text))
        workshop.write("course/lab.md", LESSON.format(text))
        assert workshop.run("--all", "--quiet").code == 0
        built.append(_written(workshop))
    former, new = built
    assert len(former) == 4
    assert all(former[name] != new[name] for name in new)
    return former, new


def _left(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob(f"{atomic.PREFIX}*")]


@pytest.mark.parametrize(
    ("moment", "number"),
    [(moment, number) for number in range(1, MOST_WRITES + 1) for moment in MOMENTS][::STEP],
)
def test_killed_at_a_write(
    workshop: Workshop, versions: tuple[dict[str, bytes], dict[str, bytes]], moment: str, number: int
) -> None:
    """Of a page, of a cache or of a record; the next build makes what a first one makes."""
    former, new = versions
    bytecode = {"PYTHONPYCACHEPREFIX": str(workshop.folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    workshop.write("course/lab.md", LESSON.format("Former"))
    assert workshop.run("--all", "--quiet").code == 0
    workshop.write("course/lab.md", LESSON.format("New"))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(number), "--all", "--quiet", "--jobs", "1"],
        cwd=workshop.folder,
        env={**os.environ, **bytecode, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")},
        capture_output=True,
        check=False,
        text=True,
    )
    if killed.returncode == 1:  # each worker was killed at its nth write, and the command was not
        assert killed.stderr.startswith("course/lab.md: error[CB030]: ")
    else:
        assert killed.returncode in (-signal.SIGKILL, 0)  # 0 if there are fewer writes
    files = _written(workshop)
    assert {name for name in former if files.get(name) not in (former[name], new[name])} == set()
    done = workshop.run("--all", "--quiet", **bytecode)
    assert (done.code, done.err, _written(workshop)) == (0, "", new)
    assert workshop.run("verify", "build", "--quiet").code == 0
    assert _left(workshop.folder) == []


def test_a_build_has_no_more_writes(workshop: Workshop) -> None:
    """Than those that are tried, and at least the files and records."""
    program = KILLED.replace("main()\n", "import atexit; atexit.register(lambda: print(writes)); main()\n")
    workshop.write("course/lab.md", LESSON.format("New"))
    done = subprocess.run(
        [sys.executable, "-c", program, "none", "0", "--all", "--quiet", "--jobs", "1"],
        cwd=workshop.folder,
        env={
            **os.environ,
            "PYTHONPYCACHEPREFIX": str(workshop.folder / "bytecode"),
            "PYTHONDONTWRITEBYTECODE": "",
            "COURSEBUILD_CACHE": str(workshop.folder / ".cache"),
        },
        capture_output=True,
        check=True,
    )
    assert 9 < int(done.stdout.splitlines()[-1]) <= MOST_WRITES


def test_what_was_left_elsewhere_is_removed(workshop: Workshop) -> None:
    """By a build that has nothing to do; until then, `verify` says what it is."""
    workshop.write("course/en/lab.md", LESSON.format("New"))
    assert workshop.run("--quiet").code == 0
    for folder in ("build", "build/student", "build/student/en"):
        workshop.write(f"{folder}/{atomic.PREFIX}0123", "half")
    said = workshop.run("verify", "build", "--quiet").out
    assert said.count("an interrupted build left it; the next build removes it") == 3
    assert workshop.run().out == ""
    assert _left(workshop.folder) == []
    assert workshop.run("verify", "build", "--quiet").code == 0
