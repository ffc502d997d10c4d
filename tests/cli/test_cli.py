"""The command line: what a call builds, its options and its help."""

import re

import guides
import pytest
from workshop import Workshop

from coursebuild.cli.commands import COMMANDS

LESSON = "---\ntitle: Lab\n---\n\nText.\n"


def test_a_course_needs_only_sources(workshop: Workshop) -> None:
    """Both formats of the student edition are built; paths in build/student/ are as in course/."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/part two/été.md", LESSON)
    done = workshop.run()
    assert done.code == 0
    assert workshop.files() == [
        "student/lab.html",
        "student/lab.pdf",
        "student/part two/été.html",
        "student/part two/été.pdf",
    ]
    index = ["student/index.html", "student/search.js"]
    assert done.out.splitlines() == [f"build/{name}" for name in (*workshop.files(), *index)]
    assert re.fullmatch(r"2 documents, 6 files in \d+\.\d s\n", done.err)


def test_quiet_prints_nothing(workshop: Workshop) -> None:
    """Neither the names of the files nor the summary."""
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("--quiet", "--to", "html")
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        ([], ["student/lab.html"]),
        (["--correction"], ["instructor/lab.html"]),
        (["--all"], ["instructor/lab.html", "student/lab.html"]),
        (["--edition", "instructor"], ["instructor/lab.html"]),
        (["build"], ["student/lab.html"]),
        (["build", "course/lab.md", "--correction"], ["instructor/lab.html"]),
        (["course/lab.md"], ["student/lab.html"]),
        (["course"], ["student/lab.html"]),
    ],
)
def test_editions_and_sources(workshop: Workshop, arguments: list[str], files: list[str]) -> None:
    """With or without the name of the command, the edition or the source."""
    workshop.write("course/lab.md", LESSON)
    assert workshop.run(*arguments, "--to", "html").code == 0
    assert workshop.files() == files


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--edition", "teacher"],
            "Invalid value for '--edition': 'teacher' is not one of 'student', 'instructor'.",
        ),
        (["--all", "--correction"], "--correction, --all and --edition are mutually exclusive."),
        (
            ["-M", "correction=true"],
            "'correction=true': editions set 'correction'; use --correction or --edition.",
        ),
        (
            ["-M", "lines=4"],
            "Invalid value for '--metadata' 'lines=4': 'lines' is a reserved attribute; choose another name.",
        ),
        (
            ["-M", "edition=instructor"],
            "'edition=instructor': editions set 'edition'; use --correction or --edition.",
        ),
        (["-M", "=x"], "Invalid value for '--metadata' '=x': it has no key; write KEY=VALUE."),
        (["--to", "odt"], "'odt' is not one of 'html', 'pdf', 'docx', 'moodle'."),
        (["--nonsense"], "No such option"),
        (["-j", "0"], "0 is not in the range x>=1."),
    ],
)
def test_an_invalid_option(workshop: Workshop, arguments: list[str], message: str) -> None:
    """Exit status 2 and a message; nothing is built."""
    workshop.write("course/lab.md", LESSON)
    done = workshop.run(*arguments)
    assert (done.code, workshop.files()) == (2, [])
    assert message in done.err


def test_no_course(workshop: Workshop) -> None:
    """Exit status 2, and how to start one."""
    done = workshop.run()
    assert (done.code, done.err.splitlines()) == (
        2,
        [
            ".: error[CB035]: there is neither coursebuild.toml nor a folder `course`",
            "    Go to the folder of your course, or start one here with `coursebuild init`.",
        ],
    )


def test_no_course_here_but_above(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", "")
    below = Workshop(workshop.folder / "figures" / "old")
    below.folder.mkdir(parents=True)
    assert f"the course may be in `{workshop.folder}`" in below.run().err


def test_lessons_beside_no_course(workshop: Workshop) -> None:
    """A lesson that stands alone is no reason to start a course."""
    workshop.write("lab.md", LESSON)
    assert "course: error[CB014]: no such file or folder" in workshop.run().err


def test_help_shows_the_options_and_examples(workshop: Workshop) -> None:
    """`--help` without a command lists the options of build."""
    text = workshop.run("--help").out
    for word in (
        "--correction",
        "--all",
        "--edition",
        "--to",
        "--metadata",
        "--output",
        "--jobs",
        "Examples:",
        "coursebuild lab.md",
    ):
        assert word in text


def test_help_lists_every_command_once(workshop: Workshop) -> None:
    """In a section, with its complete sentence."""
    text = workshop.run("--help").out
    listed = text[text.index("Commands") : text.index("Examples:")]
    assert sorted(re.findall(r"^  ([\w-]+) ", listed, re.MULTILINE)) == sorted(COMMANDS)
    assert "..." not in listed


def test_version(workshop: Workshop) -> None:
    """The name and the version."""
    assert re.fullmatch(r"coursebuild \d+\.\d+\.\d+\n", workshop.run("--version").out)


def test_the_documentation_names_every_option(workshop: Workshop) -> None:
    """The guide explains each option of build."""
    text = guides.complete("en")
    options = re.findall(r"--[a-z]+", workshop.run("build", "--help").out)
    assert len(options) > 10
    assert [option for option in options if option not in text] == []
