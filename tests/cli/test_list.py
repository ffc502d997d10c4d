"""`coursebuild list`: what the lessons have, and which are up to date."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workshop import Workshop

EXERCISES = """---
title: Files
---

::: {.exercise title="1"}
Which command?
:::

::: correction
`ls`
:::

## Rights {.exercise}

Which rights?

::: solution
None.
:::

::: correction
All.
:::

::: {.exercise title="3"}
Why?
:::
"""
ANSWERS = """---
title: Answers
---

::: quiz
Which one lists files?

- [x] `ls`

  It does.

- [ ] `cd`

What is two and two?

- 4
:::

::: {.exercise #ex:why title="Why" minutes=5}
[Why?]{points=1.5} [And how?]{points=1}
:::

::: {.exercise title="How"}
How?
:::

## Answers {.public}

::: {.correction for="ex:why"}
Because.
:::
"""
TITLE = "A title that is much longer than the column of a table may ever be in eighty columns"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A course whose lessons are up to date, out of date, not built, and not to be read."""
    workshop = Workshop(tmp_path_factory.mktemp("course"))
    workshop.write("course/files.md", EXERCISES)
    workshop.write("course/a folder with a long name/links.md", f"---\ntitle: {TITLE}\n---\n\nText.\n")
    done = workshop.run()
    assert done.code == 0, done.err
    workshop.write("course/a folder with a long name/links.md", f"---\ntitle: {TITLE}\n---\n\nMore.\n")
    workshop.write("course/answers.md", ANSWERS)
    workshop.write("course/new.md", "Text.\n")
    workshop.write("course/wrong.md", "---\ntitle: [\n---\n")
    return workshop


@pytest.fixture(scope="module")
def lessons(course: Workshop) -> dict[str, Any]:
    """What is listed as JSON, by the names of the sources without their folders."""
    before = {path for path in course.folder.rglob("*") if ".cache" not in path.parts}
    done = course.run("list", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert {path for path in course.folder.rglob("*") if ".cache" not in path.parts} == before
    listed = json.loads(done.out)
    assert listed["version"] == 1
    return {each["source"].rpartition("/")[2]: each for each in listed["lessons"]}


def test_what_a_lesson_has(lessons: dict[str, Any]) -> None:
    """Its title, or else its name; its exercises, those with a correction wherever it is, and so on."""
    keys = ("title", "exercises", "corrected", "corrections", "questions", "errors")
    assert [lessons["files.md"][key] for key in keys] == ["Files", 3, 2, 3, 0, []]
    assert [lessons["answers.md"][key] for key in keys] == ["Answers", 2, 1, 2, 2, []]
    assert [lessons["new.md"][key] for key in keys] == ["new", 0, 0, 0, 0, []]
    assert (lessons["answers.md"]["minutes"], lessons["answers.md"]["points"]) == (5, 2.5)
    assert (lessons["new.md"]["minutes"], lessons["new.md"]["points"]) == (None, None)


def test_a_lesson_that_cannot_be_read(lessons: dict[str, Any]) -> None:
    """The others are listed, and the error is said."""
    assert lessons["wrong.md"]["title"] is None
    (error,) = lessons["wrong.md"]["errors"]
    assert error.startswith("course/wrong.md:")
    assert "error[CB004]" in error


def test_what_is_up_to_date(lessons: dict[str, Any]) -> None:
    """By edition and by file, with the pages of PDFs and the seconds of the last build."""
    states = {
        name: {edition["name"]: edition["state"] for edition in each["editions"]}
        for name, each in lessons.items()
    }
    absent = {"student": "not built", "instructor": "not built"}
    assert states == {
        "files.md": absent | {"student": "up to date"},
        "answers.md": absent,
        "links.md": absent | {"student": "out of date"},
        "new.md": absent,
        "wrong.md": absent,
    }
    files = {file["path"]: (file["state"], file["pages"]) for file in lessons["files.md"]["files"]}
    assert files == {
        "build/student/files.html": ("up to date", None),
        "build/student/files.pdf": ("up to date", 1),
        "build/instructor/files.html": ("not built", None),
        "build/instructor/files.pdf": ("not built", None),
    }
    assert lessons["files.md"]["seconds"] > 0
    assert lessons["new.md"]["seconds"] is None


@pytest.mark.parametrize("columns", [72, 80, 200])
def test_the_table(course: Workshop, columns: int) -> None:
    """It fits the terminal, with the end of a long path and the beginning of a long title."""
    done = course.run("list", COLUMNS=str(columns))
    head, answers, files, new, wrong, links = done.out.splitlines()
    assert max(map(len, done.out.splitlines())) <= columns
    is_wide = columns == 200
    numbers = ["PAGES", "TIME", "EXERCISES", "CORRECTIONS", "QUESTIONS"] if is_wide else ["EXERCISES"]
    assert head.split() == ["LESSON", "TITLE", "BUILT", *numbers]
    assert answers.split()[-1] == "2"
    assert " student " in files
    assert " 2 of 3" in files
    assert " outdated " in links
    assert "A title that is much" in links
    assert new.split()[1:] == ["new", "-", *(["-"] * len(numbers))]
    assert wrong.split()[1] == "-"
    assert ("…" in links) == (columns < 200)
    assert "course/wrong.md" in done.err
    assert done.err.splitlines()[-1] == "5 lessons, 3 of 5 exercises with a correction, 2 questions"


def test_the_table_in_a_pipe(course: Workshop) -> None:
    """Nothing is shortened, for another program may read it."""
    links = course.run("list", COLUMNS="").out.splitlines()[-1]
    assert links.startswith("course/a folder with a long name/links.md")
    assert TITLE in links


def test_a_heading_as_the_title(tmp_path: Path) -> None:
    """The only heading of level 1, at the beginning, as it is on the pages."""
    workshop = Workshop(tmp_path)
    workshop.write("course/first.md", "# A *first* lab\n\n## Part\n\nText.\n")
    workshop.write("course/later.md", "Text.\n\n# Part\n")
    workshop.write("course/two.md", "# Part\n\n> # Another\n")
    listed = json.loads(workshop.run("list", "--format", "json").out)["lessons"]
    assert [each["title"] for each in listed] == ["A first lab", "later", "two"]


@pytest.mark.parametrize("before", [None, "# Exercice préparé {.exercise}\n".encode("latin-1")])
def test_an_included_file_that_appears_or_is_repaired(tmp_path: Path, before: bytes | None) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("course/lab.md", '# Lab\n\n::: {include="_part.md"}\n:::\n')
    if before:
        workshop.write("course/_part.md", before)

    def exercises() -> int:
        return int(json.loads(workshop.run("list", "--format", "json").out)["lessons"][0]["exercises"])

    assert exercises() == 0
    workshop.write("course/_part.md", "# Exercice préparé {.exercise}\n")
    assert exercises() == 1


def _another_configuration(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", 'title = "Systems"\n')


def test_the_template_of_new_lessons_is_no_part_of_a_page(workshop: Workshop) -> None:
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    assert workshop.run("--all", "--to", "html").code == 0
    workshop.write("templates/lesson.md", "---\ntitle: {{ title }}\n---\n")
    assert "1 unchanged" in workshop.run("--all", "--to", "html").err


def _without_a_pdf(workshop: Workshop) -> None:
    (workshop.folder / "build/student/lab.pdf").write_bytes(b"no PDF")


@pytest.mark.parametrize("change", [_another_configuration, _without_a_pdf])
def test_what_makes_a_lesson_outdated(workshop: Workshop, change: Callable[[Workshop], None]) -> None:
    """All that makes a build write it again."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    assert workshop.run("--all").code == 0
    assert " all " in workshop.run("list").out
    change(workshop)
    assert " outdated " in workshop.run("list").out


def test_one_lesson_in_another_folder(course: Workshop) -> None:
    """As a build, it takes sources and an output folder; a wrong one is an error."""
    done = course.run("list", "course/files.md", "-o", "public")
    assert (done.code, len(done.out.splitlines()), " student " in done.out) == (0, 2, False)
    assert course.run("list", "absent.md").code == 2
