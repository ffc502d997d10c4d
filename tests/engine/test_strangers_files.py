"""What a stranger's checkout may hold: each file that has an effect on a build is tried alone.

Without `--untrusted` and `--trusted REV`, the effect is there.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from strangers import FILES, FILTER, OURS, REVISION, SVG, configure
from workshop import GIT, Workshop, commit, git

from coursebuild import config
from coursebuild.engine import Session
from coursebuild.engine.documents.prepare import prepare
from coursebuild.model import PAGES, BuildOptions, UsageError

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


@pytest.fixture
def course(checkout: Workshop) -> Workshop:
    """A course in a repository, with the tag REVISION, and files that have no effect yet."""
    checkout.write("course/lab.md", LESSON)
    checkout.write("course/levels.md", LEVELS)
    checkout.write("more/lab2.md", LEVELS)
    checkout.write("coursebuild.toml", OURS)
    checkout.write("filters/mark.py", FILTER.format(witness=str(checkout.folder / "ours-ran"), word="Ours"))
    checkout.write("templates/labels.toml", '[en]\ntip = "Our tip"\n')
    checkout.write("art/logo.svg", SVG.format("ours"))
    commit(checkout.folder, REVISION)
    return checkout


WORDS: dict[str, Callable[[Workshop], object]] = {
    "title": configure("title", '"Theirs"'),
    "author": configure("author", '["Theirs"]'),
    "lang": configure("lang", '"fr"'),
}


def _made(folder: Path, **trust: Any) -> object:
    """All that a build would make of a course and say of it, for the screen and for print."""
    with Session.open(folder, **trust) as session:
        course = session.course
        locations, skipped = config.locate(course, (), folder / course.output)
        options = BuildOptions(tuple(course.editions.values()), PAGES, {}, fetch=False, jobs=1)
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


def test_a_path_that_is_too_deep_to_be_written(course: Workshop) -> None:
    """It is refused where it would be used, and left out where courses are compared."""
    blob = git(course.folder, "rev-parse", f"{REVISION}:course/lab.md")
    name = f"templates/{'a/' * 1200}x.css"
    git(course.folder, "update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
    git(course.folder, "commit", "--quiet", "--message", "Write")
    git(course.folder, "tag", "deep")
    with pytest.raises(UsageError) as raised:
        _made(course.folder, trusted="deep")
    (found,) = raised.value.diagnostics
    assert (found.code, "is in more than 100 folders" in found.message) == ("CB020", True)
    assert course.run("diff", "deep").code == 0


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
