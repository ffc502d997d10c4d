"""What was withheld stays withheld: real builds, one after the other, and revisions in git."""

import pytest
from workshop import Done, Workshop, commit

QUESTION = "What is a server?"
ANSWER = "A server is a program that waits for requests all day, and answers each of them at once."
HEAD = "---\ntitle: Lab\n---\n\n"
WITHHELD = f"{HEAD}{QUESTION}\n\n::: correction\n{ANSWER}\n:::\n"
SHOWN = f"{HEAD}{QUESTION}\n\n{ANSWER}\n"
ALARM = "course/lab.md:7:1: error[CB157]: students would see `A server is a program"


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course with two lessons and no index, built once."""
    workshop.write("coursebuild.toml", "index = false\n")
    workshop.write("course/lab.md", WITHHELD)
    workshop.write("course/other.md", f"{HEAD}Text.\n")
    assert _build(workshop).code == 0
    return workshop


def _build(workshop: Workshop, *arguments: str) -> Done:
    return workshop.run("--to", "html", "--jobs", "1", "--quiet", *arguments)


def _first(done: Done) -> str:
    """The exit status and the first line of a report."""
    report = (done.out + done.err).splitlines()
    return f"{done.code} {report[0] if report else ''}".rstrip()


def test_a_lesson_that_shows_what_it_withheld_is_not_written(course: Workshop) -> None:
    """Whichever edition is built, however often, and in `check` and `verify` too; the others are written."""
    course.write("course/lab.md", SHOWN)
    course.write("course/other.md", f"{HEAD}Other text.\n")
    before = course.html()
    for arguments in ((), ("--correction",)):
        assert _first(_build(course, *arguments)).startswith(f"1 {ALARM}")
    assert course.html() == before
    assert "Other text." in course.html("other")
    assert _first(course.run("check")).startswith(f"1 {ALARM}")
    verified = course.run("verify", "build")
    assert (verified.code, f"\n{ALARM}" in verified.out, "CB293" in verified.out) == (1, True, True)
    course.write("course/lab.md", WITHHELD)
    assert _first(_build(course)) == "0"


def test_without_a_record_nothing_is_said(course: Workshop) -> None:
    """Nor for a text that moves into another lesson's correction; one that is shown there is found."""
    course.write("course/lab.md", f"{HEAD}{QUESTION}\n")
    course.write("course/other.md", WITHHELD)
    assert _first(_build(course)) == "0"
    course.write("course/other.md", SHOWN)
    assert _first(_build(course)).startswith(f"1 {ALARM.replace('lab', 'other')}")
    assert course.run("cache", "clear").code == 0
    assert _first(course.run("check")).startswith(f"1 {ALARM.replace('lab', 'other')}")
    for path in (course.folder / ".cache" / "withheld").iterdir():
        path.unlink()
    assert _first(_build(course)) == "0"


def test_the_record_has_no_text(course: Workshop) -> None:
    (path,) = (course.folder / ".cache" / "withheld").iterdir()
    content = path.read_bytes().lower()
    assert b"course/lab.md" in content
    assert not [word for word in ANSWER.lower().split() if len(word) > 3 and word.encode() in content]


def test_a_revealed_lesson(course: Workshop) -> None:
    """In `check` for this once; in a build for good, also if nothing was built."""
    course.write("course/lab.md", SHOWN)
    assert _first(course.run("check", "--reveal", "lab.md")).startswith("0")
    assert _first(_build(course, "--reveal", "course/lab.md")) == "0"
    assert _first(_build(course, "--force")) == "0"
    course.write("course/lab.md", WITHHELD)
    assert _first(_build(course)) == "0"
    assert _first(_build(course, "--reveal", "lab.md")) == "0"
    course.write("course/lab.md", SHOWN)
    assert _first(_build(course)) == "0"


def test_the_lesson_that_shows_a_text_of_another_one_is_revealed(course: Workshop) -> None:
    """By either name: of the lesson that shows the text, or of the one that withheld it."""
    course.write("course/other.md", SHOWN)
    assert _first(course.run("check", "--reveal", "lab.md")).startswith("0")
    assert _first(_build(course, "--reveal", "other.md")) == "0"
    course.write("course/lab.md", SHOWN)
    assert _first(_build(course)) == "0"


@pytest.mark.parametrize("name", ["gone.md", "course", "course/lab", "coursebuild.toml"])
def test_only_a_lesson_can_be_revealed(workshop: Workshop, name: str) -> None:
    workshop.write("course/lab.md", SHOWN)
    workshop.write("coursebuild.toml", "")
    done = workshop.run("--reveal", name)
    assert done.code == 2
    assert f"Invalid value for '--reveal': '{name}' is not a lesson." in done.err


def test_a_public_part(course: Workshop) -> None:
    """Students see it, and so it stays allowed when it is no longer called public."""
    course.write("course/lab.md", SHOWN.replace(ANSWER, f"::: public\n{ANSWER}\n:::"))
    assert _build(course).code == 0
    assert ANSWER in course.html()
    course.write("course/lab.md", SHOWN)
    assert _build(course).code == 0


def test_since_a_revision(workshop: Workshop) -> None:
    """Instead of a record, which a CI job has not; in all three commands, also if nothing has changed."""
    workshop.write("course/lab.md", WITHHELD)
    workshop.write("course/notes.md", "---\ntitle: [\n---\n")
    commit(workshop.folder, "v1")
    workshop.write("course/lab.md", SHOWN)
    (workshop.folder / "course" / "notes.md").unlink()
    assert _first(_build(workshop)) == "0"
    for command in ("build --to html", "check", "verify build"):
        done = workshop.run(*command.split(), "--since", "v1")
        report = done.out + done.err
        assert (done.code, report.count(ALARM), report.count("`v1` withheld from them")) == (1, 1, 1), report
        assert "course/notes.md: warning[CB159]: it cannot be read at `v1`: the front matter" in report
    workshop.write("coursebuild.toml", 'ignore = ["CB159"]\n')
    assert _first(workshop.run("check", "--since", "v1", "--reveal", "lab.md")) == "0 1 document, no problems"
    commit(workshop.folder, "v2")
    assert _first(_build(workshop, "--since", "v2")) == "0"


def test_a_revision_that_git_does_not_know(workshop: Workshop) -> None:
    """The status is 2, and nothing is built."""
    workshop.write("course/lab.md", WITHHELD)
    commit(workshop.folder, "v1")
    for command in ("build", "check", "verify course"):
        done = workshop.run(*command.split(), "--since=--output=x")
        assert done.code == 2
        assert done.err.startswith(
            "--since --output=x: error[CB158]: git knows no revision `--output=x` here"
        )
    assert workshop.files() == []
