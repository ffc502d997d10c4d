"""A checkout of a stranger: `--untrusted` and `--trusted REV` use its lessons and images alone."""

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from strangers import FILES, FILTER, OURS, REVISION, SVG, hostile_filter
from workshop import GIT, Workshop, commit, git


def _run(course: Workshop, *arguments: str, **environment: str) -> Any:
    """Run the command with a cache outside of the checkout; Python does not look for modules in it."""
    cache = str(course.folder.parent / "cache")
    return course.run(*arguments, **{"COURSEBUILD_CACHE": cache, "PYTHONSAFEPATH": "1"} | environment)


def _output(course: Workshop) -> dict[str, bytes]:
    """The contents of all files of the output folder, which is removed."""
    build = course.folder / "build"
    found = {str(p.relative_to(build)): p.read_bytes() for p in build.rglob("*") if p.is_file()}
    shutil.rmtree(build)
    return found


@pytest.fixture
def ours(checkout: Workshop) -> Workshop:
    """A course without mistakes, with a filter, a template, labels and a logo."""
    checkout.write("course/lab.md", "---\ntitle: Lab\nlang: en\n---\n\n:::tip\nUse `ls`.\n:::\n")
    checkout.write("coursebuild.toml", OURS + "[editions.tutor]\ncorrection = true\n")
    checkout.write(
        "filters/mark.py", FILTER.format(witness=str(checkout.folder.parent / "ours-ran"), word="Ours")
    )
    checkout.write("templates/labels.toml", '[en]\ntip = "Our tip"\n')
    checkout.write("art/logo.svg", SVG.format("ours"))
    commit(checkout.folder, REVISION)
    return checkout


def test_a_clean_checkout(ours: Workshop) -> None:
    """With the revision that is checked out, each file of each edition is the same, byte for byte."""
    assert _run(ours, "--all", "--quiet").code == 0
    files = _output(ours)
    assert len(files) == 6
    assert b"Our tip" in files["student/lab.html"]
    done = _run(ours, "--all", "--force", "--trusted", "HEAD")
    assert (done.code, done.err.split(" ")[0]) == (0, "trusted:"), done.err
    assert _output(ours) == files


def test_a_hostile_checkout(ours: Workshop) -> None:
    """Everything at once: files, modules beside the sources, programs that git is configured to run."""
    options = {"untrusted": ("--untrusted",), "trusted": ("--trusted", REVISION)}
    expected = {}
    for name, option in options.items():
        assert _run(ours, "--strict", *option).code == 0
        expected[name] = _output(ours)
        assert (b"Our tip" in expected[name]["student/lab.html"]) == (name == "trusted")
    (ours.folder.parent / "ours-ran").unlink()
    witness = ours.folder / "theirs-ran"
    for each in ("filter", "template", "script", "labels", "icon", "style sheet of print"):
        FILES[each](ours)
    ours.write("coursebuild.toml", 'title = "Ours"\nfilters = ["mark"]\nignore = ["CB125"]\npublic = ["x"]\n')
    for module in ("jinja2", "click", "yaml", "coursebuild", "sitecustomize"):
        ours.write(f"{module}.py", f"import pathlib\npathlib.Path({str(witness)!r}).write_text('run')\n")
    ours.write(".gitattributes", "* filter=x diff=x merge=x\n")
    for key in "core.fsmonitor core.pager core.editor core.sshCommand core.askPass diff.external".split():
        git(ours.folder, "config", key, f"touch '{witness}'")
    for key in "filter.x.smudge filter.x.clean filter.x.process diff.x.textconv diff.x.command".split():
        git(ours.folder, "config", key, f"touch '{witness}'; cat")
    git(ours.folder, "config", "alias.ls-tree", f"!touch '{witness}'")
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        ours.write(f".git/hooks/{hook}", f"#!/bin/sh\ntouch '{witness}'\n").chmod(0o755)
    for name, option in options.items():
        for action in (("build",), ("check",), ("verify", "build")):
            done = _run(ours, *action, *option)
            assert done.code == 0, done.err
            said = "untrusted: templates/, filters/ and 3 keys of coursebuild.toml are not used"
            assert (said in done.err) == (name == "untrusted")
        assert not witness.exists()
        assert _output(ours) == expected[name]
    for command in ([GIT, "status"], [sys.executable, "-c", "import click"]):
        subprocess.run(command, cwd=ours.folder, capture_output=True, check=False)
        witness.unlink()
    assert _run(ours, "--to", "html", "--force").code != 0
    assert witness.exists()


def test_a_folder_that_looks_like_a_repository(ours: Workshop) -> None:
    """A stranger's lesson folder may hold one with another meaning of the revision; git does not take it."""
    theirs = ours.folder / "td"
    shutil.copytree(ours.folder, theirs, ignore=shutil.ignore_patterns("td"))
    hostile_filter(Workshop(theirs))
    commit(theirs, "more")
    for name in ("HEAD", "objects", "refs", "config"):
        (theirs / ".git" / name).rename(theirs / name)
    shutil.rmtree(theirs / ".git")
    git(theirs, "config", "--file", "config", "core.bare", "true")
    assert git(theirs, "rev-parse", "more")
    cache = str(ours.folder.parent / "cache")
    done = _run(Workshop(theirs), "--trusted", "more", COURSEBUILD_CACHE=cache)
    assert (done.code, "CB020" in done.err) == (2, True), done.err
    assert not (theirs / "theirs-ran").exists()


