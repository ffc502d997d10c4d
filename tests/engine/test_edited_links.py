"""Every single edit of a link to a file: students get what they should, or something is said at a line.

All edits are tried with THOROUGH set, and otherwise a sample, which is always the same.
"""

import os
from pathlib import Path, PurePosixPath

import pytest
from lessons import single_edits

from coursebuild.engine import Session
from coursebuild.engine.documents.copies import examine
from coursebuild.engine.documents.prepare import prepare
from coursebuild.model import BuildOptions, Format, Location, Remembered, has_errors

STEP = 1 if "THOROUGH" in os.environ else 17  # each lesson, or one of so many
FILES = ("data/values.csv", "my data.csv", "full.py", "tp1_corrige.py", "other.md")
LINES = (
    '[The values](data/values.csv "A table") and [all](full.py){.correction}',
    "[The values](<my data.csv>), [[all](full.py)]{.correction}",
    "[The values][of-values], [[all][of-all]]{.correction}",
    '<a href="data/values.csv">The values</a> <span class="correction"><a href="full.py">all</a></span>',
    "[The values](data/values.csv#row=2) [see [all](tp1_corrige.py)]{.correction}",
    "| [The values](data/values.csv) | [[all](full.py)]{.correction} |",
)
REST = "\n\n[of-values]: data/values.csv\n[of-all]: full.py\n"


@pytest.fixture
def course(tmp_path: Path) -> Session:
    for name in FILES:
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a;b\n")
    return Session.load(tmp_path)


def _is_wrong(session: Session, text: str) -> bool:
    """Whether students get a file that they should not, or lose one, and nothing is said at a line."""
    course = session.course
    path = course.root / "course" / "lab.md"
    path.write_text(text, encoding="utf-8")
    location = Location(path, "lab.md", PurePosixPath("lab"), (path.parent.resolve(),))
    students = (course.editions["student"],)
    prepared = prepare(session, location, BuildOptions(students, (Format.HTML,), {}, fetch=False, jobs=1))
    found = list(prepared.diagnostics)
    for wanted in prepared.wanted:
        found += examine((wanted,), Remembered(), int(course.limits.file_size)).diagnostics
    names = {str(wanted.file.name) for wanted in prepared.wanted}
    is_located = any(diagnostic.line for diagnostic in found)
    is_right = names in ({"student/data/values.csv"}, {"student/my data.csv"})
    return not ((is_right or is_located) and (has_errors(found) or _is_harmless(names)))


def _is_harmless(names: set[str]) -> bool:
    return not names & {"student/full.py", "student/tp1_corrige.py"}


@pytest.mark.parametrize("line", LINES)
def test_right_or_reported(course: Session, line: str) -> None:
    lessons = [
        f"---\ntitle: Lab\n---\n\nOpen this.\n\n{edited}{REST}" for edited in [line, *single_edits(line)]
    ]
    assert [text for text in lessons[::STEP] if _is_wrong(course, text)] == []
