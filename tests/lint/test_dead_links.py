"""A link that leads to no lesson, part or file is reported where it stands."""

import re
import unicodedata
from collections.abc import Sequence

import pytest
from workshop import Workshop

HEAD = "---\ntitle: Lab\nlang: en\n---\n\n"
OTHER = f"""{HEAD}## Who may read

All.

## For tutors {{.if correction=true}}

More.

## Who may read

Nobody.
"""
REPORTED = re.compile(r"^(\S+): warning\[CB172\]: (.+)", re.MULTILINE)


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    workshop.write("course/other.md", OTHER)
    workshop.write("course/tp/deep.md", OTHER)
    workshop.write("course/data/values.csv", "a;b\n")
    return workshop


def _reported(course: Workshop, text: str) -> list[tuple[str, str]]:
    course.write("course/lab.md", f"{HEAD}{text}\n")
    done = course.run("check", "--quiet")
    assert done.code == 0
    return REPORTED.findall(done.out)


DEAD = {
    "[a](absent.md)": "`absent.md`: there is no such lesson",
    "[a](absent.html)": "`absent.html`: there is no such lesson",
    "[a](absent.zip)": "`absent.zip`: there is no such file",
    "[a](<my data.zip>)": "`my data.zip`: there is no such file",
    '<a href="absent.zip">a</a>': "`absent.zip`: there is no such file",
    "[a]\n\n[a]: absent.md": "`absent.md`: there is no such lesson",
    "[a](#absent)": "`#absent`: this page has no such part",
    "[a](other.md#absent)": "`other.md#absent`: `other.md` has no such part",
    "[a](other.html#absent)": "`other.html#absent`: `other.md` has no such part",
    "[a](other.md#who-may-raed)": (
        "`other.md#who-may-raed`: `other.md` has no such part; did you mean `#who-may-read`?"
    ),
    "[a](#part)\n\n## Parts": "`#part`: this page has no such part; did you mean `#parts`?",
    "[a](Other.md)": "`Other.md`: there is no such lesson; did you mean `other.md`?",
    "[a](othre.md)": "`othre.md`: there is no such lesson; did you mean `other.md`?",
    "[a](other)": "`other`: there is no such file; did you mean `other.md`?",
    "[a](deep.md)": "`deep.md`: there is no such lesson; did you mean `tp/deep.md`?",
    "[a](Data/values.csv)": "`Data/values.csv`: there is no such file; did you mean `data/values.csv`?",
    "[a](data/value.csv)": "`data/value.csv`: there is no such file; did you mean `data/values.csv`?",
    r"[a](\\\host\other.md)": r"`\\host\other.md`: there is no such lesson; did you mean `other.md`?",
    r"[a](data\values.csv)": r"`data\values.csv`: there is no such file; did you mean `data/values.csv`?",
}


def _reported_of_each(course: Workshop, texts: Sequence[str]) -> list[list[tuple[str, str]]]:
    """What is reported of lessons with these texts, of which each is alone in the folder of its course."""
    names = [f"course/lab{number}.md" for number, _ in enumerate(texts)]
    for name, text in zip(names, texts, strict=True):
        course.write(name, f"{HEAD}{text}\n")
    done = course.run("check", "--quiet")
    assert done.code == 0
    found = REPORTED.findall(done.out)
    return [[each for each in found if each[0].startswith(f"{name}:")] for name in names]


def test_a_dead_link_is_reported_where_it_stands(course: Workshop) -> None:
    for number, (text, found) in enumerate(zip(DEAD, _reported_of_each(course, list(DEAD)), strict=True)):
        address = DEAD[text].partition("`")[2].partition("`")[0]
        line = next(n for n, line in enumerate(f"{HEAD}{text}".split("\n"), 1) if address in line)
        column = f"{HEAD}{text}".split("\n")[line - 1].index(address) + 1
        assert found == [(f"course/lab{number}.md:{line}:{column}", DEAD[text])]


ALIVE = (
    "[a](other.md)",
    "[a](other.html)",
    "[a](other.pdf#page=2)",
    "[a](other.md#who-may-read-1)",
    "[a](tp/deep.md#who-may-read)",
    "[a](#top), [b](#)",
    "[a](#part), [b](#part-1), [Part]\n\n## Part\n\n## Part",
    "[a](#here)\n\n[here]{#here}",
    '[a](#raw)\n\n<span id="raw">here</span>',
    "A note.[^1]\n\n[^1]: Here.",
    "[a](https://example.org/absent.md), [b](mailto:a@example.org), [c](/absent.md)",
    "`[a](absent.md)`\n\n    [a](absent.md)",
)


