"""A build needs sources and an output folder, and nothing else of the machine it runs on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import Workshop

LESSON = "---\ntitle: Lab\n---\n\n::: tip\nText.\n:::\n"
NOT_AS_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


def _shell(workshop: Workshop, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in which `cb` is the command."""
    return subprocess.run(
        ["bash", "-c", f'cb() {{ "{sys.executable}" -m coursebuild "$@"; }}; {script}'],  # noqa: S607
        cwd=workshop.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache"), **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="surrogateescape",
    )


def _two_lessons(workshop: Workshop) -> list[str]:
    workshop.write("course/a.md", LESSON)
    workshop.write("course/é.md", LESSON)
    return ["student/a.html", "student/é.html"]


def test_a_temporary_folder_that_does_not_exist(workshop: Workshop) -> None:
    """Another one is taken, which the programs that are started learn as well."""
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("--to", "html", "--quiet", TMPDIR=str(workshop.folder / "absent"), TEMP="", TMP="")
    assert (done.code, done.err, workshop.files()) == (0, "", ["student/lab.html"])
    assert [path.name for path in workshop.folder.iterdir() if path.name.startswith(".coursebuild")] == []


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "<&- >&-"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_closed_streams(workshop: Workshop, streams: str, jobs: str) -> None:
    """No file takes the place of a stream that is closed, and nothing is printed into a page."""
    files = _two_lessons(workshop)
    done = _shell(workshop, f"cb --to html --jobs {jobs} {streams}")
    assert (done.returncode, workshop.files()) == (0, files)
    assert "Traceback" not in done.stderr
    for file in files:
        assert workshop.html(Path(file).stem).startswith("<!DOCTYPE html>")


FULL = "coursebuild: standard output cannot be written: No space left on device"


@pytest.mark.parametrize(
    ("script", "status", "last"),
    [
        ("cb --to html > /dev/full", 1, FULL),
        ("cb --to html 2> /dev/full", 1, ""),
        ("cb --to html > /dev/full 2>&1", 1, ""),
        ("cb --to html --quiet | true; exit ${PIPESTATUS[0]}", 0, ""),
        ("cb --to html 2>&1 | true; exit ${PIPESTATUS[0]}", 0, ""),
        ("cb --to html --verbose 2> /dev/full", 1, ""),
    ],
)
def test_output_that_cannot_be_written(workshop: Workshop, script: str, status: int, last: str) -> None:
    """All documents are built. A full disk is said once, and a reader that has read enough is no failure."""
    files = _two_lessons(workshop)
    done = _shell(workshop, script)
    assert (done.returncode, workshop.files()) == (status, files)
    assert done.stderr.splitlines()[-1:] == ([last] if last else [])


@pytest.mark.parametrize("format_", ["text", "json", "github", "gitlab", "sarif"])
def test_a_report_that_cannot_be_written(workshop: Workshop, format_: str) -> None:
    """One line says so, and the exit status is 1; a reader that is gone decides nothing."""
    workshop.write("course/lab.md", f"{LESSON}\n![A plan](absent.png)\n")
    done = _shell(workshop, f"cb check --quiet --format {format_} > /dev/full")
    assert (done.returncode, done.stderr.splitlines()) == (1, [FULL])
    assert _shell(workshop, f"cb check -q --format {format_} | true; exit ${{PIPESTATUS[0]}}").returncode == 0


@pytest.mark.parametrize("arguments", ["--help", "--version", "explain", "cache info"])
def test_other_commands_say_what_they_could_not_print(workshop: Workshop, arguments: str) -> None:
    done = _shell(workshop, f"cb {arguments} > /dev/full")
    assert (done.returncode, done.stderr.splitlines()) == (1, [FULL])


