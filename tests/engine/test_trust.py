"""A checkout of a stranger: `--untrusted` and `--trusted REV` use nothing of it but its lessons and images.

Each file that has an effect on a build is tried alone: without the options the effect is there.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workshop import GIT, ROOT, Workshop, commit, git

from coursebuild import config
from coursebuild.engine import Session
from coursebuild.engine.documents.prepare import prepare
from coursebuild.model import BuildOptions, Format, UsageError

LESSON = """---
title: Lab
---

:::tip
Use `ls`.
:::

[A manual](https://example.org/manual), ![a picture](https://example.org/a.png) and ![another
](../shared/b.svg).

::: {.exercise title="1. List"}
What does it print?
:::

::: correction
The names of the files that the folder holds, one on each line of the terminal.
:::

::: {.exercise title="2. And with `-l`"}
What does it print now?
:::

## Answer key

Somewhere else.
"""
LEVELS = """---
title: Levels
lang: en
---

[Some words]{.if level="high"} and others.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title></svg>'
FILTER = """import pathlib
import panflute as pf
pathlib.Path({witness!r}).write_text("run")
def transform(doc):
    doc.content.append(pf.Para(pf.Str({word!r})))
    return doc
"""
ENDLESS = '{% include "page.html.jinja" %}'
OURS = 'title = "Ours"\nfilters = ["mark"]\n[theme]\nlogo = "art/logo.svg"\n'
REVISION = "ours"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """The folder of a checkout, beside which others can be made."""
    (tmp_path / "checkout").mkdir()
    return Workshop(tmp_path / "checkout")


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course in a repository, with the tag REVISION, and files that have no effect yet."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/levels.md", LEVELS)
    workshop.write("more/lab2.md", LEVELS)
    workshop.write("coursebuild.toml", OURS)
    workshop.write("filters/mark.py", FILTER.format(witness=str(workshop.folder / "ours-ran"), word="Ours"))
    workshop.write("templates/labels.toml", '[en]\ntip = "Our tip"\n')
    workshop.write("art/logo.svg", SVG.format("ours"))
    commit(workshop.folder, REVISION)
    return workshop


def _configure(key: str, value: str) -> Callable[[Workshop], object]:
    """Write a coursebuild.toml that has one more key, or one line of a table."""
    table, _, name = key.rpartition(".")
    top = "" if table else f"{name} = {value}\n"
    rest = f"[{table}]\n{name} = {value}\n" if table else ""
    return lambda w: w.write("coursebuild.toml", f'{top}filters = ["mark"]\n{rest}')


def _hostile_filter(workshop: Workshop) -> None:
    text = FILTER.format(witness=str(workshop.folder / "theirs-ran"), word="Theirs")
    workshop.write("filters/mark.py", text)


def _hostile_resources(workshop: Workshop) -> None:
    (outside := workshop.folder.parent / "outside").mkdir()
    (outside / "b.svg").write_text(SVG.format("secret"))
    (workshop.folder / "shared").symlink_to(outside)
    _configure("resources", '["shared"]')(workshop)


