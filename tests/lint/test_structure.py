"""What a lesson should have: a correction for each exercise, and each exercise for students."""

import re

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\n"
CORRECTION = "::: correction\nPort 80.\n:::\n\n"
FIRST = f'::: {{.exercise title="1. Ports"}}\nWhich?\n:::\n\n{CORRECTION}'  # lines 5 to 12 of a lesson


def reported(text: str) -> list[str]:
    _, diagnostics = shown_in_each_edition(text)
    return [f"{d.line}:{d.column} {d.code} {d.message}" for d in diagnostics]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('::: {.exercise title="2. More"}\nx\n:::', "13:1 CB137 the exercise `2. More` has no correction"),
        ("::: exo\nx\n:::", "13:1 CB137 the exercise has no correction"),
        ("- ::: exo\n  x\n  :::", "13:3 CB137 the exercise has no correction"),
        ("## *More* ports {.exercise}\n\nx", "13:1 CB137 the exercise `More ports` has no correction"),
        ("## More {minutes=5}\n\nx", "13:1 CB137 the exercise `More` has no correction"),
        ("More {.exo}\n-----------\n\nx", "13:1 CB137 the exercise `More` has no correction"),
        ("> ## More {.exo}\n>\n> x", "13:1 CB137 the exercise `More` has no correction"),
        ('Text.\n\n<div class="exo">\n\nx\n\n</div>', "15:1 CB137 the exercise has no correction"),
        ("::: exo\n::: {.answer lines=4}\n:::\n:::", "13:1 CB137 the exercise has no correction"),
        (
            "## More {.exo}\n\n## Answer\n\n::: correction\nx\n:::",
            "13:1 CB137 the exercise `More` has no correction",
        ),
    ],
)
def test_an_exercise_without_a_correction(text: str, says: str) -> None:
    """It is reported at its line where another exercise has one, in an edition that shows none as well."""
    assert says in reported(f"{HEAD}{FIRST}{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        f"::: exo\nx\n\n{CORRECTION}:::",
        f"## Part\n\n::: exo\nx\n:::\n\n### Step 2\n\n{CORRECTION}",
        '::: exo\nx\n:::\n\n## Answer {.if correction="true"}\n\nPort 22.',
        "## More {.exo}\n\nx\n\n### Answer {.correction}\n\nPort 22.",
        "## More {.exo}\n\nIt is [22]{.correction}.",
        f"## More {{.exo}}\n\n::: exo\nx\n:::\n\n{CORRECTION}",
        '::: {.exo .if edition="instructor"}\nx\n:::',
        "::: correction\n::: exo\nx\n:::\n:::",
        "## More\n\n**Exercise 2**\n\nx",
    ],
)
def test_what_is_complete(text: str) -> None:
    """A correction in the exercise, after it or in an exercise within it; an exercise of the instructor."""
    assert reported(f"{HEAD}{FIRST}{text}\n") == []


def test_a_lesson_without_corrections() -> None:
    """It is complete, unless it says that it should have some; this is an error."""
    lesson = "{}\n---\n\n## Ports {{.exo}}\n\n::: exo\nx\n:::\n"
    assert reported(lesson.format("---\ntitle: Lab")) == []
    assert reported(lesson.format("---\ntitle: Lab\nrequire-corrections: false")) == []
    assert reported(lesson.format("---\ntitle: Lab\nrequire-corrections: true")) == [
        "6:1 CB138 the exercise `Ports` has no correction",
        "8:1 CB138 the exercise has no correction",
    ]


def test_a_course_that_requires_corrections(workshop: Workshop) -> None:
    """The configuration may say so for all lessons, and a lesson may say otherwise."""
    workshop.write("coursebuild.toml", "require-corrections = true\n")
    workshop.write("course/a.md", f"{HEAD}::: exo\nx\n:::\n")
    workshop.write("course/b.md", "---\ntitle: B\nrequire-corrections: false\n---\n\n::: exo\nx\n:::\n")
    done = workshop.run("--to", "html", "--quiet")
    assert re.findall(r"(\S+): error\[(\w+)\]", done.err) == [("course/a.md:5:1", "CB138")]
    assert workshop.files() == ["student/b.html"]


def test_neither_true_nor_false(workshop: Workshop) -> None:
    """A value that `require-corrections` cannot have is reported."""
    workshop.write("course/a.md", "---\ntitle: A\nrequire-corrections: always\n---\n\n::: exo\nx\n:::\n")
    assert "course/a.md:3:1: warning[CB212]" in workshop.run("check").out


@pytest.mark.parametrize(
    "exercise",
    [
        '::: {.exercise title="2. More"} <!-- coursebuild: ignore CB137 -->\nx\n:::',
        "::: exo <!-- coursebuild: ignore CB137 -->\nx\n:::",
        ":::exo More ports <!-- coursebuild: ignore CB137 -->\nx\n:::",
        "## More {.exo} <!-- coursebuild: ignore CB137 -->\n\nx",
        "## More <!-- coursebuild: ignore CB137 --> {.exo}\n\nx",
        "More {.exo} <!-- coursebuild: ignore CB137 -->\n----\n\nx",
    ],
)
def test_a_line_can_ignore_it(workshop: Workshop, exercise: str) -> None:
    """A comment stands after the attributes, which have their effect; no page has it."""
    workshop.write("course/lab.md", f"{HEAD}{FIRST}{exercise}\n")
    assert workshop.run("--all", "--to", "html", "--quiet").err == ""
    assert "coursebuild:" not in workshop.main()
    assert "CB137" not in workshop.html(edition="instructor")
    assert len(re.findall("<td>.*?</td>", workshop.main(edition="instructor"))) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "### Exercise 2 {.exo}\n\nx",
            "9:1 CB218 students do not see `Exercise 2`, which is in the section of a correction",
        ),
        (
            "::: exo\nx\n:::",
            "9:1 CB218 students do not see this exercise, which is in the section of a correction",
        ),
        (
            "### Exercise 2\n\nx",
            "9:1 CB218 students do not see `Exercise 2`, which is in the section of a correction",
        ),
        (
            "**Exercise 2**\n\nx",
            "9:1 CB218 students do not see `Exercise 2`, which is in the section of a correction",
        ),
        ("#\uff03 Exercise 2\n\nx", "9:1 CB126 pandoc does not read `Exercise 2` as a heading"),
        ("##Exercise 2\n\nx", "9:1 CB126 pandoc does not read `Exercise 2` as a heading"),
        (" ## Exercise 2\n\nx", "9:1 CB126 pandoc does not read `Exercise 2` as a heading"),
        ("    ## Exercise 2\n\nx", "9:1 CB126 pandoc does not read `Exercise 2` as a heading"),
    ],
)
def test_an_exercise_in_the_section_of_a_correction(text: str, says: str) -> None:
    """Students would lose it, as no heading ends the section before it."""
    assert reported(
        f"---\ntitle: Exercise 1\n---\n\n## Exercise 1\n\n## Answer {{.correction}}\n\n{text}\n"
    ) == [says]


@pytest.mark.parametrize(
    "text", ["**Exercise 1**\n\nx", "### Step 2\n\nx", "#. Exercise 2\n#. x", "**Exercise**\n"]
)
def test_a_section_that_is_a_correction(text: str) -> None:
    """It may repeat the titles of exercises, have its own, and hold lists."""
    assert (
        reported(f"---\ntitle: Exercise 1\n---\n\n## Exercise 1\n\n## Answer {{.correction}}\n\n{text}\n")
        == []
    )
