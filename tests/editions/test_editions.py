"""The edition decides who sees what, whatever the document says."""

import re
from collections.abc import Callable

import pytest
from workshop import Workshop, page_texts

Build = Callable[..., Workshop]
LESSON = """---
title: Lab
correction: {value}
---

Shared.

::: {{.correction .if correction="true"}}
Secret.
:::
"""


@pytest.mark.parametrize("value", ["true", "yes", "instructor", "[true]"])
def test_front_matter_does_not_decide(workshop: Workshop, value: str) -> None:
    """A document that sets `correction` is built correctly in both editions, with a warning."""
    workshop.write("course/lab.md", LESSON.format(value=value))
    done = workshop.run("--all", "--to", "html", "--quiet")
    assert done.code == 0
    assert "Secret" not in workshop.html()
    assert "Secret" in workshop.html(edition="instructor")
    assert "course/lab.md:3:1: warning[CB101]: the front matter's `correction` is not used\n" in done.err


def test_front_matter_may_repeat_the_student_editions_value(build: Build) -> None:
    """`correction: false`, which many courses have, gives no warning."""
    build(LESSON.format(value="false"), "--all", "--to", "html")


def test_front_matter_does_not_say_for_whom_a_lesson_is(workshop: Workshop) -> None:
    """Students would get a lesson that is marked as the instructor edition's: it is refused."""
    workshop.write("course/lab.md", "---\ntitle: L\nedition: instructor\n---\n\nSecret.\n")
    done = workshop.run("--to", "html", "--quiet")
    assert "course/lab.md:3:1: error[CB144]" in done.err
    assert workshop.files() == []


@pytest.mark.parametrize(
    ("name", "value", "other"), [("edition", "student", "instructor"), ("format", "pdf", "pdf")]
)
def test_front_matter_does_not_name_the_edition(
    workshop: Workshop, name: str, value: str, other: str
) -> None:
    """A document can set neither the edition nor the format."""
    workshop.write(
        "course/lab.md",
        f'---\ntitle: L\n{name}: {value}\n---\n\n[Secret]{{.if {name}="{other}"}} Shared.\n',
    )
    done = workshop.run("--to", "html", "--quiet")
    assert f"warning[CB101]: the front matter's `{name}` is not used" in done.err
    assert "Secret" not in workshop.html()


def test_metadata_in_order(workshop: Workshop) -> None:
    """-M overrides the front matter, which overrides the course's configuration."""
    workshop.write("coursebuild.toml", 'lang = "fr"\nauthor = ["Ada", "Alan"]\n[metadata]\nlevel = "first"\n')
    workshop.write("course/a.md", "---\ntitle: A\n---\n\n::: tip\nx [l]{.if level=first}\n:::\n")
    workshop.write(
        "course/b.md", "---\ntitle: B\nlang: en\nlevel: second\n---\n\n::: tip\nx [l]{.if level=first}\n:::\n"
    )
    assert workshop.run("--to", "html", "-q").err == ""
    assert ("Astuce" in workshop.main("a"), "<span>l</span>" in workshop.main("a")) == (True, True)
    assert ("Tip" in workshop.main("b"), "<span>l</span>" in workshop.main("b")) == (True, False)
    assert '<span class="authors">Ada, Alan</span>' in workshop.html("a")
    workshop.run("--to", "html", "-M", "lang=fr", "-M", "level=first")
    assert ("Astuce" in workshop.main("b"), "<span>l</span>" in workshop.main("b")) == (True, True)


def test_the_default_language_is_english(build: Build) -> None:
    """The default language of pages and labels is English."""
    page = build("---\ntitle: L\n---\n\n## A\n\n::: warning\nx\n:::\n", "--to", "html").html()
    assert '<html lang="en"' in page
    assert "Warning" in page
    assert "Contents" in page


def test_a_language_without_labels(build: Build) -> None:
    """The page has its language; its labels are English."""
    page = build("---\ntitle: L\nlang: pt-BR\n---\n\n::: warning\nx\n:::\n", "--to", "html").html()
    assert '<html lang="pt-BR"' in page
    assert "Warning" in page


def test_an_edition_of_the_courses_own(workshop: Workshop) -> None:
    """It is built by name and with --all; it shows corrections only if its values say so."""
    workshop.write("coursebuild.toml", '[editions.tutor]\nlevel = "tutor"\n')
    workshop.write("course/lab.md", LESSON.format(value="false") + '\n[For tutors]{.if level="tutor"}\n')
    assert workshop.run("--all", "--to", "html").code == 0
    assert workshop.files() == ["instructor/lab.html", "student/lab.html", "tutor/lab.html"]
    assert "For tutors" in workshop.html(edition="tutor")
    assert "Secret" not in workshop.html(edition="tutor")
    assert "Edition: tutor" in workshop.html(edition="tutor")
    assert "For tutors" not in workshop.html(edition="instructor")


def test_the_instructor_edition_is_marked_on_every_page(workshop: Workshop) -> None:
    """The student edition's pages are not marked."""
    filler = "\n\n".join(["Lorem ipsum dolor sit amet. " * 20] * 30)
    workshop.write("course/lab.md", LESSON.format(value="false") + filler)
    workshop.run("--all", "--to", "pdf")
    assert all("Instructor edition" in text for text in page_texts(workshop.pdf(edition="instructor")))
    assert not any("Instructor edition" in text for text in page_texts(workshop.pdf()))


def test_a_document_for_everybody_is_the_same_in_both_editions(build: Build) -> None:
    """If nothing is for instructors only, there is no mark, and the files are equal."""
    workshop = build("---\ntitle: L\n---\n\nShared.\n", "--all")
    assert workshop.html() == workshop.html(edition="instructor")
    first, second = (workshop.folder / "build" / e / "lab.pdf" for e in ("student", "instructor"))
    assert first.read_bytes() == second.read_bytes()


def test_a_condition_on_the_format(build: Build) -> None:
    """Each format shows its own part."""
    workshop = build("---\ntitle: L\n---\n\n[screen]{.if format=html} [sheet]{.if format=pdf}\n")
    assert ("screen" in workshop.main(), "sheet" in workshop.main()) == (True, False)
    text = page_texts(workshop.pdf())[0]
    assert ("screen" in text, "sheet" in text) == (False, True)


def test_the_title_is_the_first_heading_where_none_is_given(build: Build) -> None:
    """A single `#` at the start of the document becomes its title, and is not repeated."""
    page = build("# The *only* title\n\nText.\n\n## Part\n", "--to", "html").html()
    assert "<title>The only title</title>" in page
    assert page.count("The only title") == 3  # the title, its heading, and what leads back to it
    assert '<h2 id="part">Part</h2>' in page


def test_words_are_written_as_pandoc_writes_them(build: Build) -> None:
    """Also spaces around removed elements, checkboxes of tasks, and line breaks."""
    text = (
        "---\ntitle: L\n---\n\n## Find [the cause]{.correction} here\n\n"
        "- [ ] read\n  *it*\n- [x] done\n\nOne\\\ntwo and\nthree ☐ four.\n"
    )
    page = build(text, "--to", "html").main()
    assert '<h2 id="find-here">Find here</h2>' in page
    assert re.search(r'<input [^>]*type="checkbox">read <em>it</em></label>', page)
    assert re.search(r"<input [^>]*checked[^>]*>done</label>", page)
    assert re.search(r"<p>One<br>\s?two and three ☐ four.</p>", page)
