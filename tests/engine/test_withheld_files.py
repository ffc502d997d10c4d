"""A file that only a correction links to, or shows, stays withheld, as its text does."""

import re
from collections.abc import Callable

import pytest
from tampering import image
from workshop import Workshop, commit

HEAD = "---\ntitle: Lab\nlang: en\n---\n\n"
PROGRAM = "def area(radius):\n    return 3.14159 * radius ** 2  # in square metres\n"
REPORTED = re.compile(r"^(\S+): (?:error|warning)\[(CB\d+)\]", re.MULTILINE)


def _lesson(shown: str, withheld: str = "") -> str:
    return f"{HEAD}Ask. {shown}\n\n::: correction\nSee. {withheld}\n:::\n"


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course of which a correction links to a program, and shows a plan; built for students alone."""
    workshop.write("course/full.py", PROGRAM)
    workshop.write("course/img/plan.png", image("PNG"))
    workshop.write("course/values.csv", "a;b\n" * 20)
    workshop.write("course/other.md", f"{HEAD}Text.\n")
    workshop.write(
        "course/lab.md", _lesson("[v](values.csv)", "[p](full.py) ![A plan](img/plan.png) [v](values.csv)")
    )
    assert _reported(workshop) == []
    commit(workshop.folder, "v1")
    return workshop


def _reported(workshop: Workshop, *arguments: str, command: str = "build") -> list[tuple[str, str]]:
    options = () if command == "check" else ("--to", "html")
    done = workshop.run(command, *options, "--quiet", *arguments)
    return REPORTED.findall(done.out + done.err)


def _rename(course: Workshop) -> None:
    course.write("course/start.py", PROGRAM)


def _replace(course: Workshop) -> None:
    course.write("course/full.py", "print('of another content, which is as long as a file has to be')\n")


LEAKS: dict[str, tuple[str, Callable[[Workshop], None] | None]] = {
    "the link is moved": ("[p](full.py)", None),
    "written in another way": ("<a href='./img/../full.py'>p</a>", None),
    "a definition": ("[p]\n\n[p]: <full.py>\n", None),
    "a copy with another name": ("[p](start.py)", _rename),
    "another content in its place": ("[p](full.py)", _replace),
    "a picture": ("![A plan](img/plan.png)", None),
    "a link to a picture": ("[plan](img/plan.png)", None),
    "a picture that is a link": ("[![A plan](img/plan.png)](https://example.org/)", None),
    "a picture in HTML": ('<img src="img/plan.png" alt="A plan">', None),
    "included as code": ('\n\n```{.python include="full.py" lines="2"}\n```\n', None),
    "included as text": ('\n\n::: {.note include="full.py"}\n:::\n', None),
    "a copy that is included": ('\n\n```{.python include="start.py"}\n```\n', _rename),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_file_that_students_did_not_get_before(course: Workshop, name: str) -> None:
    """It is an error where they would get it, in a build as in a check, and so it is since a revision."""
    text, change = LEAKS[name]
    course.write("course/lab.md", _lesson(text))
    if change:
        change(course)
    line = 6 if "\n" not in text else 8
    for command, *arguments in (("build",), ("check", "--since", "v1")):
        [(place, code)] = _reported(course, *arguments, command=command)
        assert (place.rpartition(":")[0], code) == (f"course/lab.md:{line}", "CB157")
    assert course.files() == ["student/lab.html", "student/other.html", "student/values.csv"]


RIGHT = {
    "what students had": "[v](values.csv)",
    "what is new": "[n](new.csv)",
    "in a public part": "[[p](full.py)]{.public}",
    "in the correction, as before": "[[p](full.py)]{.correction}",
    "included in the correction": '\n\n::: correction\n```{.python include="full.py"}\n```\n:::\n',
    "included in a public part": '\n\n::: public\n```{.python include="full.py"}\n```\n:::\n',
    "a page": "[o](other.html), [o](other.pdf), [o](other.md)",
    "an address elsewhere": "[w](https://example.org/full.py), [h](#full.py), [s](/full.py)",
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right(course: Workshop, name: str) -> None:
    course.write("course/new.csv", "a;b\n" * 30)
    course.write("course/lab.md", _lesson(RIGHT[name], "[o](other.html), [o](other.md), [h](#top)"))
    assert [code for _, code in _reported(course) if code != "CB172"] == []


def test_what_a_correction_included(course: Workshop) -> None:
    """Students cannot get it as a file either; what they read of one, and have as a link, they may see."""
    course.write("course/lab.md", _lesson("[s](start.py)", '\n\n```{.python include="full.py"}\n```\n'))
    course.write("course/start.py", "print(1)\n# what is to be done by whoever reads this first\n")
    assert _reported(course, "--reveal", "lab.md") == []
    course.write("course/lab.md", _lesson("[p](full.py)"))
    assert _reported(course) == [("course/lab.md:6:10", "CB157")]
    course.write("course/lab.md", _lesson('\n\n```{.python include="start.py"}\n```\n', "[s](start.py)"))
    assert _reported(course) == []
    course.write("course/lab.md", _lesson('\n\n```{.python include="start.py" lines="1"}\n```\n'))
    assert _reported(course) == []


def test_in_another_lesson(course: Workshop) -> None:
    """`public` with the path of the file lets it go for good."""
    course.write("course/other.md", _lesson("[p](full.py)"))
    assert _reported(course) == [("course/other.md:6:10", "CB157")]
    course.write("coursebuild.toml", 'public = ["full.py"]\n')
    assert _reported(course) == []
    course.write("coursebuild.toml", "")
    assert _reported(course) == []


@pytest.mark.parametrize("revealed", ["lab.md", "other.md"])
def test_revealed(course: Workshop, revealed: str) -> None:
    course.write("course/other.md", _lesson("[p](full.py)"))
    assert _reported(course, "--reveal", revealed, command="check") == []
    assert _reported(course, "--reveal", revealed) == []
    course.write("course/lab.md", _lesson("[p](full.py)"))
    assert _reported(course) == []


def test_verify(course: Workshop) -> None:
    course.write("course/lab.md", _lesson("[p](full.py)"))
    done = course.run("verify", "build")
    assert ("course/lab.md:6:10", "CB157") in REPORTED.findall(done.err + done.out)


def test_the_record_has_no_name(course: Workshop) -> None:
    (path,) = (course.folder / ".cache" / "withheld").iterdir()
    assert b"full.py" not in path.read_bytes()
    assert b"plan" not in path.read_bytes()


def test_a_copy_left_in_the_students_folder(course: Workshop) -> None:
    """It is said by each build until it is gone, for it is not known who wrote it."""
    left = course.write("build/student/full.py", PROGRAM)
    for text in ("[v](values.csv).", "[v](values.csv)!", "[v](values.csv)!"):
        course.write("course/lab.md", _lesson(text, "[p](full.py)"))
        done = course.run("--to", "html", "--quiet")
        assert (done.code, REPORTED.findall(done.err)) == (1, [("build/student/full.py", "CB022")])
    assert ("build/student/full.py", "CB152") in REPORTED.findall(course.run("verify", "build").out)
    left.unlink()
    assert _reported(course) == []
    assert "2 unchanged" in course.run("--to", "html").err


def test_a_file_that_another_lesson_gives_to_students(course: Workshop) -> None:
    """It is no file that is left."""
    course.write("course/more.md", _lesson("[m](more.csv)"))
    course.write("course/more.csv", "a;b\n" * 30)
    course.write("course/lab.md", _lesson("[v](values.csv)", "[m](more.csv)"))
    assert _reported(course) == []
    assert "student/more.csv" in course.files()
