"""`build --encrypt`: the instructors' PDFs have a password, and no other file of theirs is left."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import terminal
from workshop import Done, Workshop, page_texts

PASSWORD, ANOTHER = "sésame, ouvre-toi", "another password"
LESSON = """---
title: Lab
---

For everybody.

::: {.correction .if correction="true"}
The hidden answer, spelt out, and [a file](answer.csv).
:::
"""


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/answer.csv", "forty,two\n")
    return workshop


def _encrypted(course: Workshop, *arguments: str, password: str = PASSWORD) -> Done:
    return course.run("--all", "--encrypt", *arguments, COURSEBUILD_PASSWORD=password)


def _opens(path: Path, password: str) -> bool:
    try:
        with pikepdf.open(path, password=password):
            return True
    except pikepdf.PasswordError:
        return False


def test_only_the_pdfs_with_corrections_are_encrypted_and_nothing_else_has_any(course: Workshop) -> None:
    """Also what a former build wrote without a password is gone, and what an index would search."""
    course.write("coursebuild.toml", "index = true\n")
    course.run("--all", "--to", "html", "--to", "pdf", "--to", "docx")
    assert {"instructor/answer.csv", "instructor/search.js"} <= {*course.files(index=True)}
    done = _encrypted(course)
    assert done.code == 0, done.err
    assert "with corrections, only PDFs are written" in done.err
    assert course.files() == ["instructor/lab.pdf", "student/lab.docx", "student/lab.html", "student/lab.pdf"]
    assert "instructor/search.js" not in course.files(index=True)
    locked = course.folder / "build/instructor/lab.pdf"
    assert not _opens(locked, "")
    assert _opens(course.folder / "build/student/lab.pdf", "")
    with pikepdf.open(locked, password=PASSWORD) as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.allow.accessibility
    with pypdfium2.PdfDocument(locked, password=PASSWORD) as pdf:
        assert "The hidden answer" in page_texts(pdf)[0]
    assert b"hidden answer" not in locked.read_bytes()
    _nothing_is_written_but_for_another_password(course, locked)
    _verify_tries_the_password(course, locked)


def _nothing_is_written_but_for_another_password(course: Workshop, locked: Path) -> None:
    before = locked.read_bytes()
    assert "1 unchanged" in _encrypted(course).err
    assert locked.read_bytes() == before
    assert _encrypted(course, password=ANOTHER).code == 0
    assert _opens(locked, ANOTHER)
    assert not _opens(locked, PASSWORD)


def _verify_tries_the_password(course: Workshop, locked: Path) -> None:
    assert course.run("verify", "build", COURSEBUILD_PASSWORD=ANOTHER).code == 0
    wrong = course.run("verify", "build", COURSEBUILD_PASSWORD=PASSWORD)
    assert wrong.code == 1
    assert "build/instructor/lab.pdf: error[CB268]: it does not open with this password" in wrong.out
    latin = course.run("verify", "build", COURSEBUILD_PASSWORD=os.fsdecode(b"s\xe9same"))
    assert "build/instructor/lab.pdf: error[CB268]: the password is not UTF-8" in latin.out
    missing = course.run("verify", "build")
    assert missing.code == 2
    assert "set COURSEBUILD_PASSWORD" in missing.err
    course.write("build/instructor/other.pdf", (course.folder / "build/student/lab.pdf").read_bytes())
    beside = course.run("verify", "build", COURSEBUILD_PASSWORD=ANOTHER)
    assert "build/instructor/other.pdf: error[CB268]: it opens without a password" in beside.out
    course.write("build/instructor/other.pdf", locked.read_bytes()[:200])
    course.write("build/instructor/lab.html", b"The hidden answer")
    course.write("build/instructor/.gitkeep", b"")
    beside = course.run("verify", "build", COURSEBUILD_PASSWORD=ANOTHER)
    assert "build/instructor/other.pdf: error[CB268]: it is damaged" in beside.out
    assert "BytesIO" not in beside.out
    assert "build/instructor/lab.html: error[CB289]: it can be read without a password" in beside.out
    assert beside.out.count("error[") == 2
    course.folder.joinpath("build/instructor/lab.html").unlink()
    course.write("build/student/lab.pdf", locked.read_bytes())
    students = course.run("verify", "build/student")
    assert students.code == 1
    assert "build/student/lab.pdf: error[CB153]: it is encrypted" in students.out


def test_other_files_are_written_where_that_is_asked_for(course: Workshop) -> None:
    assert _encrypted(course, "--plain-too").code == 0
    assert course.files() == [
        "instructor/answer.csv",
        "instructor/lab.html",
        "instructor/lab.pdf",
        "student/lab.html",
        "student/lab.pdf",
    ]
    assert not _opens(course.folder / "build/instructor/lab.pdf", "")
    assert course.run("verify", "build", COURSEBUILD_PASSWORD=PASSWORD).code == 0
    assert course.run("--all").code == 0
    assert _opens(course.folder / "build/instructor/lab.pdf", "")


def test_a_lesson_that_fails_leaves_nothing_that_can_be_read(course: Workshop) -> None:
    """What has no password is removed, but for what others have changed."""
    course.write("course/other.md", LESSON)
    course.run("--correction")
    unclosed = LESSON.removesuffix(":::\n")
    course.write("course/lab.md", unclosed)
    assert _encrypted(course, "course/lab.md").code == 1
    assert course.files() == ["instructor/answer.csv", "instructor/other.html", "instructor/other.pdf"]
    course.write("build/instructor/answer.csv", "forty,two,changed\n")
    done = _encrypted(course)
    assert "build/instructor/answer.csv: error[CB289]: it can be read without a password" in done.err
    assert {*course.files()} - {"student/other.html", "student/other.pdf"} == {
        "instructor/answer.csv",
        "instructor/other.pdf",
    }
    course.write("course/other.md", unclosed)
    assert _encrypted(course).code == 1
    assert not _opens(course.folder / "build/instructor/other.pdf", "")


@pytest.mark.parametrize(
    ("arguments", "password", "message"),
    [
        (["--encrypt"], PASSWORD, "--encrypt needs an edition that shows corrections"),
        (["--all", "--plain-too"], PASSWORD, "--plain-too needs --encrypt"),
        (["--all", "--encrypt", "--to", "html"], PASSWORD, "--encrypt needs PDFs"),
        (["--all", "--encrypt"], "short", "at least 8 characters"),
        (["--all", "--encrypt"], "", "at least 8 characters"),
        (["--all", "--encrypt"], "long" * 32, "more than 127 bytes"),
        (["--all", "--encrypt"], os.fsdecode(b"s\xe9same, ouvre-toi"), "cannot be typed"),
        (["--all", "--encrypt"], "with a\nline break", "cannot be typed"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_built(
    course: Workshop, arguments: list[str], password: str, message: str
) -> None:
    done = course.run(*arguments, COURSEBUILD_PASSWORD=password)
    assert done.code == 2
    assert message in done.err
    assert course.files() == []


def test_without_a_terminal_and_a_variable_there_is_no_password(course: Workshop) -> None:
    done = course.run("--all", "--encrypt")
    assert done.code == 2
    assert "set COURSEBUILD_PASSWORD" in done.err


def test_the_terminal_asks_twice_and_shows_nothing(course: Workshop) -> None:
    outer, inner = pty.openpty()
    environment = {**os.environ, "COURSEBUILD_CACHE": str(course.folder / ".cache")}
    command = [sys.executable, "-m", "coursebuild", "--correction", "--to", "pdf", "--encrypt"]
    with subprocess.Popen(
        command, cwd=course.folder, env=environment, stdin=inner, stdout=inner, stderr=inner
    ) as process:
        os.close(inner)
        terminal.answer(outer, b"Password of the PDFs: ", f"{PASSWORD}\n")
        terminal.answer(outer, b"Repeat for confirmation: ", f"{PASSWORD}\n")
        printed = terminal.until(outer, b"in ")
        assert process.wait(60) == 0, printed
    assert PASSWORD.encode() not in printed
    assert _opens(course.folder / "build/instructor/lab.pdf", PASSWORD)