FILES: dict[str, Callable[[Workshop], object]] = {
    "filter": _hostile_filter,
    "template": lambda w: w.write("templates/page.html.jinja", ENDLESS),
    "style sheet": lambda w: w.write("templates/base.css", "body::after { content: 'Theirs' }"),
    "style sheet of print": lambda w: w.write("templates/print.css", "body::after { content: 'Theirs' }"),
    "script": lambda w: w.write("templates/page.js", "theirs()"),
    "early script": lambda w: w.write("templates/early.js", "theirs()"),
    "labels": lambda w: w.write("templates/labels.toml", '[en]\ntip = "<script>theirs()</script>"\n'),
    "palette": lambda w: w.write("templates/palette.toml", '[light]\ntip = "#bad0ff"\n'),
    "icon": lambda w: w.write("templates/icons/tip.svg", SVG.format("theirs")),
    "broken labels": lambda w: w.write("templates/labels.toml", "= broken"),
    "linked template": lambda w: (w.folder / "templates" / "base.css").symlink_to("/etc/passwd"),
    "filters": lambda w: w.write("coursebuild.toml", "filters = []\n"),
    "missing filter": lambda w: w.write("coursebuild.toml", 'filters = ["other"]\n'),
    "sources": _configure("sources", '["more"]'),
    "output": _configure("output", '"public"'),
    "resources": _hostile_resources,
    "ignore": _configure("ignore", '["CB125", "CB203", "CB137"]'),
    "public": _configure("public", '["Answer key"]'),
    "require-corrections": _configure("require-corrections", "true"),
    "cover": _configure("cover", "true"),
    "toc": _configure("toc", "true"),
    "draft": _configure("draft", "true"),
    "links": _configure("links", '"footnote"'),
    "accent": _configure("theme.accent", '"#bad0ff"'),
    "font": _configure("theme.font", '"Inter"'),
    "paper": _configure("theme.paper", '"letter"'),
    "margins": _configure("theme.margins", '"9mm"'),
    "logo": _configure("theme.logo", '"course/../art/logo.svg"'),
    "limits": _configure("limits.page-seconds", "9999"),
    "metadata": _configure("metadata.level", '"high"'),
    "edition": _configure("editions.tutor.correction", "true"),
    "students' edition": _configure("editions.student.level", '"high"'),
}
WORDS: dict[str, Callable[[Workshop], object]] = {
    "title": _configure("title", '"Theirs"'),
    "author": _configure("author", '["Theirs"]'),
    "lang": _configure("lang", '"fr"'),
}


def _made(folder: Path, **trust: Any) -> object:
    """All that a build would make of a course and say of it, for the screen and for print."""
    with Session.open(folder, **trust) as session:
        course = session.course
        locations, skipped = config.locate(course, (), folder / course.output)
        options = BuildOptions(tuple(course.editions.values()), tuple(Format), {}, fetch=False, jobs=1)
        documents = [prepare(session, location, options) for location in locations]
        pages = [(p.page.path, p.page.html) for document in documents for p in document.pages]
        said = [diagnostic for document in documents for diagnostic in document.diagnostics]
        return course.output, course.limits, [*skipped, *config.warnings(course), *said], pages


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_no_effect(course: Workshop, name: str) -> None:
    """But without the options, it has."""
    course.write("coursebuild.toml", 'filters = ["mark"]\n')
    before = _made(course.folder)
    expected = [_made(course.folder, untrusted=True), _made(course.folder, trusted=REVISION)]
    FILES[name](course)
    assert [_made(course.folder, untrusted=True), _made(course.folder, trusted=REVISION)] == expected
    assert not (course.folder / "theirs-ran").exists()
    assert _made(course.folder) != before
    assert (course.folder / "theirs-ran").exists() == (name == "filter")


@pytest.mark.parametrize("name", WORDS)
def test_words_of_the_configuration(course: Workshop, name: str) -> None:
    """`--untrusted` takes title, author and language; `--trusted` takes them from the revision."""
    course.write("coursebuild.toml", "")
    before, expected = _made(course.folder, untrusted=True), _made(course.folder, trusted=REVISION)
    WORDS[name](course)
    assert _made(course.folder, untrusted=True) != before
    assert _made(course.folder, trusted=REVISION) == expected


def test_a_folder_of_the_revision_that_is_now_a_link(course: Workshop) -> None:
    """What leads out of the checkout is refused, but not a link within it, nor what is outside anyway."""
    (outside := course.folder.parent / "outside").mkdir()
    shutil.copytree(course.folder / "course", outside / "course")
    course.write("coursebuild.toml", f'resources = ["{outside}/course", "more", "near"]\n')
    (course.folder / "near").symlink_to("course")
    commit(course.folder, "with-folder")
    _made(course.folder, trusted="with-folder")
    shutil.rmtree(course.folder / "more")
    (course.folder / "more").symlink_to(outside)
    with pytest.raises(UsageError) as raised:
        _made(course.folder, trusted="with-folder")
    (found,) = raised.value.diagnostics
    assert (found.code, found.message) == (
        "CB005",
        "`resources`: `more` is a link that leads out of the checkout",
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("templates", "link"),
        ("templates/base.css", "link"),
        ("filters/mark.py", "link"),
        ("art/logo.svg", "link"),
        ("templates/base.css", "submodule"),
    ],
)
def test_what_is_no_file_at_the_revision(course: Workshop, name: str, kind: str) -> None:
    """It is neither followed nor left out without a word."""
    path = course.folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    if kind == "link":
        path.symlink_to("course")
        commit(course.folder, "odd")
    else:
        head = git(course.folder, "rev-parse", "HEAD")
        git(course.folder, "update-index", "--add", "--cacheinfo", f"160000,{head},{name}")
        git(course.folder, "commit", "--quiet", "--message", "Write")
        git(course.folder, "tag", "odd")
    with pytest.raises(UsageError) as raised:
        _made(course.folder, trusted="odd")
    (found,) = raised.value.diagnostics
    wanted = "a symbolic link" if kind == "link" else "a submodule"
    assert found.message == f"`{name}` is {wanted} at that revision, which is not followed"
    assert (found.path, found.code) == ("--trusted odd", "CB020")