def test_what_exists_is_no_dead_link(course: Workshop) -> None:
    for text, found in zip(ALIVE, _reported_of_each(course, ALIVE), strict=True):
        assert found == [], text


def test_the_call_of_a_note_is_no_dead_link_in_print(course: Workshop) -> None:
    """Where notes stand at the foot of their pages, and no longer in a list."""
    course.write("course/lab.md", f"{HEAD}A note.[^1]\n\n[^1]: Here.\n")
    done = course.run("course/lab.md", "--to", "pdf", "--quiet")
    assert (done.code, done.err) == (0, "")


def test_accents_in_another_form(course: Workshop) -> None:
    """The two names look the same, and are not, on Linux and on the web."""
    typed, kept = (unicodedata.normalize(form, "résumé.md") for form in ("NFC", "NFD"))
    if not (course.folder / "course" / typed).exists():
        course.write(f"course/{kept}", OTHER)
        [(_, message)] = _reported(course, f"[a](<{typed}>)")
        assert f"did you mean `{kept}`? (its accents are written in another form of Unicode)" in message


def test_a_part_that_the_edition_of_another_lesson_does_not_have(course: Workshop) -> None:
    """The instructor edition has it, and needs no warning."""
    course.write("course/lab.md", f"{HEAD}[a](other.md#for-tutors)\n")
    student = course.run("--to", "html", "course/lab.md", "--quiet")
    assert "course/lab.md:6:5: warning[CB172]" in student.err
    instructor = course.run("--to", "html", "course/lab.md", "--quiet", "--correction")
    assert instructor.err == ""


def test_each_copy_of_a_lesson_is_reported_in_each_build(course: Workshop) -> None:
    """Also where nothing may be cached, and in print."""
    for name in ("one", "two"):
        course.write(f"course/{name}.md", f"{HEAD}[a](#absent), [b](#nothing), and [c](#absent).\n")
    places = [f"course/{name}.md:6:{column}" for name in ("one", "two") for column in (5, 38, 19)]
    for _ in range(2):
        done = course.run(
            "--to", "pdf", "--strict", "--quiet", PYTHONDONTWRITEBYTECODE="1", PYTHONPYCACHEPREFIX=""
        )
        assert (done.code, [place for place, _ in REPORTED.findall(done.err)]) == (1, places)
        assert "CB209" not in done.err


def test_what_is_created_or_removed_is_noticed(course: Workshop) -> None:
    """Though the lesson with the link has not changed."""
    course.write("course/lab.md", f"{HEAD}[a](new.md), [b](other.md), [c](tp/deep.md#who-may-read)\n")
    assert "`new.md`" in course.run("--to", "html", "--quiet").err
    course.write("course/new.md", OTHER)
    assert course.run("--to", "html", "--quiet").err == ""
    (course.folder / "course" / "other.md").unlink()
    assert "`other.md`" in course.run("--to", "html", "--quiet").err
    course.write("course/tp/deep.md", f"{HEAD}## Who may write\n")
    assert "`tp/deep.md#who-may-read`" in course.run("--to", "html", "--quiet").err
    course.write("course/other.md", f"{OTHER}More.\n")
    course.write("course/tp/deep.md", OTHER)
    assert course.run("--to", "html", "--quiet").err == ""
    course.write("course/other.md", OTHER)
    assert "3 unchanged" in course.run("--to", "html").err  # only its existence matters to the lesson


def test_a_single_lesson_of_a_folder(course: Workshop) -> None:
    """Its paths mean the same as in a build of the whole course."""
    course.write("course/tp/lab.md", f"{HEAD}[a](../other.md), [b](deep.md), [c](../absent.md)\n")
    [(_, message)] = REPORTED.findall(course.run("check", "course/tp/lab.md", "--quiet").out)
    assert message == "`../absent.md`: there is no such lesson"


def test_it_can_be_ignored(course: Workshop) -> None:
    assert _reported(course, "[a](absent.md) <!-- coursebuild: ignore CB172 -->") == []
