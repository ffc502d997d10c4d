"""The command line: options, configuration, help, terminal and signals."""

import os
import pty
import re
import signal
import subprocess
import sys
import time

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


@pytest.mark.parametrize(
    ("configuration", "position", "message"),
    [
        ("titel = 'x'", ":1:1", "unknown key `titel`; did you mean `title`?"),
        (
            "# A course\n\n  sources = 'course'",
            ":3:3",
            '`sources` must be a list of strings, such as `["course"]`',
        ),
        ("title = Mon cours # so", ":1:9", 'a text needs quotation marks: `title = "Mon cours"`'),
        ("[editions.student]\ncorrection = true", ":1:2", "`editions.student` cannot show corrections"),
        (
            "[editions.ta]\nlines = 4",
            ":2:1",
            "`editions.ta.lines`: `lines` is a reserved attribute; choose another name",
        ),
        (
            "[editions.ta]\ncorrection = 1",
            ":2:1",
            "`editions.ta.correction` must be true or false, not `1`",
        ),
        (
            "[editions]\nta = { correction = 'yes ' }",
            ":2:1",
            "`editions.ta.correction` must be true or false, not `yes `",
        ),
        ("[editions]\nta = 3", ":2:1", "`editions.ta` must be a table"),
        ("[metadata]\na = 1\nx = { y = 1 }", ":3:1", "`metadata.x` must be a string or a list"),
        ("theme = { paper = 'A5' }", ":1:1", "`theme.paper` must be one of A4, letter, not `A5`"),
        ('[ "theme" ]\n"paper" = "A5"', ":2:1", "`theme.paper` must be one of A4, letter, not `A5`"),
        ("theme.paper = 'A5'", ":1:1", "`theme.paper` must be one of A4, letter, not `A5`"),
        (
            "[editions.'../x']\n",
            ":1:2",
            "`editions.../x` is not a valid folder name: use letters, digits, hyphens and underscores",
        ),
        ("title = 'a\nb'", ":1:11", r"Found invalid character '\n'"),
        ("title = ", "", "Invalid value (at end of document)"),
        ("limits = 3\n", ":1:1", "`limits` must be a table"),
        (
            "[limits]\npage-second = 3\n",
            ":2:1",
            "unknown key `limits.page-second`; did you mean `page-seconds`?",
        ),
        (
            "[limits]\nimage_pixels = 3\n",
            ":2:1",
            "unknown key `limits.image_pixels`; did you mean `image-pixels`?",
        ),
        ("[limits]\npage-seconds = 0\n", ":2:1", "`limits.page-seconds` must be a positive number, not `0`"),
        (
            "[limits]\npage-seconds = nan\n",
            ":2:1",
            "`limits.page-seconds` must be a positive number, not `nan`",
        ),
        (
            "[limits]\nmemory = 1000\n",
            ":2:1",
            '`limits.memory` must be a size such as "1GB" or "800MB", not `1000`',
        ),
        ('[limits]\nmemory = "1MB"\n', ":2:1", "`limits.memory` must be at least 400MB, not `1MB`"),
    ],
)
def test_an_invalid_configuration(
    workshop: Workshop, configuration: str, position: str, message: str
) -> None:
    """Exit status 2, and a message with the position and the key."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("coursebuild.toml", configuration)
    done = workshop.run()
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        f"coursebuild.toml{position}: error[CB011]: {message}",
    )


def test_a_configuration(workshop: Workshop) -> None:
    """The title, the sources and the output folder come from coursebuild.toml."""
    workshop.write("lessons/lab.md", LESSON)
    workshop.write(
        "coursebuild.toml", 'title = "Systems & networks"\nsources = ["lessons"]\noutput = "public"\n'
    )
    assert workshop.run("--to", "html").out == "public/student/lab.html\n"
    assert "Systems &amp; networks" in (workshop.folder / "public/student/lab.html").read_text(
        encoding="utf-8"
    )


def test_author_templates(workshop: Workshop) -> None:
    """An author can replace a block or a label, and keep the rest."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\n::: tip\nText.\n:::\n")
    workshop.write(
        "templates/page.html.jinja",
        '{% extends "builtin/page.html.jinja" %}{% block header %}<h1>Mine</h1>{% endblock %}',
    )
    workshop.write("templates/labels.toml", '[en]\ntip = "Hint"\n')
    assert workshop.run("--to", "html").code == 0
    assert "<h1>Mine</h1>" in workshop.html()
    assert "Hint" in workshop.main()
    assert "Text." in workshop.main()


