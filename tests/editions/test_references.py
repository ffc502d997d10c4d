"""Numbers, and references to what has one: the same in all editions, and without a gap for students."""

from pathlib import Path

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop

LESSON = """---
title: Disks
{fields}---

{text}"""


def shown(text: str, fields: str = "") -> dict[str, str]:
    """What each edition shows of a right lesson."""
    found, reported = shown_in_each_edition(LESSON.format(text=text, fields=fields))
    assert not reported
    return found


def codes(text: str) -> list[tuple[int, int, str]]:
    """Where the check finds what, in a lesson whose text begins at line 5."""
    _, reported = shown_in_each_edition(LESSON.format(text=text, fields=""))
    return [(each.line, each.column, each.code) for each in reported]


TABLE = """| {name} |
|---|
| 1 |

: {name} {{#tbl:{name}}}

"""


def test_what_students_do_not_see_is_numbered_apart() -> None:
    """The second table of students has the number 2 in both editions, whatever stands before it."""
    found = shown(
        TABLE.format(name="first")
        + f"::: correction\n{TABLE.format(name='hidden')}In @tbl:hidden and @tbl:first.\n:::\n\n"
        + TABLE.format(name="last")
        + "See @tbl:last."
    )
    assert "Table\u00a02: last" in found["student"]
    assert "See table\u00a02." in found["student"]
    assert "C1" not in found["student"]
    assert "See table\u00a02." in found["instructor"]
    assert "Table\u00a0C1: hidden" in found["instructor"]
    assert "In table\u00a0C1 and table\u00a01." in found["instructor"]


def test_what_only_students_see_has_its_number_too() -> None:
    found = shown(
        '::: {.if edition="student"}\n' + TABLE.format(name="theirs") + ":::\n\n" + TABLE.format(name="last")
    )
    assert "Table\u00a02: last" in found["student"]
    assert "Table\u00a02: last" in found["instructor"]


def test_a_heading_s_condition_holds_for_its_section() -> None:
    found = shown("## A {.correction}\n\n" + TABLE.format(name="a") + "## B\n\n" + TABLE.format(name="b"))
    assert "Table\u00a01: b" in found["student"]
    assert "Table\u00a01: b" in found["instructor"]


def test_only_what_has_an_identifier_is_numbered_by_default() -> None:
    found = shown("## A\n\n![A disk](disk.png)\n\n![Another disk](disk.png){#fig:b}\n\n[$$x$$]{#eq:x}\n")
    assert " A disk" in found["student"]
    assert "Figure\u00a01: Another disk" in found["student"]
    assert "Figure\u00a02" not in found["student"]


def test_all_of_a_kind_are_numbered_on_request() -> None:
    found = shown(
        "## A\n\n### B\n\n![A disk](disk.png)\n\n![](disk.png)\n\n$$x$$\n\n## C {.unnumbered}\n",
        "numbering: [sections, figures, equations]\n",
    )["student"]
    for text in ("1 A", "1.1 B", "Figure\u00a01: A disk", "x(1)"):
        assert text in found
    assert "2 C" not in found


def test_a_formula_may_have_its_identifier_behind_it() -> None:
    found = shown("By @eq:sum:\n\n$$\ns\n$$ {#eq:sum}\n\nand $$t$${#eq:t}.\n")["student"]
    assert "By equation\u00a0(1):" in found
    assert "(2)." in found
    assert "{#" not in found


@pytest.mark.parametrize("attributes", [".correction", "#eq:a .solution", "#eq:a .corection", "#correction"])
def test_a_formula_that_should_be_hidden_is_refused(attributes: str) -> None:
    """A guard after a formula is attached to nothing."""
    assert (5, 12, "CB112") in codes(f"$$secret$$ {{{attributes}}}\n")


def test_boxes_of_the_author_s_own_are_numbered() -> None:
    found = shown("See @method:bisect.\n\n::: {.method #method:bisect title=Bisection}\nHalve it.\n:::\n")
    assert "See method\u00a01." in found["student"]
    assert "Method\u00a01 Bisection" in found["student"]


def test_words_are_in_the_language_of_the_lesson() -> None:
    found = shown(
        "Voir @tbl:a, et [@tbl:a; @tbl:b].\n\n" + TABLE.format(name="a") + TABLE.format(name="b"),
        "lang: fr\n",
    )["student"]
    assert "Voir tableau\u00a01, et tableaux\u00a01 et 2." in found
    assert "Tableau\u00a01\u00a0: a" in found


def test_a_reference_to_nothing_is_an_error_at_its_place() -> None:
    """The nearest identifier is suggested."""
    text = TABLE.format(name="sizes") + "See @tbl:size.\n"
    _, reported = shown_in_each_edition(LESSON.format(text=text, fields=""))
    (only,) = reported
    assert (only.line, only.column, only.code) == (11, 5, "CB223")
    assert "did you mean `@tbl:sizes`?" in only.message


def test_references_and_citations_do_not_mix() -> None:
    text = TABLE.format(name="a") + "See [@tbl:a; @knuth].\n"
    assert (11, 14, "CB225") in codes(text)


def test_a_reference_to_what_an_edition_does_not_show_is_an_error_there(tmp_path: Path) -> None:
    """And so is one to what has no number."""
    workshop = Workshop(tmp_path)
    hidden = f"::: correction\n{TABLE.format(name='key')}:::\n"
    workshop.write("course/hidden.md", LESSON.format(text=f"As in @tbl:key.\n\n{hidden}", fields=""))
    note = "::: {.note #fig:rule}\nA rule.\n:::\n"
    workshop.write("course/note.md", LESSON.format(text=f"As in @fig:rule.\n\n{note}", fields=""))
    done = workshop.run("--to", "html", "--all")
    assert done.code == 1
    assert "hidden.md:5:7: error[CB123]" in done.err
    assert "the student edition does not have" in done.err
    assert "note.md:5:7: error[CB224]" in done.err


def test_a_figure_in_a_fenced_div_is_shown_with_its_caption_or_not_at_all() -> None:
    """Where the only image is hidden, so is the caption; a caption may have a part for instructors."""
    images = "::: {{#fig-{name}{condition}}}\n![](x.png){{alt=x{inner}}}\n\n{caption}\n:::\n\n"
    hidden = ' .if correction="true"'
    parts = (
        images.format(name="a", condition=hidden, inner="", caption="SECRET"),
        images.format(name="b", condition="", inner=hidden, caption="SECRET"),
        images.format(name="c", condition="", inner="", caption=f"PUBLIC [SECRET]{{{hidden}}}"),
    )
    found = shown("See @fig-c.\n\n" + "".join(parts))
    assert "SECRET" not in found["student"]
    assert "Figure\xa01: PUBLIC" in found["student"]
    assert "Figure\xa01: PUBLIC SECRET" in found["instructor"]
    assert "Figure\xa0C2: SECRET" in found["instructor"]


def test_the_exercise_of_a_correction_may_have_any_name() -> None:
    """That it stands at the correction too makes no secret of it."""
    assert shown('::: {.exercise #func_one}\nPUBLIC\n:::\n\n::: {.correction for="func_one"}\nSECRET\n:::\n')
