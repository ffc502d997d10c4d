"""`coursebuild diff` shows what readers of each edition will see that they did not see at a revision."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from workshop import Workshop, commit, git

from coursebuild.changes import Block, Change, ChangesReport, How, Kind, LessonChanges, View, compare, formats

LESSON = """---
title: Files
---

# Exercise 1 {.exercise}

List the files of the folder, and count how many of them there are.

::: correction
There are {answer} files in it, if nobody has created another one.
:::

```sh
ls
wc -l
```

![A tree of folders](tree.png)
"""
PICTURE = b"\x89PNG, which no comparison reads" * 4


def _course(workshop: Workshop, **lessons: str) -> None:
    """A course with a tag `first`."""
    workshop.write("course/tree.png", PICTURE)
    for name, text in (lessons or {"lab": LESSON.replace("{answer}", "forty")}).items():
        workshop.write(f"course/{name}.md", text)
    commit(workshop.folder, "first")


def _report(workshop: Workshop, *arguments: str) -> Any:
    done = workshop.run("diff", "--format", "json", *arguments)
    assert done.code == 0, done.err
    return json.loads(done.out)


def _changes(report: Any, edition: str) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (change["change"], change["kind"], change["before"], change["after"])
        for lesson in report["lessons"]
        for view in lesson["views"]
        if view["edition"] == edition
        for change in view["changes"]
    ]


def test_each_edition_has_what_its_readers_see(workshop: Workshop) -> None:
    """A new line in the source is nothing; words, lines of code and the content of a picture are seen."""
    _course(workshop)
    text = LESSON.replace("{answer}", "fifty").replace("count how\n", "count how ").replace("wc -l", "wc -w")
    workshop.write("course/lab.md", text.replace("of the folder, and", "of this\nfolder, and"))
    workshop.write("course/tree.png", PICTURE + b"other")
    report = _report(workshop)
    assert (report["revision"], report["contains-corrections"]) == ("first", True)
    assert _changes(report, "student") == [
        (
            "changed",
            "text",
            "List the files of the folder, and count how many of them there are.",
            "List the files of this folder, and count how many of them there are.",
        ),
        ("changed", "code", "ls\nwc -l\n", "ls\nwc -w\n"),
        ("changed", "picture", "<tree.png>", "<tree.png>"),
    ]
    ((_, _, before, after),) = _changes(report, "instructor")
    assert before
    assert after == before.replace("forty", "fifty")
    students = workshop.run("diff", "--edition", "student", "--exit-code")
    assert students.code == 1
    assert "of [-the-]{+this+} folder" in students.out
    assert "- wc -l\n    + wc -w" in students.out
    assert "[another picture] <tree.png>" in students.out
    for word in ("forty", "fifty", "corrections", "instructor"):
        assert word not in students.out


def test_a_link_is_compared_by_what_it_leads_to(workshop: Workshop) -> None:
    """A picture, a file that is included and a lesson: the same behind a link, and behind another one."""
    workshop.write("coursebuild.toml", 'resources = ["code"]\n')
    workshop.write("code/first/a.py", "one = 1\n")
    text = '![A tree](link.png)\n\n```{.python include="../code/latest/b.py"}\n```\n'
    workshop.write("course/_lab.md", text)
    for link, to in {
        "course/link.png": "tree.png",
        "code/latest": "first",
        "code/first/b.py": "a.py",
        "course/linked.md": "_lab.md",
    }.items():
        (workshop.folder / link).symlink_to(to)
    _course(workshop, other="# Other\n")
    workshop.write("course/_lab.md", text.replace("link.png", "tree.png").replace("latest", "first"))
    assert [each[3] for each in _changes(_report(workshop), "student")] == ["<tree.png>"]
    workshop.write("code/first/a.py", "two = 2\n")
    workshop.write("course/tree.png", PICTURE + b"other")
    workshop.write("course/_lab.md", text)
    report = _report(workshop)
    assert [lesson["source"] for lesson in report["lessons"]] == ["course/linked.md"]
    assert [(how, kind) for how, kind, _, _ in _changes(report, "student")] == [
        ("changed", "picture"),
        ("changed", "code"),
    ]


def test_line_endings_are_no_difference(workshop: Workshop) -> None:
    """Git on Windows checks text out with others than it keeps."""
    workshop.write("course/a.svg", '<svg xmlns="http://www.w3.org/2000/svg">\n<circle r="3"/>\n</svg>\n')
    workshop.write("course/a.py", "one = 1\ntwo = 2\n")
    workshop.write("course/b.gif", "GIF, kept by git with these line endings\r\n" * 40)
    _course(workshop, lab='# Lab\n\n![A dot](a.svg) ![B](b.gif)\n\n```{.python include="a.py"}\n```\n')
    for path in (workshop.folder / "course").glob("*.*"):
        if path.suffix not in (".png", ".gif"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    workshop.write("course/new.md", "# New\n")
    assert [lesson["source"] for lesson in _report(workshop)["lessons"]] == ["course/new.md"]


def _pointer(content: bytes) -> bytes:
    """What Git LFS has git keep in place of a content."""
    name = hashlib.sha256(content).hexdigest()
    text = f"version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {len(content)}\n"
    return text.encode()


@pytest.mark.parametrize("is_fetched", [True, False])
def test_pictures_of_git_lfs_are_compared_by_their_contents(workshop: Workshop, *, is_fetched: bool) -> None:
    """Git has pointers; the checkout has the pictures, or pointers where nobody fetched them."""
    lesson = "# Pictures\n\n![One](one.png)\n\n![Two](<the second.png>)\n\n![Three](three.png)\n"
    former = {name: PICTURE + name.encode() for name in ("one", "the second", "three")}
    for name, content in former.items():
        workshop.write(f"course/{name}.png", _pointer(content))
    _course(workshop, lab=lesson)
    for name, content in (former | {"the second": PICTURE + b"other"}).items():
        workshop.write(f"course/{name}.png", content if is_fetched else _pointer(content))
    workshop.write("course/lab.md", lesson.replace("Three", "Third"))
    assert [(kind, after) for _, kind, _, after in _changes(_report(workshop), "student")] == [
        ("picture", "<the second.png>"),
        ("text", "Third"),
    ]


def test_included_files_of_git_lfs_are_read_where_they_are(workshop: Workshop) -> None:
    """In the checkout, if they are the same there, or where Git LFS keeps them."""
    former = {"same": b"a,b\n1,2\n", "other": b"c,d\n3,4\n"}
    for name, content in former.items():
        workshop.write(f"course/{name}.csv", _pointer(content))
    blocks = "".join(f'```{{.csv include="{name}.csv"}}\n```\n\n' for name in former)
    _course(workshop, lab=f"# Tables\n\n{blocks}")
    stored = hashlib.sha256(former["other"]).hexdigest()
    workshop.write(f".git/lfs/objects/{stored[:2]}/{stored[2:4]}/{stored}", former["other"])
    workshop.write("course/same.csv", former["same"])
    workshop.write("course/other.csv", b"c,d\n3,5\n")
    ((_, _, before, after),) = _changes(_report(workshop), "student")
    assert (before, after) == ("other.csv\nc,d\n3,4\n", "other.csv\nc,d\n3,5\n")


def test_nothing_is_a_sentence(workshop: Workshop) -> None:
    _course(workshop)
    workshop.write("course/lab.md", LESSON.replace("{answer}", "fifty"))
    said = workshop.run("diff", "first").out
    assert "Nothing changes for students." in said
    assert "There are [-forty-]{+fifty+} files" in said
    workshop.write("course/lab.md", LESSON.replace("{answer}", "forty"))
    assert "Nothing else changes for readers of the instructor edition." in workshop.run("diff").out


def test_lessons_are_new_gone_or_renamed(workshop: Workshop) -> None:
    other = "# Another one\n\nWith a text\n\nof some lines\n\nwhich it keeps.\n"
    _course(workshop, lab=LESSON, other=other, old="# Old\n\nIt goes away.\n")
    (workshop.folder / "course/old.md").unlink()
    (workshop.folder / "course/other.md").rename(workshop.folder / "course/renamed.md")
    workshop.write("course/renamed.md", other.replace("some lines", "four lines"))
    workshop.write("course/new.md", "# A beginning\n")
    lessons = {lesson["source"]: lesson for lesson in _report(workshop)["lessons"]}
    assert lessons.keys() == {"course/new.md", "course/old.md", "course/renamed.md"}
    assert lessons["course/new.md"]["is-new"]
    assert lessons["course/old.md"]["is-gone"]
    renamed = lessons["course/renamed.md"]
    assert renamed["former"] == "course/other.md"
    assert [change["after"] for view in renamed["views"] for change in view["changes"]] == ["of four lines"]


def test_a_sparse_checkout_deletes_nothing(workshop: Workshop) -> None:
    _course(workshop, lab="# Lab\n\nText.\n", other="# Other\n\nText.\n", old="# Old\n")
    git(workshop.folder, "rm", "--quiet", "course/old.md")
    git(workshop.folder, "commit", "--quiet", "--message", "Delete a lesson")
    git(workshop.folder, "sparse-checkout", "set", "--no-cone", "/course/lab.md")
    assert not (workshop.folder / "course/other.md").exists()
    (lesson,) = _report(workshop)["lessons"]
    assert (lesson["source"], lesson["is-gone"]) == ("course/old.md", True)


def test_a_submodule_is_read_at_its_commit(workshop: Workshop, tmp_path: Path) -> None:
    (code := tmp_path / "code").mkdir()
    (code / "a.py").write_text("one = 1\n")
    commit(code, "first")
    git(workshop.folder, "init", "--quiet")
    allowed = ("-c", "protocol.file.allow=always")
    git(workshop.folder, *allowed, "submodule", "--quiet", "add", str(code), "course/code")
    _course(workshop, lab='# Lab\n\nWhat does it do?\n\n```{.python include="code/a.py"}\n```\n')
    workshop.write("course/lab.md", '# Lab\n\nWhat will it do?\n\n```{.python include="code/a.py"}\n```\n')
    workshop.write("course/code/a.py", "two = 2\n")
    assert [each[1:] for each in _changes(_report(workshop), "student")] == [
        ("text", "What does it do?", "What will it do?"),
        ("code", "a.py\none = 1\n", "a.py\ntwo = 2\n"),
    ]


def test_a_clone_with_a_part_of_the_history_may_lack_the_newest_tag(workshop: Workshop) -> None:
    _course(workshop)
    git(workshop.folder, "commit", "--quiet", "--allow-empty", "--message", "Nothing")
    git(workshop.folder, "clone", "--quiet", "--depth=1", "--no-tags", f"file://{workshop.folder}", "clone")
    clone = Workshop(workshop.folder / "clone")
    done = clone.run("diff")
    assert (done.code, "diff: error[CB271]: no tag is in the part" in done.err) == (2, True)
    assert clone.run("diff", "HEAD").code == 0


def test_a_date_that_has_come_since_is_seen(workshop: Workshop) -> None:
    """As of the day of the commit, students did not see it."""
    dated = LESSON.replace("::: correction", '::: {.correction show-from="2999-12-01"}')
    _course(workshop, lab=dated)
    assert not _report(workshop)["lessons"]
    for arguments, is_for_correctors in (("--edition", "student"), False), ((), True):
        report = _report(workshop, "--as-of", "2999-12-02", *arguments)
        (view,) = report["lessons"][0]["views"]
        assert "There are {answer} files" in view["changes"][-1]["after"]
        assert view["changes"][-1]["was-withheld"] == is_for_correctors
        assert view["changes"][-1]["shown-since"] == "2999-12-01"
    said = workshop.run("diff", "--as-of", "2999-12-02").out
    assert "(shown since 2999-12-01:)" in said
    assert "only editions with corrections" not in said


def test_a_new_edition_is_compared_with_that_for_the_same_readers(workshop: Workshop) -> None:
    """Nothing in it was withheld from anybody."""
    _course(workshop)
    workshop.write("coursebuild.toml", "[editions.large]\n")
    said = workshop.run("diff").out
    assert said.count("The large edition is new, and compared with the student edition.") == 1
    assert "Nothing else changes for readers of the large edition." in said
    assert not _report(workshop)["lessons"]


def test_what_a_slip_shows_is_in_no_report(workshop: Workshop) -> None:
    """Where a lesson has an error, now or then, nobody knows what students should see of it."""
    slip = LESSON.replace("::: correction", "::: {.corection}")
    _course(workshop, lab=slip)
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("diff", "--edition", "student")
    assert (done.code, "CB269" in done.err) == (0, True)
    assert "answer" not in done.out
    commit(workshop.folder, "second")
    workshop.write("course/lab.md", slip)
    done = workshop.run("diff", "second", "--edition", "student")
    assert done.code == 1
    assert "It has errors and was not compared" in done.out
    assert "answer" not in done.out


def test_included_files_and_the_configuration_are_of_the_revision(workshop: Workshop) -> None:
    workshop.write("code/a.py", "first = 1\n")
    workshop.write("coursebuild.toml", 'author = "Ada"\nresources = ["code"]\n')
    _course(workshop, lab='# Code\n\nSee:\n\n```{.python include="../code/a.py"}\n```\n')
    workshop.write("code/a.py", "first = 2\n")
    workshop.write("coursebuild.toml", 'author = "Grace"\nresources = ["code"]\n')
    changed = _changes(_report(workshop), "student")
    assert [each[2:] for each in changed] == [
        ("Ada", "Grace"),
        ("a.py\nfirst = 1\n", "a.py\nfirst = 2\n"),
    ]


def test_a_format_is_named_where_it_has_something_of_its_own(workshop: Workshop) -> None:
    text = 'Always.\n\n::: {.if format="pdf"}\nOnly in print.\n:::\n'
    _course(workshop, lab=text)
    workshop.write("course/lab.md", text.replace("Always", "Ever").replace("Only", "Just"))
    (lesson,) = _report(workshop)["lessons"]
    assert [(view["edition"], view["format"], len(view["changes"])) for view in lesson["views"]] == [
        ("student", None, 1),
        ("student", "pdf", 1),
    ]


def test_a_correction_that_is_shown_now_is_marked_in_its_format(workshop: Workshop) -> None:
    """Whatever the format in which alone it is."""
    text = "Always.\n\n::: {%s}\nThe answer of the printed sheet.\n:::\n"
    _course(workshop, lab=text % '.correction .if correction="true" format="pdf"')
    workshop.write("course/lab.md", text % '.if format="pdf"')
    (lesson,) = _report(workshop)["lessons"]
    (view,) = (view for view in lesson["views"] if view["edition"] == "student")
    assert [(each["after"], each["was-withheld"]) for each in view["changes"]] == [
        ("The answer of the printed sheet.", True)
    ]


def test_a_text_moves_from_each_of_its_places() -> None:
    moved = [Block(Kind.TEXT, "The same sentence, in two places.", place) for place in "ABCD"]
    kept = [Block(Kind.TEXT, f"Sentence {number} stays.") for number in range(9)]
    before = [moved[0], *kept[:3], moved[1], *kept[3:]]
    after = [*kept[:6], moved[2], *kept[6:], moved[3]]
    assert compare(before, after) == (
        Change(How.MOVED, moved[0], moved[2]),
        Change(How.MOVED, moved[1], moved[3]),
    )


def test_what_the_instructor_has_beyond_the_students(workshop: Workshop) -> None:
    """Without git."""
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("diff", "--between-editions")
    assert done.code == 0, done.err
    assert "+ There are {answer} files in it" in done.out
    assert "List the files" not in done.out
    assert workshop.run("diff", "--between-editions", "--edition", "student").code == 2


@pytest.mark.parametrize(
    ("mistake", "code"),
    [("```d2\na -> b\n```", "CB185"), ("::: {.correction #secret}\nA.\n:::\n\n[B](#secret)", "CB123")],
)
def test_what_a_build_refuses_is_not_compared(workshop: Workshop, mistake: str, code: str) -> None:
    _course(workshop)
    workshop.write("course/lab.md", f"{LESSON}\n{mistake}\n")
    done = workshop.run("diff")
    assert (done.code, f"error[{code}]" in done.err) == (1, True)
    assert "It has errors and was not compared" in done.out


@pytest.mark.parametrize("name", ["nowhere", "-x", "first:course", ""])
def test_a_revision_that_git_does_not_know_is_an_error(workshop: Workshop, name: str) -> None:
    workshop.write("course/lab.md", LESSON)
    git(workshop.folder, "init", "--quiet")
    done = workshop.run("diff", "--", *([name] if name else []))
    assert (done.code, "CB271" in done.err) == (2, True)


HOSTILE = (
    "@octocat closes #1 ``` ~~~ ````` </pre></div><script>alert(1)</script> ![](https://x.example/y.png) "
    "[a](javascript:x) \u202e\x1b[31m <!-- ] \n\n# out"
)


def _hostile(count: int = 1) -> ChangesReport:
    block = Block(Kind.TEXT, HOSTILE, HOSTILE)
    code = Block(Kind.CODE, f"```\n{HOSTILE}\n", HOSTILE)
    changes = (Change(How.NEW, None, block), Change(How.NEW, None, code)) * count
    lesson = LessonChanges("course/`a` @b <c>.md", (View("student", "", changes),), former="`x``\n# y")
    return ChangesReport(
        (lesson,), 1, ("student",), has_corrections=False, base="a`b\n<i>", commit="c", day="d"
    )


def test_nothing_that_was_typed_is_markup() -> None:
    """In Markdown, all of it is in a block or a piece of code; in HTML, it has no tag."""
    text = formats.as_markdown(_hostile())
    (fence,) = set(re.findall(r"^(`{3,})(?:diff)?$", text, re.MULTILINE))
    outside = "".join(text.split(fence)[::2])
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", outside)
    for mark in ("@", "<", "#1", "](", "octocat", "out"):
        assert mark not in outside
    look = formats.PageLook(COLOURS, "Fira Sans", "a::after { content: '</style><u>' }")
    html = formats.as_html(_hostile(), look)
    assert html.count("</style>") == html.count("<style>")
    assert set(re.findall(r"<([a-z0-9]+)", html.partition("<main>")[2])) <= set(
        "h1 h2 h3 h4 p code section div pre del ins strong".split()
    )
    for made in (text, html, formats.as_text(_hostile())):
        assert not {"\x1b", "\u202e"} & set(made)


COLOURS = {"light": {"ink": "#000000"}, "dark": {"ink": "#ffffff"}}


def test_a_comment_is_never_too_long() -> None:
    """Its fences are closed, and the last line says how much is left out."""
    text = formats.as_markdown(_hostile(2000))
    assert len(text) <= 65_536
    assert len(re.findall(r"^`{3,}(?:diff)?$", text, re.MULTILINE)) % 2 == 0
    assert re.search(r"\n\d+ changes more: `coursebuild diff` prints all\.$", text)
