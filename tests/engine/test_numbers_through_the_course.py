"""Numbers that go on from lesson to lesson, or have the number of the lesson before them."""

import json
import re
from pathlib import Path

from previewing import preview
from workshop import Workshop

LESSON = """---
title: {title}
---

See @ex:{other}/first.

::: {{.exercise #ex:first title="First"}}
Do it.
:::

::: correction
::: exercise
Do it again.
:::
:::

## Later

### Still later

::: exercise
Do the rest.
:::
"""
PLAIN = "---\ntitle: Plain\n---\n\nNothing has a number here.\n"


def _course(folder: Path, per: str) -> Workshop:
    workshop = Workshop(folder)
    kinds = 'numbering = ["exercises", "sections"]'
    workshop.write(
        "coursebuild.toml", f'{kinds}\nnumbering-per = "{per}"\nignore = ["CB137"]\nindex = false\n'
    )
    for title, other in (("a", "b"), ("b", "c"), ("c", "a")):
        workshop.write(f"course/{title}.md", LESSON.format(title=title, other=other))
    workshop.write("course/d.md", PLAIN)
    return workshop


def _numbers(workshop: Workshop, lesson: str, edition: str = "student") -> list[str]:
    """The number of the exercise that is referred to, and those of the exercises and sections."""
    page = workshop.main(lesson, edition)
    return re.findall(r"(?:xercise&nbsp;|section-number\">)(C?[\d.]+)", page)


def test_numbers_count_on_in_the_order_of_the_lessons(tmp_path: Path) -> None:
    """A lesson is built again if its numbers, or those it refers to, are others, and only then."""
    course = _course(tmp_path, "course")
    assert course.run("--to", "html", "--all", "--strict").code == 0
    assert _numbers(course, "a") == ["3", "1", "1", "1.1", "2"]
    assert _numbers(course, "b") == ["5", "3", "2", "2.1", "4"]
    assert _numbers(course, "c") == ["1", "5", "3", "3.1", "6"]
    assert _numbers(course, "c", "instructor")[:3] == ["1", "5", "C1"]
    assert course.run("--to", "html", "--all").err.startswith("4 documents, 0 files, 4 unchanged")

    course.write("course/b.md", LESSON.format(title="b", other="c") + "\n::: exercise\nMore.\n:::\n")
    planned = json.loads(course.run("--to", "html", "--all", "--dry-run", "--format", "json").out)
    reasons = {each["source"]: [one["kind"] for one in each["reasons"]] for each in planned["build"]}
    assert reasons == {
        "course/a.md": ["file"],
        "course/b.md": ["source", "numbers"],
        "course/c.md": ["numbers"],
    }
    assert course.run("--to", "html", "--all", "--strict").code == 0
    assert _numbers(course, "b")[0] == _numbers(course, "c")[1] == "6"


def test_one_lesson_or_a_share_of_them_has_the_same_numbers(tmp_path: Path) -> None:
    course = _course(tmp_path, "course")
    course.run("--to", "html", "--jobs", "1")
    for arguments in (["course/c.md"], ["--shard", "1/2"], ["--shard", "2/2"]):
        course.run("--to", "html", "--jobs", "2", "-o", "other", *arguments)
    for lesson in "abcd":
        other = (course.folder / f"other/student/{lesson}.html").read_text(encoding="utf-8")
        assert other == course.html(lesson)


def test_a_lesson_is_a_chapter(tmp_path: Path) -> None:
    """What students do not see is numbered within its chapter too; another file has numbers of its own."""
    course = _course(tmp_path, "chapter")
    outside = course.write("draft.md", LESSON.format(title="draft", other="course/b"))
    assert course.run("--to", "html", "--all", "--strict").code == 0
    assert _numbers(course, "b") == ["3.1", "2.1", "2.1", "2.1.1", "2.2"]
    assert "C2.1" in _numbers(course, "b", "instructor")
    course.run("--to", "html", str(outside))
    assert _numbers(course, "draft") == ["2.1", "1", "1", "1.1", "2"]


def test_a_scheme_that_there_is_not_is_refused_at_its_line(tmp_path: Path) -> None:
    done = _course(tmp_path, "book").run("--to", "html")
    assert (
        'coursebuild.toml:2:1: error[CB011]: `numbering-per` must be one of "lesson", "chapter",' in done.err
    )


def test_the_preview_renews_the_lessons_whose_numbers_change(tmp_path: Path) -> None:
    """A page at which somebody looks is made again when a lesson before it has more."""
    course = _course(tmp_path / "course", "course")
    with preview(course.folder) as running, running.events() as events:
        running.watch("c", student="html")
        assert "Exercise&nbsp;6" in running.ask("/student/c.html").text
        events.next("changed", lesson="c")
        course.write("course/b.md", LESSON.format(title="b", other="c") + "\n::: exercise\nMore.\n:::\n")
        events.next("changed", lesson="c")
        assert "Exercise&nbsp;7" in running.ask("/student/c.html").text