@pytest.mark.parametrize("option", [("--untrusted",), ("--trusted", REVISION)])
def test_what_one_kind_of_build_recorded(ours: Workshop, option: tuple[str, ...]) -> None:
    """A build is up to date after one of its own kind only."""
    FILES["labels"](ours)
    _run(ours, "--to", "html")
    assert "1 unchanged" in _run(ours, "--to", "html").err
    assert "1 unchanged" not in _run(ours, "--to", "html", *option).err
    assert "1 unchanged" in _run(ours, "--to", "html", *option).err
    assert "1 unchanged" not in _run(ours, "--to", "html").err


def test_another_revision_is_built_anew(ours: Workshop) -> None:
    """Names may move from one commit to another."""
    git(ours.folder, "branch", "main-copy")
    _run(ours, "--to", "html", "--trusted", "main-copy")
    ours.write("templates/labels.toml", '[en]\ntip = "Newer tip"\n')
    commit(ours.folder, "newer")
    git(ours.folder, "branch", "--force", "main-copy")
    _run(ours, "--to", "html", "--trusted", "main-copy")
    assert "Newer tip" in ours.html()


@pytest.mark.parametrize("option", [("--untrusted",), ("--trusted", REVISION), ()])
def test_what_a_stranger_shows_is_not_remembered(ours: Workshop, option: tuple[str, ...]) -> None:
    """Their `.public` holds for their build; the next one of ours still knows what it withheld."""
    text = "The names of the files that the folder holds, one on each line."
    lesson = f"---\ntitle: Lab\nlang: en\n---\n\n::: {{}}\n{text}\n:::\n"
    ours.write("course/lab.md", lesson.replace("{}", "correction"))
    assert _run(ours, "--all", "--to", "html").code == 0
    ours.write("course/lab.md", lesson.replace("{}", "public"))
    assert _run(ours, "--to", "html", *option).code == 0
    ours.write("course/lab.md", lesson.replace("::: {}\n", "").replace("\n:::\n", "\n"))
    assert ("CB157" in _run(ours, "check").err + _run(ours, "check").out) == bool(option)


def test_files_of_editions_that_are_not_used(ours: Workshop) -> None:
    """They stay where they are."""
    _run(ours, "--all", "--to", "html")
    assert "removed" not in _run(ours, "--all", "--to", "html", "--untrusted").err
    assert "tutor/lab.html" in ours.files()


def test_wrong_calls(ours: Workshop) -> None:
    """Both options, an unknown revision, a broken configuration, a cache that comes with the checkout."""
    assert _run(ours, "--untrusted", "--trusted", "HEAD").code == 2
    for name in ("v9", "--all", ""):
        done = _run(ours, "--trusted", name)
        assert (done.code, "CB020" in done.err) == (2, True), done.err
    for option in (("--untrusted",), ("--trusted", "HEAD")):
        done = _run(ours, *option, COURSEBUILD_CACHE=".cache")
        assert (done.code, "CB021" in done.err) == (2, True), done.err
    ours.write("coursebuild.toml", "lang = 3\n")
    assert _run(ours, "--untrusted").code == 2
    ours.write("coursebuild.toml", f'title = """\n{"a " * 10**5}\n"""\n{" " * 10**5}\nother = \n')
    assert _run(ours, "--untrusted").code == 2
    ours.write("coursebuild.toml", 'unknown-key = 3\ntoc = "perhaps"\n[editor]\ncommand = "{nothing}"\n')
    assert _run(ours, "check", "--untrusted").code == 0  # what it would not use is not validated either
    assert _run(ours, "check", "--trusted", REVISION).code == 0
    shutil.rmtree(ours.folder / ".git")
    done = _run(ours, "--trusted", "HEAD", GIT_CEILING_DIRECTORIES=str(ours.folder.parent))
    assert (done.code, "not a git repository" in done.err) == (2, True), done.err


def test_no_temporary_folder_stays(ours: Workshop) -> None:
    """After a build, one that fails and one that is refused."""
    (temporary := ours.folder.parent / "temporary").mkdir()
    ours.write("course/bad.md", "::: correction\nNo end.\n")
    for arguments, code in (
        (("course/lab.md", "--to", "html"), 0),
        (("--to", "html"), 1),
        (("-M", "edition=x"), 2),
    ):
        assert _run(ours, "--trusted", REVISION, *arguments, TMPDIR=str(temporary)).code == code
        assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_temporary_folder_stays_after_a_signal(ours: Workshop, number: signal.Signals) -> None:
    """The folder is there while a filter of the revision runs. After SIGKILL, the next build removes it."""
    (temporary := ours.folder.parent / "temporary").mkdir()
    waiting = ours.folder.parent / "waiting"
    program = f"import pathlib, time\npathlib.Path({str(waiting)!r}).touch()\ntime.sleep(60)\n"
    ours.write("filters/mark.py", program)
    commit(ours.folder, "slow")
    with subprocess.Popen(
        [sys.executable, "-m", "coursebuild", "--to", "html", "--trusted", "slow"],
        cwd=ours.folder,
        env={**os.environ, "TMPDIR": str(temporary), "COURSEBUILD_CACHE": str(ours.folder.parent / "cache")},
        stderr=subprocess.DEVNULL,
    ) as process:
        while not waiting.exists() and process.poll() is None:
            time.sleep(0.05)
        assert len(list(temporary.iterdir())) == 1
        process.send_signal(number)
        assert process.wait() in (128 + number, -number)
    if number == signal.SIGKILL:
        assert len(list(temporary.iterdir())) == 1
        assert _run(ours, "--untrusted", "--to", "html", TMPDIR=str(temporary)).code == 0
    assert list(temporary.iterdir()) == []