def test_an_author_filter(workshop: Workshop) -> None:
    """A filter named in the configuration transforms the content of each edition."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n\n::: correction\nSecret.\n:::\n")
    workshop.write("coursebuild.toml", 'filters = ["shout"]\n')
    workshop.write(
        "filters/shout.py",
        "import panflute as pf\n\n\ndef transform(doc):\n"
        "    return doc.walk(lambda e, d: pf.Str(e.text.upper()) if isinstance(e, pf.Str) else None)\n",
    )
    assert workshop.run("--all", "--to", "html").code == 0
    assert "<p>TEXT.</p>" in workshop.main()
    assert "SECRET." in workshop.main(edition="instructor")


def test_an_ignored_warning_about_the_configuration(workshop: Workshop) -> None:
    """`ignore` also applies to warnings that are not about a source."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("filters/other.py", "")
    assert "warning[CB012]" in workshop.run("--to", "html").err
    commands = [("--to", "html", "--strict"), ("check", "--strict"), ("verify", "build")]
    assert ["warning[CB012]" in workshop.run(*command[:2]).out for command in commands[1:]] == [True, True]
    workshop.write("coursebuild.toml", 'ignore = ["CB012"]\n')
    for command in commands:
        done = workshop.run(*command)
        assert (done.code, "CB012" in done.out + done.err) == (0, False)


def test_a_value_that_every_edition_sets(workshop: Workshop) -> None:
    """`[metadata]` cannot set it; one that some editions set is right."""
    workshop.write("course/lab.md", LESSON)
    workshop.write(
        "coursebuild.toml", '[metadata]\nlevel = "basic"\ncorrection = true\n[editions.expert]\nlevel = "x"\n'
    )
    assert [line for line in workshop.run("check").out.splitlines() if "CB" in line] == [
        (
            "coursebuild.toml:3:1: warning[CB018]: `metadata.correction` has no effect: "
            "the edition decides the value of `correction`"
        )
    ]


def test_a_warning_about_ignore_can_be_ignored(workshop: Workshop) -> None:
    """The other warnings about the configuration are still reported."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("filters/other.py", "")
    workshop.write("coursebuild.toml", 'ignore = ["CB015", "CB999"]\n')
    assert re.findall(r"CB\d+", workshop.run("check").out) == ["CB012"]


def test_a_filter_that_reads_yaml(workshop: Workshop) -> None:
    """panflute.yaml_filter works; a block with invalid YAML stays as it is."""
    workshop.write("course/lab.md", "# Lab\n\n~~~ need\ntool: make\n~~~\n\n~~~ need\n[\n~~~\n")
    workshop.write("coursebuild.toml", 'filters = ["need"]\n')
    workshop.write(
        "filters/need.py",
        "from panflute import Para, Str, yaml_filter\n\n\n"
        "def need(options, **_):\n    return Para(Str(options['tool']))\n\n\n"
        "def transform(doc):\n"
        "    return doc.walk(lambda e, d: yaml_filter(e, d, tag='need', function=need))\n",
    )
    done = workshop.run("--to", "html")
    assert done.code == 0, done.err
    assert "<p>make</p>" in workshop.main()
    assert "<pre" in workshop.main()


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


def _on_a_terminal(workshop: Workshop, *, also_names: bool = False, **environment: str) -> str:
    """What a terminal gets of a build: standard error, and with `also_names` standard output too."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "coursebuild", "--to", "html"],
        cwd=workshop.folder,
        stdin=subprocess.DEVNULL,
        stdout=follower if also_names else subprocess.PIPE,
        stderr=follower,
        env={**os.environ, "TERM": "xterm-256color", **environment},
    )
    os.close(follower)
    output = b""
    try:
        while part := os.read(leader, 4096):
            output += part
    except OSError:  # Linux raises this when the other side is closed
        pass
    os.close(leader)
    process.communicate()
    return output.decode()


def test_progress_bar_and_colours(workshop: Workshop) -> None:
    """Only a terminal gets a progress bar and colours; NO_COLOR turns colours off."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/bad.md", "")
    output = _on_a_terminal(workshop)
    assert "Building" in output
    assert "\x1b[31m" in output
    plain = _on_a_terminal(workshop, NO_COLOR="1")
    assert "error[CB003]" in plain
    assert "\x1b[31m" not in plain
    assert "\x1b" not in workshop.run("--to", "html").err


def test_names_of_files_have_lines_of_their_own(workshop: Workshop) -> None:
    """The bar is taken away before each, and at the end the summary is the only other line."""
    names = [f"lab{number}" for number in range(4)]
    for name in names:
        workshop.write(f"course/{name}.md", LESSON)
    lines = _on_a_terminal(workshop, also_names=True).split("\r\n")
    shown = [line.rpartition("\x1b[2K")[2].rpartition("\r")[2] for line in lines]
    written = [*(f"{name}.html" for name in names), "index.html", "search.js"]
    assert [line for line in shown if "build/" in line] == [f"build/student/{name}" for name in written]
    assert any(" of 4" in line for line in lines)
    assert [line for line in shown if line.startswith("4 documents, 6 files in ")] != []


def test_ctrl_c(workshop: Workshop) -> None:
    """Exit status 130, and one line says what was not built; no incomplete file remains."""
    for n in range(30):
        workshop.write(f"course/lab{n}.md", LESSON)
    process = subprocess.Popen(
        [sys.executable, "-m", "coursebuild"],
        cwd=workshop.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    last = errors.decode().splitlines()[-1]
    assert re.fullmatch(r"interrupted: course/lab\d+\.md and \d+ more not built", last)
    assert b"Traceback" not in errors
    time.sleep(0.2)
    assert [name for name in workshop.files() if not name.endswith((".html", ".pdf"))] == []
