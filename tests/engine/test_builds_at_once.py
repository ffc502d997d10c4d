"""Two processes that build one course into one folder."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild import config, engine
from coursebuild.model import STUDENT, BuildOptions, Diagnostic, Format


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    for name in ("first", "second"):
        workshop.write(f"course/{name}.md", f"---\ntitle: The {name} lesson\n---\n\nA text.\n")
    return workshop


def _index(course: Workshop) -> str:
    return (course.folder / "build/student/index.html").read_text(encoding="utf-8")


def test_a_build_waits_for_the_one_before(course: Workshop) -> None:
    """It says so, and writes nothing before."""
    build = course.folder / "build"
    build.mkdir()
    descriptor = os.open(build, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with subprocess.Popen(
        [sys.executable, "-m", "coursebuild", "--to", "html"],
        cwd=course.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(course.folder / ".cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        assert process.stderr.readline() == "waiting for another build into build\n"
        assert [*build.iterdir()] == []
        os.close(descriptor)
        process.communicate()
    assert process.returncode == 0
    assert "The second lesson" in _index(course)


def test_what_two_builds_have_mixed_is_made_again(course: Workshop) -> None:
    """Where no folder can be locked, a build may save its record of pages over that of the other one."""
    course.run("--to", "html", "course/first.md")
    (record,) = (course.folder / ".cache/records").iterdir()
    before = record.read_bytes()
    course.write("course/first.md", "---\ntitle: It has changed\n---\n\nA text.\n")
    course.run("--to", "html")
    record.write_bytes(before)
    done = course.run("--to", "html")
    assert (done.code, "2 unchanged" in done.err) == (0, True)
    assert "It has changed" in _index(course)
    assert "The second lesson" in _index(course)


def test_a_page_that_changes_before_the_index_is_made(
    course: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index lacks it, which is said, and the next build repairs both."""
    monkeypatch.chdir(course.folder)
    monkeypatch.setenv("COURSEBUILD_CACHE", str(course.folder / ".cache"))
    session = engine.Session.load(course.folder)
    locations, _ = config.locate(session.course, (), Path("build"))
    options = BuildOptions((STUDENT,), (Format.HTML,), {}, fetch=False, jobs=1)
    destination = engine.Destination(Path("build"), lessons=locations)
    found: list[Diagnostic] = []
    for event in engine.build(session, locations, options, destination):
        if isinstance(event, engine.Built) and event.location.name.endswith("second.md"):
            course.write("build/student/second.html", "written by another program")
        found += event.diagnostics if isinstance(event, engine.Diagnosed) else ()
    assert [(each.path, each.code) for each in found] == [("build/student/second.html", "CB290")]
    assert 'href="second.html"' not in _index(course)
    assert course.run("--to", "html").code == 0
    assert 'href="second.html"' in _index(course)
