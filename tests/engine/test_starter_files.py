"""The files whose code a lesson includes: what each edition gets, and a command that is run on them."""

import sys
import zipfile

import pytest
from workshop import Workshop

SOLVED = '''"""Sums."""

# region total
def total(values):
    # BEGIN SOLUTION: raise NotImplementedError("add up")
    return sum(values)
    # END SOLUTION
# endregion


### BEGIN HIDDEN TESTS
assert total([2, 3]) == 5
### END HIDDEN TESTS
'''
GAPPED = '''"""Sums."""

# region total
def total(values):
    raise NotImplementedError("add up")
# endregion


'''
LESSON = """---
title: Sums
---

```{.python include="../_code/total.py" region="total"}
```

::: correction
```{.python include="../_code/helper.py"}
```
:::
"""
PYTHON = (sys.executable, "-c")


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    workshop.write("coursebuild.toml", "starter = true\n")
    workshop.write("course/_code/total.py", SOLVED)
    workshop.write("course/_code/helper.py", "quixotic = 1\n")
    workshop.write("course/week1/sums.md", LESSON)
    return workshop


def _built(workshop: Workshop) -> set[str]:
    return {name for name in workshop.files() if "/files/" in name}


def test_each_edition_gets_the_files_that_it_shows(course: Workshop) -> None:
    """With gaps or with solutions, also in an archive, which pages link to and `verify` compares."""
    done = course.run("--all", "--to", "html", "--strict")
    assert done.code == 0, done.err
    students = {"student/files/_code/total.py", "student/files/week1/sums.zip"}
    instructors = {
        f"instructor/files/{name}" for name in ("_code/total.py", "_code/helper.py", "week1/sums.zip")
    }
    assert _built(course) == students | instructors
    build = course.folder / "build"
    assert (build / "student/files/_code/total.py").read_text() == GAPPED
    solved = (build / "instructor/files/_code/total.py").read_text()
    assert "return sum(values)" in solved
    assert "SOLUTION" not in solved
    with zipfile.ZipFile(build / "student/files/week1/sums.zip") as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {
            "_code/total.py": GAPPED
        }
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert '<a href="../files/week1/sums.zip" download' in course.html("week1/sums")

    assert course.run("verify").code == 0
    (build / "student/files/_code/total.py").write_text(SOLVED)
    done = course.run("verify", "--format", "json")
    assert {"CB156", "CB175"} <= {word.strip('",') for word in done.out.split()}

    course.write("course/week1/sums.md", LESSON.partition("```{")[0] + "No code any more.\n")
    assert course.run("--all", "--to", "html", "--force").code == 0
    assert _built(course) == {"student/files/_code/total.py"}  # another program wrote it


def test_a_file_whose_other_parts_are_withheld_is_not_for_students(course: Workshop) -> None:
    """The lesson shows a part of it, and another one in a correction alone."""
    course.write(
        "course/_code/total.py", f"{GAPPED}# region answer\nzebulon = quixotic_answer_of_all\n# endregion\n"
    )
    answer = '::: correction\n```{.python include="../_code/total.py" region="answer"}\n```\n:::\n'
    course.write("course/week1/sums.md", f"{LESSON}\n{answer}")
    done = course.run("--to", "html")
    assert "CB175" in done.err
    assert _built(course) == set()


def test_the_solutions_pass_and_the_starter_fails(course: Workshop) -> None:
    """By a command that is run on the files, apart from the course; also without `starter = true`."""
    course.write("coursebuild.toml", "")
    code = """import sys
sys.path.insert(0, "_code")
import total
try:
    sys.exit(total.total([2, 3]) != 5)
except NotImplementedError as error:
    sys.exit(f"not yet: {error}")
"""
    done = course.run("run-code", "--", *PYTHON, code)
    assert done.code == 0, done.err
    assert "course/week1/sums.md: exit status 0" in done.err
    done = course.run("run-code", "--edition", "student", "--", *PYTHON, code)
    assert done.code == 1
    assert "not yet: add up" in done.err
    done = course.run("run-code", "--timeout", "0.2", "--", *PYTHON, "import time; time.sleep(60)")
    assert done.code == 1
    assert "stopped after 0.2 s" in done.err
    done = course.run("run-code", "--", "no-such-program")
    assert done.code == 2
    assert "'no-such-program' cannot be run" in done.err
    assert _built(course) == set()

    assert course.run("starter", "--edition", "student").code == 0
    assert _built(course) == {"student/files/_code/total.py", "student/files/week1/sums.zip"}
    course.write("course/week1/slip.md", "---\ntitle: Slip\n---\n\nText {.correction\n")
    done = course.run("starter", "course/week1/slip.md")
    assert (done.code, done.out, done.err.count("error[CB112]")) == (1, "", 1)
    assert done.err.endswith("\n0 files, 1 error\n")


@pytest.mark.parametrize("name", ["_code/total.py", "_CODE/Total.py", "week1/sums.zip"])
def test_a_linked_file_with_the_path_of_one_of_them(course: Workshop, name: str) -> None:
    """Readers would get whichever was written last."""
    course.write(f"course/files/{name}", "total = sum\n")
    course.write("course/week1/sums.md", f"{LESSON}\n[The file](../files/{name}).\n")
    done = course.run("--to", "html")
    assert f"course/week1/sums.md:13:12: error[CB006]: `{name.split('/')[1]}`: a file that" in done.err
    assert course.files() == []