@pytest.mark.parametrize("encoding", ["ascii", "utf-16"])
def test_an_encoding_that_lacks_characters(workshop: Workshop, encoding: str) -> None:
    """They are escaped or replaced; reports in JSON are ASCII."""
    files = _two_lessons(workshop)
    workshop.write("course/☃.md", f"{LESSON}\n![☃](☃.png)\n")
    done = _shell(workshop, "cb --to html", PYTHONIOENCODING=encoding)
    assert (done.returncode, workshop.files()) == (0, [*files, "student/☃.html"])
    for format_ in ("text", "json", "github", "gitlab", "sarif"):
        done = _shell(workshop, f"cb check --format {format_}", PYTHONIOENCODING=encoding)
        assert done.returncode == 0
        assert "Traceback" not in done.stderr
        if encoding != "utf-16" and format_ in ("json", "gitlab", "sarif"):
            assert done.stdout.isascii()


def test_an_interrupt_that_a_parent_ignores(workshop: Workshop) -> None:
    """As `nohup` and background jobs of scripts do."""
    files = _two_lessons(workshop)
    assert _shell(workshop, "trap '' INT; cb --to html --quiet & wait $!").returncode == 0
    assert workshop.files() == files


def test_a_current_folder_that_is_gone(workshop: Workshop) -> None:
    """One diagnostic; what needs no course works."""
    refused = _shell(workshop, "mkdir gone; cd gone; rmdir ../gone; cb --to html")
    assert (refused.returncode, refused.stderr.splitlines()[0]) == (
        2,
        ".: error[CB027]: it cannot be read: No such file or directory",
    )
    assert _shell(workshop, "mkdir gone; cd gone; rmdir ../gone; cb explain CB027").returncode == 0


def test_a_course_below_a_folder_whose_name_is_not_text(tmp_path: Path) -> None:
    """Its files are built, and the next build does not take them for those of a source that is gone."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xff"))
    folder.mkdir()
    workshop = Workshop(folder)
    workshop.write("course/lab.md", LESSON)
    script = "cb --quiet && cb && cb verify build"
    done = _shell(workshop, script)
    assert (done.returncode, workshop.files()) == (0, ["student/lab.html", "student/lab.pdf"])
    assert "removed" not in done.stderr


def test_a_source_whose_name_is_not_text(workshop: Workshop) -> None:
    """It is refused, and the others are built; a line break in a name is escaped where it is printed."""
    workshop.write("course/two\nlines.md", LESSON)
    workshop.write(os.fsdecode(b"course/a\xff.md"), LESSON)
    done = _shell(workshop, "cb --to html --quiet; cb --to html --force")
    assert done.stderr.startswith("course/a\\udcff.md: error[CB028]: the name is not UTF-8\n")
    assert (done.returncode, done.stdout) == (1, "build/student/two\\nlines.html\n")


@NOT_AS_ROOT
@pytest.mark.parametrize(
    ("name", "status", "message"),
    [
        ("coursebuild.toml", 2, "coursebuild.toml: error[CB001]: it cannot be read: "),
        ("templates", 1, "templates/: error[CB001]: it cannot be read: "),
        ("templates/icons", 1, "templates/icons/tip.svg: error[CB001]: it cannot be read: "),
        ("templates/icons/tip.svg", 1, "templates/icons/tip.svg: error[CB001]: it cannot be read: "),
        ("filters", 1, "filters/: error[CB001]: it cannot be read: "),
        ("course", 1, "course: error[CB001]: it cannot be read: "),
    ],
)
def test_what_may_not_be_read(workshop: Workshop, name: str, status: int, message: str) -> None:
    """One diagnostic names it."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("coursebuild.toml", "")
    workshop.write("templates/icons/tip.svg", "<svg/>")
    workshop.write("filters/mine.py", "")
    (workshop.folder / name).chmod(0)
    try:
        done = workshop.run("--to", "html", "--quiet")
    finally:
        (workshop.folder / name).chmod(0o755)
    assert (done.code, done.err.startswith(message)) == (status, True), done.err


@NOT_AS_ROOT
def test_a_folder_that_verify_may_not_read(workshop: Workshop) -> None:
    """It may hold anything."""
    workshop.write("course/lab.md", LESSON)
    workshop.run("--quiet")
    closed = workshop.folder / "build" / "student" / "closed"
    closed.mkdir(0)
    done = workshop.run("verify", "build")
    closed.chmod(0o755)
    assert (done.code, done.out.split(":")[0]) == (1, "build/student/closed")
