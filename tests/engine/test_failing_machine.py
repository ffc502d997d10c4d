"""Interrupts, short memory and full disks: what fails is said, and nothing wrong is kept."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from workshop import Workshop

LESSON = "---\ntitle: Lab\n---\n\nA ![picture](p.svg).\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="40" height="20"/></svg>'
MOUNT, UMOUNT = shutil.which("mount") or "", shutil.which("umount") or ""

# Runs a build in which an image is drawn after something else has happened.
WHILE_DRAWING = """
import errno
from coursebuild.pdf import weasy
weasy.load()
import weasyprint.svg
draw = weasyprint.svg.SVG.draw
def drawn(*arguments):
    {happens}
    draw(*arguments)
weasyprint.svg.SVG.draw = drawn
from coursebuild.__main__ import main
main()
"""
INTERRUPT = "raise KeyboardInterrupt"
NO_MEMORY = "raise MemoryError"
NO_DISK = "raise OSError(errno.EIO, 'Input/output error')"


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/p.svg", SVG)
    return workshop


@pytest.fixture
def expected(course: Workshop) -> dict[str, bytes]:
    """The files of a build with a cache of its own."""
    assert course.run("--quiet", COURSEBUILD_CACHE=str(course.folder / "other")).code == 0
    files = _files(course)
    shutil.rmtree(course.folder / "build")
    return files


def _files(workshop: Workshop) -> dict[str, bytes]:
    return {name: (workshop.folder / "build" / name).read_bytes() for name in workshop.files()}


@pytest.mark.parametrize(
    ("happens", "code", "says"),
    [
        pytest.param(INTERRUPT, 130, "interrupted", id="interrupt"),
        pytest.param(NO_MEMORY, 1, "course/lab.md: error[", id="memory"),
        pytest.param(NO_DISK, 0, "course/lab.md: warning[CB209]: in print: Failed to render", id="disk"),
    ],
)
def test_drawing_fails_once(
    course: Workshop, expected: dict[str, bytes], happens: str, code: int, says: str
) -> None:
    """WeasyPrint leaves the image out; the file is not kept, and the next build is as a first one."""
    program = WHILE_DRAWING.format(happens=happens)
    done = subprocess.run(
        [sys.executable, "-c", program, "--quiet", "--jobs", "1"],
        cwd=course.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(course.folder / ".cache")},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stderr.strip()[: len(says)]) == (code, says)
    again = course.run("--quiet")
    assert (again.code, again.err) == (0, "")
    assert _files(course) == expected


def test_a_warning_that_stays_is_kept_for_each_lesson(workshop: Workshop) -> None:
    """Of a page that two lessons share, whether it is printed, cached or unchanged."""
    workshop.write("templates/print.css", "p { colour: red }\n")
    for name in ("a", "b"):
        workshop.write(f"course/{name}.md", "---\ntitle: Lab\n---\n\nText.\n")
    for call in (["--force"], ["--all"], ["--all"]):
        done = workshop.run(*call, "--to", "pdf")
        names = {line.partition(":")[0] for line in done.err.splitlines() if "warning[CB209]" in line}
        assert names == {"course/a.md", "course/b.md"}
    assert done.out == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str, str], None]]:
    """Mount an empty disk on a folder."""
    mounted: list[Path] = []

    def mount(name: str, size: str) -> None:
        path = tmp_path / name
        path.mkdir()
        command = [MOUNT, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)]
        if not MOUNT or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this user cannot mount a disk")
        mounted.append(path)

    yield mount
    for path in mounted:
        subprocess.run([UMOUNT, str(path)], check=True)


@pytest.mark.parametrize("size", ["4k", "60k", "300k"])
def test_the_disk_of_the_cache_is_full(
    course: Workshop, expected: dict[str, bytes], small_disk: Callable[[str, str], None], size: str
) -> None:
    """Nothing is said, and the files are the same; again and again."""
    small_disk(".cache", size)
    for _ in range(2):
        done = course.run("--force", "--quiet")
        assert (done.code, done.err, _files(course)) == (0, "", expected)


def test_the_disk_of_the_output_is_full(
    course: Workshop, expected: dict[str, bytes], small_disk: Callable[[str, str], None]
) -> None:
    """Each file that cannot be written is named; its former one stays, and nothing else."""
    small_disk("build", "72k")
    assert len(expected["student/lab.html"]) > 36_000  # so that there is no space for two of them
    assert course.run("--quiet").code == 0
    course.write("course/lab.md", LESSON.replace("A ", "Another "))
    done = course.run("--quiet")
    assert done.code == 1
    assert "lab.html: error[CB007]: it cannot be written: No space left on device" in done.err
    assert sorted(_files(course)) == ["student/lab.html", "student/lab.pdf"]
    assert _files(course)["student/lab.html"] == expected["student/lab.html"]


def test_a_font_cannot_be_read(workshop: Workshop) -> None:
    """A character that it may have is not taken for one that no font has, then or later."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nA 🐳.\n")
    program = (
        "import fontTools.ttLib\n"
        "def fail(path, **_):\n    raise OSError(24, 'Too many open files', str(path))\n"
        "TTFont, fontTools.ttLib.TTFont = fontTools.ttLib.TTFont, fail\n"
        "from coursebuild.__main__ import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--quiet", "--jobs", "1"],
        cwd=workshop.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1
    assert "error[CB013]: a font cannot be read: Too many open files" in done.stderr
    assert workshop.run("--quiet").err == ""
