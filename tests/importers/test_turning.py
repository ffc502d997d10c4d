"""What becomes of the lessons of other tools; the cases are in the Markdown files of this folder."""

import re
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest
from workshop import Workshop

from coursebuild import importers
from coursebuild.importers import Found

FOLDER = Path(__file__).parent
CASE = re.compile(
    r"^## (?P<name>[^\n]+)\n(?P<text>.*?)^(?P<fence>`{4,})before (?P<suffix>\w+)\n"
    r"(?P<before>.*?)^(?P=fence)$.*?^(?P=fence)after\n(?P<after>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


class Case(NamedTuple):
    """A lesson in another tool's notation, and what it becomes."""

    tool: str
    name: str
    suffix: str
    before: str
    after: str

    @property
    def file(self) -> str:
        stem = re.sub(r"\W+", "-", f"{self.tool} {self.name}".lower()).strip("-")
        return f"{stem}.{self.suffix}"


CASES = [
    Case(path.stem, found["name"], found["suffix"], found["before"], found["after"])
    for path in sorted(FOLDER.glob("*.md"))
    for found in CASE.finditer(path.read_text(encoding="utf-8"))
]


def turned(case: Case, folder: Path) -> str:
    path = folder / f"x.{case.suffix}"
    path.write_text(case.before, encoding="utf-8")
    found = Found(path, path.name, folder, folder, PurePosixPath(f"{path.stem}.md"))
    return importers.turn(found).text


@pytest.mark.parametrize("case", [pytest.param(case, id=case.file) for case in CASES])
def test_each_construct_becomes_coursebuilds_own(case: Case, tmp_path: Path) -> None:
    assert turned(case, tmp_path) == case.after


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """All cases as one course, imported, checked and built."""
    workshop = Workshop(tmp_path_factory.mktemp("import"))
    for case in CASES:
        workshop.write(f"there/{case.file}", case.before)
    done = workshop.run("import", "there", "--output", "course", "--write")
    assert done.code == 0, done.err
    assert "error" not in done.err
    return workshop


def test_what_is_written_has_no_error(course: Workshop) -> None:
    done = course.run("check", "--quiet")
    assert " error[" not in done.out, done.out


def test_each_edition_has_what_it_should(course: Workshop) -> None:
    """Students get all that is PUBLIC and nothing that is SECRET; instructors get every word."""
    done = course.run("--all", "--to", "html", "--quiet")
    assert " error[" not in done.err, done.err
    for case in CASES:
        stem = Path(case.file).stem
        student, instructor = (course.html(stem, edition) for edition in ("student", "instructor"))
        assert "SECRET" not in student, case
        assert student.count("PUBLIC") >= case.before.count("PUBLIC"), case
        assert instructor.count("SECRET") >= case.before.count("SECRET"), case
