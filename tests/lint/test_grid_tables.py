"""Corrections in the cells of grid tables: hidden, shown and checked as elsewhere, and the table stays."""

import re
import textwrap

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\nSee the table.\n\n"
TABLE = HEAD + textwrap.dedent("""\
    +------------------------------+---------------------+
    | Question                     | Details             |
    +==============================+=====================+
    | p1 [s1]{.correction}         | p2 `s2`{.correction}|
    +------------------------------+---------------------+
    | p3                           | p4                  |
    |                              |                     |
    | ::: {.correction lines=2}    | ::: correction      |
    | s3                           | s4                  |
    | :::                          | :::                 |
    +------------------------------+---------------------+
    | p5                           | - p6                |
    |                              |                     |
    | ``` {.sh .correction}        |   - p7              |
    | s5 ::: x                     |     [s6]{.solution} |
    | ```                          |                     |
    |                              |   ::: solution      |
    | p8                           |   s7                |
    |                              |   :::               |
    +------------------------------+---------------------+
    | ```                          | 日本 p9             |
    | ::: correction p10           |                     |
    | ```                          | ::: note            |
    |                              | é p11               |
    |                              | :::                 |
    +------------------------------+---------------------+
    | p12 [s8]{.correction}                              |
    +------------------------------+---------------------+
    """)


def test_every_form_of_a_correction(workshop: Workshop) -> None:
    """Students see the same rows and columns without them, and room to write on where it is asked for."""
    workshop.write("course/lab.md", TABLE)
    done = workshop.run("--all", "--to", "html", "--quiet")
    assert (done.code, done.err) == (0, "")
    tables = {
        edition: re.findall(r"<table.*</table>", workshop.main(edition=edition), re.DOTALL)[0]
        for edition in ("student", "instructor")
    }
    assert re.findall(r"\bs\d\b", tables["student"]) == []
    assert sorted(re.findall(r"\bs\d\b", tables["instructor"])) == [f"s{n}" for n in range(1, 9)]
    for table in tables.values():
        words = ["p1", "p2", "p3", "p4", "p5", "p8", "p6", "p7", "p10", "p9", "p11", "p12"]  # cell by cell
        assert re.findall(r"\bp\d+\b", table) == words
        assert (table.count("<tr"), table.count("<td"), table.count("<th")) == (6, 9, 3)  # with <thead>
    assert "answer-lines" in tables["student"]
    assert "answer-lines" not in tables["instructor"]


def _row(left: str, right: str) -> str:
    pairs = zip(left.split("\n"), right.split("\n"), strict=True)
    lines = "".join(f"| {a:<28} | {b:<20} |\n" for a, b in pairs)
    return f"{HEAD}+{'-' * 30}+{'-' * 22}+\n{lines}+{'-' * 30}+{'-' * 22}+\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (_row("p\n::: correction\ns\n:::", "p\n\nq\nr"), ["9:3 CB104"]),
        (_row("p\n\n::: correction\ns", "p\n\nq\nr"), ["10:3 CB107"]),
        (_row("p\n\nr\n:::", "p\n\n::: correction\ns"), ["10:34 CB107", "11:3 CB108"]),
        (_row("p\n\n:: correction\ns\n:::", "p\n\nq\nr\n"), ["10:3 CB106"]),
        (_row("p [s] {.correction}", "p"), ["8:9 CB112"]),
        (_row("p", "## s {.correction}"), ["8:39 CB112"]),
        (_row("p <!-- a\ncomment -->", "p\n[s] {.correction}"), ["9:38 CB112"]),
        (_row("```\ns", "p\n"), ["8:3 CB110"]),
        (_row("::: correction\n[^n]: s\n:::", "p[^n]\np[^n]\nq"), ["8:35 CB122", "9:35 CB122"]),
        (_row("::: correction\n[u]: https://s\n:::", "p\n[u]\nq"), ["9:34 CB122"]),
    ],
)
def test_a_slip_in_a_cell(text: str, says: list[str]) -> None:
    """It is refused at its line and column, as it is outside of tables."""
    shown, reported = shown_in_each_edition(text)
    assert shown == {}
    assert [f"{d.line}:{d.column} {d.code}" for d in reported] == says


def test_a_table_whose_border_is_broken() -> None:
    """Pandoc reads it as text, in which nothing hides the correction."""
    shown, reported = shown_in_each_edition(
        TABLE.replace("| s4                  |", "| s4                   |")
    )
    assert shown == {}
    assert {d.code for d in reported} >= {"CB104"}
