"""Completion by shells: commands, options, lessons, editions and codes."""

import shutil
import subprocess
import sys

import pytest
from workshop import Workshop

LESSON = "---\ntitle: Lab\n---\n\nText.\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A course with an edition of its own, and a lesson whose path has a space."""
    workshop = Workshop(tmp_path_factory.mktemp("course"))
    workshop.write("coursebuild.toml", "[editions.tutor]\ncorrection = true\n")
    workshop.write("course/en/first.md", LESSON)
    workshop.write("course/part two/été.md", LESSON)
    return workshop


def _completed(workshop: Workshop, line: str, shell: str = "bash") -> list[str]:
    """What a shell is answered when the Tab key is pressed at the end of a line."""
    words = line.split(" ")
    place = words[-1] if shell == "fish" else str(len(words) - 1)
    done = workshop.run(COMP_WORDS=line.rstrip(), COMP_CWORD=place, _COURSEBUILD_COMPLETE=f"{shell}_complete")
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("coursebuild ver", ["plain,verify"]),
        ("coursebuild --edi", ["plain,--edition"]),
        ("coursebuild --ver", ["plain,--version", "plain,--verbose"]),
        ("coursebuild course/en/f", ["plain,course/en/first.md"]),
        ("coursebuild course/p", [r"plain,course/part\\ two/été.md"]),
        ("coursebuild --correction course/e", ["plain,course/en/first.md"]),
        ("coursebuild build course/e", ["plain,course/en/first.md"]),
        ("coursebuild check --reveal course/e", ["plain,course/en/first.md"]),
        ("coursebuild starter course/e", ["plain,course/en/first.md"]),
        ("coursebuild run-code --lesson course/e", ["plain,course/en/first.md"]),
        ("coursebuild run-code --edition t", ["plain,tutor"]),
        ("coursebuild --edition ", ["plain,student", "plain,instructor", "plain,tutor"]),
        ("coursebuild --edition = t", ["plain,tutor"]),  # how bash divides `--edition=t`
        ("coursebuild --to ", ["plain,html", "plain,pdf", "plain,docx", "plain,moodle"]),
        ("coursebuild explain cb001", ["plain,CB001"]),
        ("coursebuild -o pub", ["dir,pub"]),
        ("coursebuild verify bu", ["dir,bu"]),
        ("coursebuild templates pr", ["plain,print.css"]),
        ("coursebuild init ne", ["dir,ne"]),
        ("coursebuild check notes/la", ["file,notes/la"]),
        ("coursebuild completion z", ["plain,zsh"]),
    ],
)
def test_what_is_completed(course: Workshop, line: str, expected: list[str]) -> None:
    """With and without the name of the command `build`; other paths are the shell's to complete."""
    assert _completed(course, line) == expected


def test_the_first_word(course: Workshop) -> None:
    """It is a command or a lesson."""
    answer = _completed(course, "coursebuild ")
    assert {"plain,build", "plain,cache", "plain,course/en/first.md"} <= set(answer)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells(course: Workshop, shell: str) -> None:
    """They show the title of a rule beside its code."""
    answer = "\n".join(_completed(course, "coursebuild explain CB002", shell))
    assert "CB002" in answer
    assert "The file is not UTF-8" in answer


def test_a_course_with_mistakes(workshop: Workshop) -> None:
    """Nothing is printed but what is known without the configuration."""
    workshop.write("coursebuild.toml", "titel = 3\n")
    assert _completed(workshop, "coursebuild --edition s") == ["plain,student"]
    assert _completed(workshop, "coursebuild course/e") == ["file,course/e"]
    done = workshop.run(COMP_WORDS="", _COURSEBUILD_COMPLETE="bash_complete")
    assert (done.code, done.out, done.err) == (0, "", "")


BASH = """
mkdir -p bin
printf '#!/bin/sh\\nexec {python} -m coursebuild "$@"\\n' > bin/coursebuild
chmod +x bin/coursebuild
PATH="$PWD/bin:$PATH"
eval "$(coursebuild completion bash)"
COMP_WORDS=(coursebuild check course/p) COMP_CWORD=2
_coursebuild_completion coursebuild course/p check
printf '%s\\n' "${{COMPREPLY[@]}}"
COMP_WORDS=(coursebuild check '"course/p') COMPREPLY=()
_coursebuild_completion coursebuild '"course/p' check
printf '%s\\n' "${{COMPREPLY[@]}}"
complete -p coursebuild
"""


def test_in_a_real_bash(course: Workshop) -> None:
    """The script that the command prints defines a completion, which gives words that can be typed."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("there is no bash")
    script = BASH.format(python=sys.executable)
    done = subprocess.run(
        [bash, "--norc", "-c", script], cwd=course.folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[:2] == [r"course/part\ two/été.md", "course/part two/été.md"]
    assert "-F _coursebuild_completion coursebuild" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_says_how_to_install_it(course: Workshop, shell: str) -> None:
    """As a comment, so that the script can be evaluated as it is."""
    lines = course.run("completion", shell).out.splitlines()
    assert lines[0].startswith("# To complete ")
    assert any(f"coursebuild completion {shell}" in line for line in lines[:4] if line.startswith("#"))
