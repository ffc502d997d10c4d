"""Copied files that were exchanged, added or lost: `verify` refuses the folder."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from tampering import a_pdf, zipped
from workshop import Workshop

LESSON = """---
title: Ports
lang: en
---

Open [the values](data/values.csv), [the program](start.zip) and [the handout](handout.pdf).

::: {.correction .if correction="true"}
Port eighty, of course: browsers try it first. [All of it](tp1_corrige.py)
:::
"""
SENTENCE = "browsers try it first"
REPORTED = re.compile(r"^(\S+?): error\[(CB\d+)\]", re.MULTILINE)


def _start(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("src/main.py", text)
    return out.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("published"))
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/data/values.csv", "a;b\n")
    workshop.write("course/start.zip", _start("print(1)"))
    workshop.write("course/handout.pdf", a_pdf("Questions"))
    workshop.write("course/tp1_corrige.py", "print(80)\n")
    assert workshop.run("--to", "html", "--quiet").code == 0
    assert workshop.run("verify", "build").code == 0
    return workshop


@pytest.fixture
def published(built: Workshop, tmp_path: Path) -> Workshop:
    return built.copy(tmp_path)


def _verified(workshop: Workshop) -> set[tuple[str, str]]:
    done = workshop.run("verify", "build", "--quiet")
    found = set(REPORTED.findall(done.out))
    assert done.code == (1 if found else 0)
    return found


EXCHANGED = {
    "another text": ("data/values.csv", b"c;d\n", {"CB156"}),
    "nothing": ("data/values.csv", b"", {"CB156"}),
    "the correction": ("data/values.csv", SENTENCE.encode(), {"CB156", "CB175"}),
    "the correction in a zip": ("start.zip", zipped(SENTENCE), {"CB156", "CB173", "CB175"}),
    "a zip with a word's name": ("start.zip", zipped("nothing"), {"CB156", "CB173"}),
    "the correction in a PDF": ("handout.pdf", a_pdf(SENTENCE), {"CB156", "CB175"}),
    "a program": ("start.zip", b"MZ\x90\0\3", {"CB156", "CB176"}),
}


@pytest.mark.parametrize("way", EXCHANGED)
def test_an_exchanged_copy(published: Workshop, way: str) -> None:
    name, content, codes = EXCHANGED[way]
    published.write(f"build/student/{name}", content)
    assert _verified(published) == {(f"build/student/{name}", code) for code in codes}


@pytest.mark.parametrize(
    "name", ["data/more.csv", "start.zip.bak", "tp1_corrige.py", "data/.hidden", "x.pdf"]
)
def test_an_added_file(published: Workshop, name: str) -> None:
    """Also one that the correction links to: it is the instructor's."""
    published.write(f"build/student/{name}", b"a")
    assert _verified(published) == {(f"build/student/{name}", "CB152")}


def test_a_copy_that_is_missing(published: Workshop) -> None:
    (published.folder / "build/student/start.zip").unlink()
    assert _verified(published) == {("build/student/start.zip", "CB154")}


def test_a_link_in_the_place_of_a_copy(published: Workshop) -> None:
    copy = published.folder / "build/student/data/values.csv"
    copy.unlink()
    copy.symlink_to(published.folder / "course/data/values.csv")
    assert _verified(published) == {("build/student/data/values.csv", "CB153")}


def test_a_file_that_was_changed_since_the_build(published: Workshop) -> None:
    """The copy is the old one, and the new one would be refused."""
    published.write("course/data/values.csv", SENTENCE)
    assert _verified(published) == {
        ("build/student/data/values.csv", "CB156"),
        ("course/lab.md:6:19", "CB175"),
    }


def test_a_link_that_moved_into_the_correction(published: Workshop) -> None:
    """A build removes what an earlier one wrote in the same place."""
    assert published.run("--to", "html", "--quiet").code == 0
    published.write("course/lab.md", LESSON.replace("[the handout](handout.pdf)", "it"))
    assert _verified(published) == {("build/student/handout.pdf", "CB152")}
    assert "removed build/student/handout.pdf" in published.run("--to", "html").err
    assert _verified(published) == set()


def test_a_copied_pdf_makes_no_format(published: Workshop) -> None:
    """The course was built as HTML alone, and stays so."""
    assert (published.folder / "build/student/handout.pdf").exists()
    assert _verified(published) == set()


def test_the_students_folder_alone(published: Workshop) -> None:
    assert published.run("verify", "build/student", "--quiet").code == 0
    published.write("build/student/data/values.csv", SENTENCE)
    done = published.run("verify", "build/student", "--quiet")
    assert {code for _, code in REPORTED.findall(done.out)} == {"CB156", "CB175"}
