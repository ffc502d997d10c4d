"""What students fill in at the head of a sheet: their names, and the room for a mark."""

from collections.abc import Callable

import pytest
from browsing import Reader
from workshop import Workshop, page_texts

Build = Callable[..., Workshop]
LESSON = """---
title: Networks
{front}
---

# Routers {{points=4}}

Draw one.

::: correction
Zebra.
:::

# Switches {{points="1,5"}} <!-- coursebuild: ignore CB137 -->

Draw one.
"""


def _printed(build: Build, front: str, *arguments: str, text: str = LESSON, says: int = 0) -> Workshop:
    return build(text.format(front=front), "--to", "pdf", "--all", *arguments, says=says)


def _head(workshop: Workshop, edition: str = "student") -> list[str]:
    """The lines between the title and the first heading."""
    lines = page_texts(workshop.pdf(edition=edition))[0].splitlines()
    return lines[lines.index("Networks") + 1 : lines.index("Routers (4\N{NO-BREAK SPACE}points)")]


def test_students_have_the_fields_and_the_mark(build: Build) -> None:
    """The mark is out of the sum of the points; the edition with corrections has neither."""
    workshop = _printed(build, "student-fields: [Name, Group]")
    assert _head(workshop) == ["Name Group Mark ", "/\N{NO-BREAK SPACE}5.5"]
    assert _head(workshop, "instructor") == []


WRITTEN = {
    "author: Ada": [],
    "student-fields: false": [],
    "student-fields: []": [],
    "student-fields:": [],
    "student-fields: true": ["Name", "Group"],
    "lang: fr\nstudent-fields: yes": ["Nom et prénom", "Groupe"],
    "student-fields: Name, Group": ["Name", "Group"],
    'student-fields: ["Name, first name"]': ["Name, first name"],
    "student-fields: [A, B, C, D, E]": list("ABCDE"),
}


def test_names_may_be_written_in_several_ways(workshop: Workshop) -> None:
    """The names are in the page's source, in their order."""
    for number, front in enumerate(WRITTEN):
        workshop.write(f"course/{number}.md", f"---\ntitle: T\n{front}\n---\n\n# Lab {{points=2}}\n\nDraw.\n")
    assert workshop.run("--to", "html", "--quiet").code == 0
    for number, fields in enumerate(WRITTEN.values()):
        shown = workshop.html(str(number)).partition('<div class="student-fields"')[2]
        names = shown.partition('<p class="mark"')[0].splitlines()[1:]
        assert [line.partition(">")[2].partition("<")[0] for line in names if line] == fields


def test_without_points_there_is_no_mark(build: Build) -> None:
    """But there are the fields."""
    text = page_texts(_printed(build, "", text="---\ntitle: T\nstudent-fields: [Name]\n---\n\nDraw.\n").pdf())
    assert "Name\n" in text[0]
    assert "Mark" not in text[0]


WRONG = {
    "student-fields: {a: Name}": "CB222",
    'student-fields: [Name, "", 2]': "CB222",
    "student_fields: [Name]": "CB309",
    "studentfields: [Name]": "CB309",
    "Student-Field: [Name]": "CB309",
    "champs-élève: [Nom]": "CB032",
    "champs_étudiants: [Nom]": "CB032",
}


def test_what_is_not_a_name_or_almost_the_key_is_a_warning_at_its_line(workshop: Workshop) -> None:
    """It says what to write."""
    for number, front in enumerate(WRONG):
        workshop.write(f"course/{number}.md", LESSON.format(front=front))
    said = workshop.run("check").out
    for number, code in enumerate(WRONG.values()):
        [line] = [line for line in said.splitlines() if line.startswith(f"course/{number}.md:")]
        assert line.startswith(f"course/{number}.md:3:1: warning[{code}]: ")
        assert "`student-fields`" in line


def test_the_configuration_has_a_value_for_all_lessons(workshop: Workshop) -> None:
    """A lesson may have others or none, and an edited configuration is noticed."""
    workshop.write("course/lab.md", LESSON.format(front="author: Ada"))
    workshop.write("course/own.md", LESSON.format(front="student-fields: [Team]"))
    workshop.write("course/none.md", LESSON.format(front="student-fields: false"))
    for name in ("Name", "Nickname"):
        workshop.write("coursebuild.toml", f'student-fields = ["{name}"]\n')
        assert workshop.run("--quiet").code == 0
        heads = [page_texts(workshop.pdf(lesson))[0] for lesson in ("lab", "own", "none")]
        assert [f"{name} Mark" in heads[0], "Team Mark" in heads[1], "Mark" in heads[2]] == [
            True,
            True,
            False,
        ]


@pytest.mark.parametrize(
    "line", ['student-fields = ["Name", " "]', "student-fields = 3", "student_fields = []"]
)
def test_a_wrong_value_in_the_configuration_is_an_error(workshop: Workshop, line: str) -> None:
    """It names the key, and the line."""
    workshop.write("course/lab.md", LESSON.format(front="author: Ada"))
    workshop.write("coursebuild.toml", f'title = "T"\n{line}\n')
    done = workshop.run()
    assert done.code == 2
    assert "coursebuild.toml:2:1: error[CB011]" in done.err
    assert "`student-fields`" in done.err


def test_words_of_a_correction_may_be_names_and_marks(build: Build) -> None:
    """They are the author's, in front of everybody."""
    text = LESSON.replace("Zebra.", "The Quagga is 5.5 tall.")
    assert "Quagga" in _head(_printed(build, "student-fields: [Quagga]", text=text))[0]


def test_the_fields_stand_on_the_cover(build: Build) -> None:
    """With the contents, as long as there is room for both."""
    sections = "".join(f"# Section {n} {{points=1}}\n\nText.\n\n" for n in range(1, 10))
    front = "---\ntitle: Networks\ncover: true\nstudent-fields: {}\n---\n\n"
    cover, text, *_ = page_texts(build(front.format("[Name, Group]") + sections, "--to", "pdf").pdf())
    assert "Name Group Mark" in cover
    assert "Contents" in cover
    assert "Text." in text
    cover, text, *_ = page_texts(build(front.format("[A, B, C, D]") + sections, "--to", "pdf").pdf())
    assert "Mark" in cover
    assert "Contents" in text


def test_a_page_has_the_fields_in_print_only(build: Build, open_page: Reader) -> None:
    """No screen shows them, and no screen reader names them."""
    workshop = build(LESSON.format(front="student-fields: [Name]"))
    page = open_page(workshop.folder / "build" / "student" / "lab.html")
    fields = page.locator(".student-fields")
    assert not fields.is_visible()
    page.emulate_media(media="print")
    assert fields.is_visible()
    assert fields.inner_text().split() == ["Name", "Mark", "/", "5.5"]


def test_a_lesson_cannot_hide_a_text_among_the_fields(build: Build) -> None:
    """The class is the page's own."""
    workshop = build("---\ntitle: T\n---\n\n::: student-fields\nSeen.\n:::\n", "--to", "html", says=2)
    assert 'class="student-fields"' not in workshop.main()
