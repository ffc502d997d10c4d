"""`coursebuild verify --accessibility`: the reports that an institution files."""

import json
import os
import shutil
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild.accessibility import Outcome, html

PASSWORD, ANOTHER = "sésame, ouvre-toi", "another password"
LESSON = "---\ntitle: A lesson\nlang: en\n---\n\n# Part\n\nRead [here](https://example.org/).\n"
CORRECTED = LESSON + "\n::: exercise\nSay it.\n:::\n\n::: correction\nForty-two.\n:::\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("reports"))
    workshop.write("coursebuild.toml", 'title = "Systèmes"\nlang = "fr"\n')
    workshop.write("course/lab.md", CORRECTED)
    assert workshop.run("--all", "--quiet").code == 0
    return workshop


@pytest.fixture
def workshop(built: Workshop, tmp_path: Path) -> Workshop:
    shutil.copytree(built.folder, tmp_path / "course")
    return Workshop(tmp_path / "course")


def test_a_report_in_each_format(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """All files of both editions are in it, and what a person has to judge; its day is the build's."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")
    reports = [option for suffix in ("html", "json", "txt") for option in ("--report", f"out/r.{suffix}")]
    done = workshop.run("verify", "--accessibility", *reports)
    assert done.code == 0
    assert done.out.count("warning[CB274]: the text of a link does not say where it leads (2.4.4)") == 2
    folder = workshop.folder / "out"
    report = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    assert report["date"] == "2026-12-01"
    names = [each["file"] for each in report["files"] if each["file"].endswith(("lab.html", "lab.pdf"))]
    assert names == ["instructor/lab.html", "instructor/lab.pdf", "student/lab.html", "student/lab.pdf"]
    assert report["programs"].keys() >= {"coursebuild", "page-validation"}
    levels = [each["level"] for each in report["criteria"]]
    assert (levels.count("A"), levels.count("AA")) == (31, 24)
    validated = [
        each["number"] for each in report["checkpoints"] if each["validators"] == ["page-validation"]
    ]
    assert (len(report["checkpoints"]), len(validated)) == (31, 19)
    assert sum(bool(each["person"]) for each in report["checkpoints"]) == 21
    (shortcuts,) = (each for each in report["criteria"] if each["number"] == "2.1.4")
    assert (shortcuts["checks"], "se désactivent" in shortcuts["made"]) == ([], True)
    text = (folder / "r.txt").read_text(encoding="utf-8")
    assert "31 points de contrôle et 136 conditions, dont 47 demandent une personne" in text
    assert "cite des passages, et n\u2019est pas pour les étudiants." in text
    assert "☐ oui ☐ non ☐ sans objet" in text
    page = (folder / "r.html").read_bytes()
    results = list(html.examine(page))
    assert [each.name for each in results if each.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL)] == []


def test_a_report_of_students_files_names_no_other(workshop: Workshop) -> None:
    """It has no word of instructors, and may be given to anybody."""
    done = workshop.run("verify", "--accessibility", "build/student", "--report", "r.txt")
    assert done.code == 0
    text = (workshop.folder / "r.txt").read_text(encoding="utf-8")
    assert "instructor" not in text
    assert "corrigés" not in text


def test_a_file_that_fails(workshop: Workshop) -> None:
    """The command fails, and says what is wrong, where, and by which criterion."""
    path = workshop.folder / "build" / "student" / "lab.html"
    path.write_text(workshop.html().replace("</main>", "\n<img src='data:,'>\n</main>"), encoding="utf-8")
    (workshop.folder / "build" / "student" / "lab.pdf").write_bytes(b"%PDF-1.7 and no more")
    done = workshop.run("verify", "--accessibility", "build/student")
    assert done.code == 1
    assert ": error[CB273]: an image has no alternative text (1.1.1): `<img src=" in done.out
    assert "lab.pdf: error[CB273]: the file cannot be read: It is damaged" in done.out


def test_encrypted_pdfs_are_examined_with_their_password(workshop: Workshop) -> None:
    """Assistive technology may read what coursebuild encrypts. Without the password, nothing can be said."""
    assert workshop.run("--all", "--encrypt", "--quiet", COURSEBUILD_PASSWORD=PASSWORD).code == 0
    call = ("verify", "--accessibility", "build/instructor", "--report", "r.json")
    done = workshop.run(*call, COURSEBUILD_PASSWORD=PASSWORD)
    assert done.code == 0
    files = json.loads((workshop.folder / "r.json").read_text(encoding="utf-8"))["files"]
    (results,) = (each["results"] for each in files if each["file"] == "lab.pdf")
    outcomes = {each["check"]: each["outcome"] for each in results}
    assert (outcomes["pdf-encryption"], outcomes["page-validation"]) == ("passed", "passed")
    assert "lab.pdf: error[CB273]: the file cannot be read: It is encrypted: set" in workshop.run(*call).out
    wrong = workshop.run(*call, COURSEBUILD_PASSWORD=ANOTHER)
    assert "It is encrypted, and does not open with this password" in wrong.out


def test_without_the_validator(workshop: Workshop) -> None:
    """What it would have tested is said not to be tested; and that veraPDF is there, but does not run."""
    (workshop.folder / "verapdf").write_text(
        "#!/bin/sh\necho java: not found >&2\nexit 127\n", encoding="utf-8"
    )
    (workshop.folder / "verapdf").chmod(0o755)
    folder, path = str(workshop.folder), f"{workshop.folder}{os.pathsep}{os.environ['PATH']}"
    (workshop.folder / "page.py").write_text("raise ImportError('page')", encoding="utf-8")
    done = workshop.run("verify", "--accessibility", "--report", "r.json", PYTHONPATH=folder, PATH=path)
    assert done.code == 0
    assert "PDF/UA-1: warning[CB275]: page-validation is not installed; type `pip install" in done.out
    assert (
        done.out.count("lab.pdf: warning[CB280]: veraPDF did not find Java. It says `java: not found`") == 1
    )
    report = json.loads((workshop.folder / "r.json").read_text(encoding="utf-8"))
    assert "untested" in {result["outcome"] for file in report["files"] for result in file["results"]}
    assert {len(each["validators"]) for each in report["checkpoints"]} == {0}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--accessibility", "--report", "build/student/r.html"), "would be published with"),
        (("--accessibility", "--report", "build/r.html"), "would be published with"),
        (("--accessibility", "--report", "r.pdf"), "must end in .html, .json, .txt"),
        (("--report", "r.html"), "--report needs --accessibility"),
        (("--accessibility", "course"), "There is no HTML or PDF file in 'course'"),
        (("--accessibility", "build", "course/lab.md"), "--accessibility takes no SOURCES"),
    ],
)
def test_a_call_that_cannot_be_right(workshop: Workshop, arguments: tuple[str, ...], says: str) -> None:
    """Above all, no report is written where students' files are."""
    done = workshop.run("verify", *arguments)
    assert done.code == 2
    assert says in done.err
    assert not list((workshop.folder / "build").rglob("r.*"))


def test_a_report_that_cannot_be_written(workshop: Workshop) -> None:
    (workshop.folder / "r.txt").mkdir()
    done = workshop.run("verify", "--accessibility", "--report", "r.txt")
    assert done.code == 1
    assert "r.txt: error[CB276]: " in done.out