def test_a_tree_with_a_path_that_leads_out(course: Workshop) -> None:
    """Git refuses to check such a tree out; nothing is written outside of the temporary folder."""
    blob = git(course.folder, "rev-parse", f"{REVISION}:course/lab.md")
    inner = _tree(course.folder, f"100644 blob {blob}\tevil.md")
    outer = _tree(course.folder, f"040000 tree {inner}\t..")
    top = _tree(course.folder, f"040000 tree {outer}\ttemplates")
    name = git(course.folder, "commit-tree", top, "-m", "Write")
    with pytest.raises(UsageError, match="not a path below the course"):
        _made(course.folder, trusted=name)


def _tree(folder: Path, entry: str) -> str:
    done = subprocess.run(
        [GIT, "-C", folder, "mktree"], input=entry + "\n", text=True, capture_output=True, check=True
    )
    return done.stdout.strip()


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
def ours(workshop: Workshop) -> Workshop:
    """A course without mistakes, with a filter, a template, labels and a logo."""
    workshop.write("course/lab.md", "---\ntitle: Lab\nlang: en\n---\n\n:::tip\nUse `ls`.\n:::\n")
    workshop.write("coursebuild.toml", OURS + "[editions.tutor]\ncorrection = true\n")
    workshop.write(
        "filters/mark.py", FILTER.format(witness=str(workshop.folder.parent / "ours-ran"), word="Ours")
    )
    workshop.write("templates/labels.toml", '[en]\ntip = "Our tip"\n')
    workshop.write("art/logo.svg", SVG.format("ours"))
    commit(workshop.folder, REVISION)
    return workshop


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


def test_the_jobs_of_the_guide(ours: Workshop) -> None:
    """Their commands build a clone in which a stranger changed everything, as `main` would have it built."""
    git(ours.folder, "branch", "--force", "main")
    assert _run(ours).code == 0
    expected = _output(ours)
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    commands = re.findall(
        r"^ +- (?:run: )?((?:coursebuild|git) .*(?:trusted|origin).*)$", guide, re.MULTILINE
    )
    assert [command.split()[0] for command in commands] == [*["coursebuild"] * 2, "git", *["coursebuild"] * 2]
    git(ours.folder.parent, "clone", "--quiet", str(ours.folder), "clone")
    clone = Workshop(ours.folder.parent / "clone")
    for each in ("filter", "script", "labels", "icon"):
        FILES[each](clone)
    git(clone.folder, "commit", "--quiet", "--all", "--message", "Write")
    for command in commands:
        name, *arguments = command.replace('"$CI_DEFAULT_BRANCH"', "main").split()
        if name == "git":
            assert _output(clone) == expected
            git(clone.folder, *arguments)
        else:
            done = _run(clone, *arguments)
            assert done.code == 0, done.err
    assert _output(clone) == expected
    assert not (clone.folder / "theirs-ran").exists()


def test_a_folder_that_looks_like_a_repository(ours: Workshop) -> None:
    """A stranger's lesson folder may hold one with another meaning of the revision; git does not take it."""
    theirs = ours.folder / "td"
    shutil.copytree(ours.folder, theirs, ignore=shutil.ignore_patterns("td"))
    _hostile_filter(Workshop(theirs))
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
    ours.write("coursebuild.toml", f'title = """\n{"a " * 10**5}\n"""\n{" " * 10**5}\nother = 3\n')
    assert _run(ours, "--untrusted").code == 2
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
