"""`coursebuild new`: a lesson from a template."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml
from workshop import Workshop

from coursebuild.starter import lesson


def test_a_new_lesson_builds_in_both_languages(workshop: Workshop) -> None:
    """The language is that of its folder, or of the course; check has nothing to say."""
    workshop.write("coursebuild.toml", 'lang = "fr"\n')
    first = workshop.run("new", "tp-3")
    assert (first.code, first.out) == (0, "course/tp-3.md\n")
    assert first.err.startswith("To see it: coursebuild ")
    assert workshop.run("new", "en/lab_4.md").out == "course/en/lab_4.md\n"
    done = workshop.run("check", "--strict")
    assert (done.code, done.err) == (0, "2 documents, no problems\n")
    french, english = ((workshop.folder / "course" / name).read_text() for name in ("tp-3.md", "en/lab_4.md"))
    assert "title: TP 3\n" in french
    assert "lang: fr\n" in french
    assert "## Première partie" in french
    assert "title: Lab 4\n" in english
    assert "lang: en\n" in english
    assert "## First part" in english
    now = datetime.now(tz=UTC)  # and the author's day, which is this one or one beside it
    assert any(f"date: {now + timedelta(days=n):%Y-%m-%d}\n" in french for n in (-1, 0, 1))


@pytest.mark.parametrize(
    ("configuration", "name", "path"),
    [
        ("", "lab", "course/lab.md"),
        ("", "course/lab.md", "course/lab.md"),
        ("", "./a/../lab", "course/lab.md"),
        ("", "lab.v2", "course/lab.v2.md"),
        ("", "étude de cas", "course/étude de cas.md"),
        ('sources = ["first.md", "lessons/2026"]', "lab", "lessons/2026/lab.md"),
        ('sources = ["first.md"]', "lab", "lab.md"),
        ('sources = ["."]', "lab", "lab.md"),
    ],
)
def test_it_belongs_to_the_sources(workshop: Workshop, configuration: str, name: str, path: str) -> None:
    workshop.write("coursebuild.toml", configuration)
    done = workshop.run("new", name)
    assert (done.code, done.out) == (0, f"{path}\n")
    assert (workshop.folder / path).is_file()


@pytest.mark.parametrize(
    "name",
    [
        "../lab",
        "/lab",
        "link/lab",
        ".lab",
        ".old/lab",
        "a/../../lab",
        "",
        "a/",
        "a\nb",
        "a\x1bb",
        "caf\udce9",
    ],
)
def test_where_no_build_would_find_it(workshop: Workshop, name: str) -> None:
    inside = Workshop(workshop.folder / "inside")
    (inside.folder / "course").mkdir(parents=True)
    (inside.folder / "course" / "link").symlink_to(workshop.folder)
    done = inside.run("new", name)
    assert done.code == 2
    assert "Invalid value for LESSON" in done.err
    assert list(workshop.folder.rglob("*.md")) == []


def test_where_there_is_no_course(workshop: Workshop) -> None:
    """A folder was probably mistaken for another: nothing is written."""
    done = workshop.run("new", "lab")
    assert (done.code, list(workshop.folder.iterdir())) == (2, [])
    assert "error[CB035]" in done.err


def test_it_never_writes_over_a_file(workshop: Workshop) -> None:
    path = workshop.write("course/lab.md", "Mine.\n")
    done = workshop.run("new", "lab")
    assert done.code == 1
    assert "course/lab.md: error[CB024]: it is there already\n" in done.err
    assert path.read_text(encoding="utf-8") == "Mine.\n"


def test_a_template_of_the_authors(workshop: Workshop) -> None:
    """Its own language comes first; a field without a value is left out; other braces stay."""
    workshop.write(
        "templates/lesson.md", '---\ntitle: "{{title}}"\nauthor: {{ author }}\n---\n\n{{ x }} {{ lang }}\n'
    )
    workshop.write("templates/lesson.de.md", "---\nauthor: {{ author }}\n---\n\nVon {{ author }}\n")
    workshop.write("templates/labels.toml", '[de]\ntip = "Tipp"\n')
    workshop.write("coursebuild.toml", "")
    workshop.run("new", "tp-1")
    assert (workshop.folder / "course/tp-1.md").read_text() == "---\ntitle: TP 1\n---\n\n{{ x }} en\n"
    workshop.write("coursebuild.toml", 'author = ["Ada Martin", "O: Roy"]\n')
    workshop.run("new", "de/tp-1")
    (workshop.folder / "templates/lesson.md").unlink()
    assert "templates/" not in workshop.run("check").out
    assert (workshop.folder / "course/de/tp-1.md").read_text() == (
        '---\nauthor: [Ada Martin, "O: Roy"]\n---\n\nVon Ada Martin, O: Roy\n'
    )


@pytest.mark.parametrize(
    "title",
    [
        "Lab 3",
        "TP : premier",
        "no",
        "3",
        "2026-01-01",
        'A "b"',
        "#1",
        "L'été",
        "a: b",
        "[x]",
        "été 2",
        "x #y",
    ],
)
def test_a_title_is_read_as_it_was_given(title: str) -> None:
    text = lesson.fill("---\ntitle: {{ title }}\n---\n", {"title": title})
    assert str(yaml.safe_load(text.strip("-\n"))["title"]) == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("lab-3", "Lab 3"),
        ("TP_4", "TP 4"),
        ("tp-5", "TP 5"),
        ("intro-to-sql", "Intro to SQL"),
        ("été", "Été"),
        ("a\udcff-b", "A b"),
        ("--", ""),
    ],
)
def test_a_title_from_a_name(name: str, title: str) -> None:
    assert lesson.title(name) == title
