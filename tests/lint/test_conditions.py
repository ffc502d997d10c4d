"""Conditions on keys of the author's own: which values are the same, and those that nobody has."""

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop


def lesson(field: str, condition: str) -> str:
    return f"---\ntitle: Lab\n{field}\n---\n\nBefore. [Shown.]{{{condition}}}\n"


@pytest.mark.parametrize(
    ("field", "condition"),
    [
        ("room: l'atelier", """.if room="l'atelier\""""),
        ("room: l'atelier", """.if room="l\u2019atelier\""""),
        ('room: l\u2019"atelier"', r'''.if room="l'\"atelier\""'''),
        ("room: A -- B...", '.if room="A -- B..."'),
        ("room: A\u00a01", '.if room="A 1"'),
        ("version: 1.10", '.if version="1.10"'),
        ("version: 1.10  # the last", ".if version=1.10"),
        ("group: 07", ".if group=07"),
        ("mask: 0x1F", ".if mask=0x1F"),
        ("most: 1e3", ".if most=1e3"),
        ("groups: [A, B]", '.if groups="[A, B]"'),
        ("draft: yes", ".if draft=true"),
        ("version: 1.10", '.unless version="1.1"'),
    ],
)
def test_values_are_compared_as_they_are_typed(field: str, condition: str) -> None:
    """Pandoc's typographic characters and YAML's numbers are no differences."""
    shown, reported = shown_in_each_edition(lesson(field, condition))
    assert shown["student"] == shown["instructor"] == "Before. Shown. Lab"
    assert [d.code for d in reported if "unless" not in condition] == []


@pytest.mark.parametrize(
    ("field", "condition", "says"),
    [
        ("level: basic", '.if level="expert"', '`level="expert"` holds for nobody: `level` is `basic` here'),
        (
            "level: basic",
            '.unless level="basci"',
            '`level="basci"` holds for nobody: `level` is `basic` here; did you mean `basic`?',
        ),
        (
            "groups: [A, B]",
            ".if groups=B",
            '`groups="B"` holds for nobody: `groups` is `[A, B]` here, and a list is compared as a whole',
        ),
        (
            "group: A",
            ".unless group=a",
            '`group="a"` holds for nobody: `group` is `A` here, and capital letters count',
        ),
        (
            "version: 1.10",
            ".if version=1.1",
            '`version="1.1"` holds for nobody: `version` is `1.10` here, and numbers are compared as text',
        ),
        ("level:", ".if level=basic", '`level="basic"` holds for nobody: `level` is empty here'),
    ],
)
def test_a_value_that_nobody_has(field: str, condition: str, says: str) -> None:
    """The warning names the value that it was compared with."""
    shown, reported = shown_in_each_edition(lesson(field, condition))
    assert ("Shown." in shown["student"]) == ("unless" in condition)
    column = 17 + f"{{{condition}".index(says.partition("=")[0].strip("`") + "=")
    assert [(d.line, d.column, d.code, d.message) for d in reported] == [(6, column, "CB139", says)]


def test_a_value_that_another_lesson_has() -> None:
    """`.unless` with it is right: the part is for all lessons but that one."""
    _, reported = shown_in_each_edition(lesson("level: basic", '.unless level="advanced"'))
    assert reported == ()


def test_a_value_from_elsewhere(workshop: Workshop) -> None:
    """What the configuration, an edition or the command sets is a value, also where another overrides it."""
    workshop.write(
        "coursebuild.toml", '[metadata]\nlevel = "basic"\n[editions.tutor]\nroom = "l\u2019atelier"\n'
    )
    conditions = '[a]{.if level=basic} [b]{.if level=second} [c]{.if room="l\'atelier"}'
    workshop.write("course/lab.md", f"---\ntitle: Lab\nlevel: second\n---\n\n{conditions}\n")
    assert workshop.run("check").out == ""
    workshop.write(
        "course/lab.md", f"---\ntitle: Lab\nlevel: second\n---\n\n[d]{{.if level=third}} {conditions}\n"
    )
    assert 'course/lab.md:6:9: warning[CB139]: `level="third"`' in workshop.run("check").out
    assert workshop.run("check", "-M", "level=third").out == ""
