"""A build warns of what announces an answer, and `verify` refuses it until it is marked as public."""

import re

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\n"
REPORTED = re.compile(r"^(\S+?): (?:error|warning)\[(CB\d+)\]", re.MULTILINE)


def _built(workshop: Workshop) -> list[tuple[str, str]]:
    """The places and codes that a build reports; the lesson is written all the same."""
    done = workshop.run("--to", "html", "--quiet")
    assert done.code == 0
    return REPORTED.findall(done.err)


def _verified(workshop: Workshop) -> list[tuple[str, str]]:
    done = workshop.run("verify", "build", "--quiet")
    found = REPORTED.findall(done.out)
    assert done.code == (1 if found else 0)
    return found


# A lesson that is not marked, the same one marked, and the place of what is reported.
MARKED = {
    "heading": (
        f"{HEAD}# Correction of exercise 1\n\nPort 80.\n",
        f"{HEAD}# Correction of exercise 1 {{.public}}\n\nPort 80.\n",
        ":5:1",
    ),
    "div": (
        f"{HEAD}::: tip\n**Solution:** port 80.\n:::\n",
        f"{HEAD}::: {{.tip .public}}\n**Solution:** port 80.\n:::\n",
        ":6:1",
    ),
    "box": (
        f'{HEAD}::: {{.tip title="Solution"}}\nPort 80.\n:::\n',
        f'{HEAD}::: {{.tip .public title="Solution"}}\nPort 80.\n:::\n',
        ":5:1",
    ),
    "span": (
        f"{HEAD}**Solution:** port 80.\n",
        f"{HEAD}[**Solution:** port 80.]{{.public}}\n",
        ":5:1",
    ),
    "title": (
        "---\ntitle: Solution of lab 1\n---\n\nPort 80.\n",
        "---\ntitle: Solution of lab 1\npublic: true\n---\n\nPort 80.\n",
        ":2:1",
    ),
    "name_solution": (f"{HEAD}Port 80.\n", "---\ntitle: Lab\npublic: true\n---\n\nPort 80.\n", ""),
}


def test_marked_in_the_lesson(workshop: Workshop) -> None:
    """The text stays, and the mark is not in the page."""
    places = [f"course/{name}.md{at}" for name, (_, _, at) in sorted(MARKED.items())]
    for name, (doubtful, _, _) in MARKED.items():
        workshop.write(f"course/{name}.md", doubtful)
    assert _built(workshop) == [(place, "CB125") for place in places]
    assert _verified(workshop) == [(place, "CB163") for place in places]
    for name, (_, marked, _) in MARKED.items():
        workshop.write(f"course/{name}.md", marked)
    assert _built(workshop) == _verified(workshop) == []
    for name in MARKED:
        assert "ort 80." in workshop.main(name)
        assert not re.search(r'class="[^"]*\bpublic\b', workshop.html(name))


# A lesson's name and text, what the configuration lists, and the place of what is reported without it.
LISTED = (
    ("heading", "# Correction of exercise 1\n\nPort 80.", "Correction of exercise 1", ":5:1"),
    ("lab_solution", "Port 80.", "lab_solution.md", ""),
    ("lead_in", "**Solution:** port 80.", "solution", ":5:1"),
    ("solutions/lab", "Port 80.", "solutions/", ""),
)


def test_listed_in_the_configuration(workshop: Workshop) -> None:
    """Words, files and folders; what is not listed is reported still."""
    places = [f"course/{name}.md{at}" for name, _, _, at in LISTED]
    for name, text, _, _ in LISTED:
        workshop.write(f"course/{name}.md", f"{HEAD}{text}\n")
    assert _built(workshop) == [(place, "CB125") for place in places]
    assert _verified(workshop) == [(place, "CB163") for place in places]
    listed = [f'"{words}"' for _, _, words, _ in LISTED]
    workshop.write("coursebuild.toml", f"public = [{', '.join(listed)}]\n")
    assert _built(workshop) == _verified(workshop) == []
    workshop.write("coursebuild.toml", f"public = [{', '.join(listed[1:])}]\n")
    assert _verified(workshop) == [(places[0], "CB163")]


def test_a_class_in_the_configuration(workshop: Workshop) -> None:
    """A class that means an answer is refused by a build too, unless it is listed with its dot."""
    workshop.write("templates/own.css", ".notes { color: red }\n")
    workshop.write("course/lab.md", f"{HEAD}::: notes\nPort 80.\n:::\n")
    assert "course/lab.md:5:1: error[CB141]" in workshop.run("--to", "html", "--quiet").err
    workshop.write("coursebuild.toml", 'public = [".notes"]\n')
    assert _built(workshop) == _verified(workshop) == []
    assert "Port 80." in workshop.main()


@pytest.mark.parametrize("where", ["course", "line"])
def test_an_ignored_warning_is_still_refused(workshop: Workshop, where: str) -> None:
    """`ignore` silences builds; what is published needs a decision."""
    comment = " <!-- coursebuild: ignore CB125 -->" if where == "line" else ""
    workshop.write("course/lab.md", f"{HEAD}# Correction of exercise 1{comment}\n\nPort 80.\n")
    workshop.write("coursebuild.toml", 'ignore = ["CB125"]\n' if where == "course" else "")
    assert _built(workshop) == []
    assert _verified(workshop) == [("course/lab.md:5:1", "CB163")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("::: {.correction .public}\nPort 80.\n:::", "5:1"),
        ('::: {.public .if edition="instructor"}\nPort 80.\n:::', "5:1"),
        ('It is [80]{.public .unless format="pdf"}.', "5:12"),
        ("# Port 80 {.solution .public}\n\nIt is.", "5:22"),
    ],
)
def test_a_public_part_with_a_condition(text: str, place: str) -> None:
    """The two contradict each other."""
    shown, reported = shown_in_each_edition(f"{HEAD}{text}\n")
    assert shown == {}
    assert [f"{d.line}:{d.column} {d.code}" for d in reported] == [f"{place} CB143"]


def test_a_correction_in_a_public_part() -> None:
    """It stays hidden: what is public is the rest of the part."""
    shown, reported = shown_in_each_edition(
        f"{HEAD}:::: public\n**Answer:** port 80.\n\n::: correction\nSecret.\n:::\n::::\n"
    )
    assert reported == ()
    assert ("port 80" in shown["student"], "Secret" in shown["student"]) == (True, False)
