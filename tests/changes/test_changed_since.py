"""With `changed-since`, a lesson says that its readers see something else than at that revision."""

import os
import re
import shutil

from workshop import GIT, Workshop, commit, git

TREE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="1"/></svg>\n'
LESSON = "---\ntitle: Files\n---\n\nList the files.\n\n::: correction\nThere are {answer} in 2026.1.\n:::\n"


def _says(workshop: Workshop) -> dict[str, str]:
    """What the pages that say something of a revision say."""
    found = {}
    for name in workshop.files():
        text = (workshop.folder / "build" / name).read_text(encoding="utf-8")
        if name.endswith(".html") and (said := re.search(r'<p class="changed-since">([^<]*)', text)):
            found[name.removesuffix(".html")] = said[1]
    return found


def _build(workshop: Workshop, **environment: str) -> str:
    done = workshop.run("--all", "--to", "html", **environment)
    assert done.code == 0, done.err
    return done.err


def _calls_of_git(workshop: Workshop) -> int:
    """How often a build of what is up to date starts git."""
    log = workshop.folder / "log"
    script = f'#!/bin/sh\necho x >> "{log}"\nexec "{shutil.which(GIT)}" "$@"\n'
    workshop.write("bin/git", script).chmod(0o755)
    path = f"{workshop.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    assert "3 unchanged" in _build(workshop, PATH=path)
    return log.read_text().count("x")


def test_each_edition_says_what_changed_for_its_readers(workshop: Workshop) -> None:
    """In the lesson's language, and again when the tag means another commit; new lessons say nothing."""
    for name in ("own", "both"):
        workshop.write(f"course/{name}.md", LESSON)
    workshop.write("coursebuild.toml", 'changed-since = "2026.1"\nindex = false\n')
    commit(workshop.folder, "2026.1")
    workshop.write("course/own.md", LESSON.replace("{answer}", "forty"))
    workshop.write("course/both.md", LESSON.replace("title: Files", "title: Folders\nlang: fr"))
    workshop.write("course/new.md", "# New\n")
    _build(workshop)
    assert _says(workshop) == {
        "instructor/own": "Changed since 2026.1",
        "student/both": "Modifiée depuis 2026.1",
        "instructor/both": "Modifiée depuis 2026.1",
    }
    assert _calls_of_git(workshop) == 1  # however many lessons are up to date
    git(workshop.folder, "add", "--all")
    git(workshop.folder, "commit", "--quiet", "--message", "Change")
    git(workshop.folder, "tag", "--force", "2026.1")
    _build(workshop)
    assert _says(workshop) == {}


def test_without_the_revision_lessons_are_built_and_it_is_said(workshop: Workshop) -> None:
    workshop.write("course/lab.md", LESSON)
    workshop.write("coursebuild.toml", 'changed-since = "2026.1"\n')
    assert "coursebuild.toml:1:1: warning[CB272]" in _build(workshop)
    assert "warning[CB272]" in workshop.run("check").err + workshop.run("check").out
    assert _says(workshop) == {}


def test_the_index_names_the_lessons_that_say_it(workshop: Workshop) -> None:
    """Also where another file has changed than the lesson's own; what is as it was has not."""
    course = Workshop(workshop.folder / "network")
    include = '```{{.python include="{}.py"}}\n```\n'
    lessons = {
        "as it was": include.format("../../shared/kept"),
        "code": include.format("../../shared/code"),
        "new words": "One.\n",
        "picture": "![A tree](tree.svg)\n",
        "part": '::: {include="_part.md"}\n:::\n',
    }
    files = {"../shared/kept.py": "one = 1\n", "../shared/code.py": "one = 1\n"}
    files |= {"course/tree.svg": TREE, "course/_part.md": "One.\n"}
    texts = {f"course/{name}.md": f"---\ntitle: {name}\n---\n\n{text}" for name, text in lessons.items()}
    configuration = 'resources = ["../shared"]\nchanged-since = "first"\n'
    for name, text in (files | texts | {"coursebuild.toml": configuration}).items():
        course.write(name, text)
    commit(workshop.folder, "first")
    assert course.run("--to", "html").code == 0
    assert _listed(course) == []
    changed = {"../shared/code.py", "course/tree.svg", "course/_part.md", "course/new words.md"}
    for name in changed:
        course.write(
            name, (files | texts)[name].replace("one", "two").replace("One", "Two").replace("circle", "rect")
        )
    assert course.run("--to", "html").code == 0
    said = {name.removeprefix("student/") for name in _says(course) if name.startswith("student/")}
    assert said == {"code", "new words", "picture", "part"}
    assert set(_listed(course)) == said
    course.write("course/tree.svg", TREE)
    assert course.run("--to", "html").code == 0
    assert set(_listed(course)) == said - {"picture"}
    assert course.run("verify").code == 0


def _listed(course: Workshop) -> list[str]:
    """The lessons that the index says have changed."""
    changes = course.html("index").partition('<details class="changes"')[2].partition("</details>")[0]
    return re.findall(r"<a[^>]*>([^<]*)", changes)
