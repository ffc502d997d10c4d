"""`coursebuild templates`: the built-in ones, and an author's copies."""

import re
from pathlib import Path

import pytest
from workshop import ROOT, Workshop

from coursebuild.starter.templates import PURPOSES

BUILT_IN = sorted(p.relative_to(ROOT / "templates").as_posix() for p in (ROOT / "templates").rglob("*.*"))
LESSON = "---\ntitle: Lab\nlang: en\n---\n\n::: tip\nA text.\n:::\n"


def test_each_template_has_a_purpose() -> None:
    assert set(PURPOSES) == {name for name in BUILT_IN if not name.startswith("icons/")}


def test_the_list(workshop: Workshop) -> None:
    """All of them, and those that the course has itself."""
    workshop.write("templates/print.css", "")
    lines = workshop.run("templates").out.splitlines()
    assert sorted(line.split()[0] for line in lines) == BUILT_IN
    assert [line.split()[0] for line in lines if line.endswith(" You have your own.")] == ["print.css"]


def test_one_is_printed(workshop: Workshop) -> None:
    done = workshop.run("templates", "icons/tip.svg")
    assert (done.code, done.out) == (0, (ROOT / "templates/icons/tip.svg").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["print.cs"], "There is no built-in template 'print.cs'; did you mean `print.css`?"),
        (["../README.md"], "There is no built-in template '../README.md'"),
        (["--copy"], "--copy needs the NAME of a template"),
        (["print.css", "--copy", "--diff"], "mutually exclusive"),
    ],
)
def test_a_call_that_is_wrong(workshop: Workshop, arguments: list[str], says: str) -> None:
    done = workshop.run("templates", *arguments)
    assert done.code == 2
    assert says in done.err


def test_copies_make_the_same_pages(workshop: Workshop) -> None:
    """A copy of each kind of file has a mark in a comment, which no reader sees; nor is it a difference."""
    workshop.write("course/lab.md", LESSON)
    workshop.run("--to", "html", "--strict")
    before = workshop.main()
    for name in ("page.html.jinja", "base.css", "page.js", "labels.toml", "icons/tip.svg", "lesson.md"):
        done = workshop.run("templates", name, "--copy")
        assert (done.code, done.out) == (0, f"templates/{name}\n")
    assert workshop.run("--to", "html", "--strict").code == 0
    assert workshop.main() == before
    done = workshop.run("templates", "--diff")
    assert (done.code, done.out, done.err) == (0, "", "no differences\n")
    assert workshop.run("new", "lab-2").code == 0
    assert "Copied from" not in (workshop.folder / "course/lab-2.md").read_text(encoding="utf-8")


def test_it_never_copies_over_a_file(workshop: Workshop) -> None:
    path = workshop.write("templates/print.css", "mine {}\n")
    done = workshop.run("templates", "print.css", "--copy")
    assert done.code == 1
    assert "templates/print.css: error[CB024]: it is there already\n" in done.err
    assert path.read_text(encoding="utf-8") == "mine {}\n"


def test_no_difference_is_said(workshop: Workshop) -> None:
    assert workshop.run("templates", "--diff").err == "no template of yours to compare\n"
    workshop.run("templates", "print.css", "--copy")
    assert workshop.run("templates", "--diff").err == "no differences\n"


def test_differences(workshop: Workshop) -> None:
    """Of a file that is added to the built-in one, only the values that it changes or adds."""
    workshop.run("templates", "print.css", "--copy")
    copy = workshop.folder / "templates/print.css"
    copy.write_text(copy.read_text(encoding="utf-8") + ".mine { color: red }\n", encoding="utf-8")
    workshop.write("templates/labels.toml", '[en]\nexercise = "Task"\ntip = "Tip"\ntutor = "For tutors"\n')
    done = workshop.run("templates", "--diff")
    assert (done.code, done.err) == (0, "")
    changes = [line for line in done.out.splitlines() if re.match(r"[-+]", line)]
    assert [line for line in changes if not line.startswith(("---", "+++"))] == [
        "+.mine { color: red }",
        '-en.exercise = "Exercise"',
        '+en.exercise = "Task"',
        '+en.tutor = "For tutors"',
    ]
    assert workshop.run("templates", "labels.toml", "--diff").out.count("+++ templates/") == 1


def test_a_built_in_template_that_has_changed_since(workshop: Workshop) -> None:
    """The copy of an older version is recognized by its digest; a file without one is not."""
    workshop.run("templates", "print.css", "--copy")
    copy = workshop.folder / "templates/print.css"
    older = re.sub(
        r"coursebuild \S+, digest \w{12}", "coursebuild 0.0.9, digest 0123456789ab", copy.read_text()
    )
    copy.write_text(older, encoding="utf-8")
    workshop.write("templates/screen.css", "")
    done = workshop.run("templates", "--diff")
    assert done.code == 1
    assert done.err == "templates/print.css: the built-in file has changed since you copied it\n"
    assert "+/* Copied from coursebuild 0.0.9, digest 0123456789ab */" in done.out
    listed = [line for line in workshop.run("templates").out.splitlines() if "Changed since" in line]
    assert [line.split()[0] for line in listed] == ["print.css"]


def test_a_template_that_cannot_be_read(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> None:
    (outside := Path(tmp_path_factory.mktemp("outside"), "print.css")).write_text("", encoding="utf-8")
    workshop.write("templates/screen.css", "")
    (workshop.folder / "templates/print.css").symlink_to(outside)
    done = workshop.run("templates", "--diff")
    assert done.code == 1
    assert "templates/print.css: error[CB005]" in done.err
