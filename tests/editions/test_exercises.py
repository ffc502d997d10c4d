"""Exercises: their costs, the summary in the instructor edition, and the answer lines for students."""

import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium
import pytest
from workshop import Workshop, page_texts, structure_tags

Build = Callable[..., Workshop]
HEAD = "---\ntitle: Lab\n---\n\n"
MILLIMETRE = 72 / 25.4
RULE = (138, 148, 158)  # the colour of a line in base.css
LESSON = """---
title: Lab
---

## Part one

::: {.exercise title="1. The first" minutes=10 points=2}
Do this.
:::

::: {.correction .if correction="true" lines=5}
Zebras everywhere.
:::

\\newpage

## Part two {minutes=25 points=0.5}

::: {.answer lines=4}
Your reasons:
:::

\\newpage

::: {.solution lines=3}
Walrus one.
:::

::: correction
Walrus two.
:::

::: {.exo title="3. The last, of which the title is so long that it wraps in the table of all"} <!-- coursebuild: ignore CB137 -->
Do that.
:::
"""  # noqa: E501 (a comment stands at the end of the line that it is about)


def rules(page: Any) -> list[float]:
    """The positions of the answer lines on a page, in millimetres from its bottom."""
    heights = []
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
        pdfium.FPDFPageObj_GetFillColor(drawn.raw, red, green, blue, alpha)
        if (red.value, green.value, blue.value) == RULE:
            heights.append(drawn.get_bounds()[1] / MILLIMETRE)
    return heights


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("lesson"))
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("--all", "--strict", "--quiet")
    assert done.code == 0, done.err
    return workshop


def main_of(workshop: Workshop, edition: str = "student") -> str:
    return unescape(workshop.main(edition=edition))


def test_students_get_lines_and_no_more(lesson: Workshop) -> None:
    """The given number of lines, 8 mm apart; neither the corrections nor the summary."""
    pages = list(lesson.pdf())
    assert [len(rules(page)) for page in pages] == [5, 4, 3]
    heights = rules(pages[0])
    apart = {round(above - below, 1) for above, below in pairwise(heights)}
    assert apart == {8.0}
    for text in (main_of(lesson), "\n".join(page_texts(lesson.pdf()))):
        assert "10\u00a0min · 2\u00a0points" in text
        assert "(25\u00a0min · 0.5\u00a0points)" in text
        assert "Your reasons:" in text
        assert not re.search(
            "Zebra|Walrus|Exercises and corrections|summary:exercises|#(exercise|correction):", text
        )


def test_the_instructor_gets_no_lines(lesson: Workshop) -> None:
    """Corrections replace the lines; the text of an answer stays."""
    pages = list(lesson.pdf(edition="instructor"))
    assert not any(rules(page) for page in pages)
    main = lesson.main(edition="instructor")
    assert '<div class="answer">\n<p>Your reasons:</p>\n</div>' in main
    assert "answer-lines" not in main


def test_lines_are_hidden_from_screen_readers(lesson: Workshop) -> None:
    """They have no content in the PDF's tags (ISO 14289-1, 7.1), and are hidden in HTML."""
    tags = [tag for tag in structure_tags(lesson.structure()) if tag.get("/S") == "/NonStruct"]
    assert sum(tag["/K"] == [] for tag in tags) >= 5 + 4 + 3
    assert lesson.main().count('<div class="answer-lines" aria-hidden="true">') == 3


def test_the_summary_has_page_numbers(lesson: Workshop) -> None:
    """It has the page of each exercise and of its corrections, the costs, and the sums."""
    pages = page_texts(lesson.pdf(edition="instructor"))
    where = {
        words: next(n for n, text in enumerate(pages, 1) if words in text)
        for words in ("Do this.", "Zebras", "Your reasons:", "Walrus one", "Walrus two", "Do that.")
    }
    assert list(where.values()) == [1, 1, 2, 3, 3, 3]
    summary = re.sub(r"\s+", " ", pages[-1].split("Exercises and corrections")[1])
    assert summary.startswith(
        " Exercise Correction Minutes Points"
        " 1. The first p. 1 Correction p. 1 10 2"
        " Part two p. 2 Solution p. 3 Correction p. 3 25 0.5"
        " 3. The last, of which the title is so long that it wraps in the table of all p. 3 none"
        " Total 35 2.5"
    )
    outline = [entry.get_title() for entry in lesson.pdf(edition="instructor").get_toc()]
    assert outline[-1] == "Exercises and corrections"
    assert 'href="#summary:exercises"' in lesson.html(edition="instructor").split("<main")[0]


def test_the_links_of_the_summary(lesson: Workshop) -> None:
    """The target of each link exists, and the table's heading is its name."""
    main = lesson.main(edition="instructor")
    targets = re.findall('<a href="#([^"]*)"', main)
    assert len(targets) == 6
    assert [main.count(f'id="{target}"') for target in targets] == [1] * 6
    assert 'aria-labelledby="summary:exercises"' in main
    assert main.count('id="summary:exercises"') == 1


def test_lines_break_over_pages_but_none_is_alone(build: Build) -> None:
    """Three lines stay together; forty lines fill the first page and continue."""
    text = "::: {.answer lines=3}\n:::\n\n" * 12 + "\\newpage\n\n::: {.answer lines=40}\n:::\n"
    counts = [len(rules(page)) for page in build(f"{HEAD}{text}", "--to", "pdf").pdf()]
    assert len(counts) == 4
    assert sum(counts[:2]) == 3 * 12
    assert [count % 3 for count in counts[:2]] == [0, 0]
    assert sum(counts[2:]) == 40
    assert min(counts) > 1


def test_which_editions_have_what(workshop: Workshop) -> None:
    """An edition has the summary if it shows corrections, and lines if it does not."""
    workshop.write(
        "coursebuild.toml",
        "[editions.tutor]\ncorrection = true\n\n[editions.group-b]\ncorrection = false\n",
    )
    workshop.write("course/lab.md", LESSON)
    assert workshop.run("--all", "--to", "html", "-q").code == 0
    for name, has_corrections in {"student": 0, "group-b": 0, "instructor": 1, "tutor": 1}.items():
        main = workshop.main(edition=name)
        assert ("exercise-summary" in main) == ("answer-lines" not in main) == bool(has_corrections)


@pytest.mark.parametrize("said", ["false", "no", '"False"'])
def test_a_summary_that_is_not_wanted(build: Build, said: str) -> None:
    """The front matter omits it; the costs stay."""
    lesson = LESSON.replace("title: Lab\n", f"title: Lab\nsummary: {said}\n")
    main = main_of(build(lesson, "--to", "html", "--edition", "instructor"), "instructor")
    assert "exercise-summary" not in main
    assert "10\u00a0min" in main


def test_in_french(build: Build) -> None:
    """There is a decimal comma, and the singular below two."""
    lesson = HEAD.replace("title:", "lang: fr\ntitle:") + (
        '::: {.exo title="1. `ls` ?" points=1.5}\nFaire.\n:::\n\n## B {points="2,5"}\n'
    )
    main = main_of(build(lesson, "--to", "html", "--edition", "instructor"), "instructor")
    assert '<span class="admonition-cost">(1,5\u00a0point)</span>' in main
    assert '<span class="heading-cost">(2,5\u00a0points)</span>' in main
    assert '<h2 id="summary:exercises">Exercices et corrigés</h2>' in main
    assert '<a href="#exercise:1">1. <code>ls</code>\u202f?</a>' in main
    assert '<td class="amount">4</td>' in main


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        ('.correction .if correction="true"', 2),
        ('.correction .unless correction="false"', 2),
        ('.solution .if edition="instructor"', 2),
        ('.correction .if correction="true" format="html"', 2),
        ('.correction .if correction="true" format="pdf"', 0),
        ('.if correction="true"', 0),
    ],
)
def test_lines_in_place_of_a_correction(build: Build, condition: str, lines: int) -> None:
    """Lines replace a correction only if it is removed for being a correction."""
    text = f"{HEAD}Text.\n\n::: {{{condition} lines=2}}\nZebra.\n:::\n"
    says = 0 if condition.startswith((".correction", ".solution")) else 1
    workshop = build(text, "--to", "html", says=says)
    assert workshop.main().count("<hr") == lines
    assert "Zebra" not in workshop.html()


@pytest.mark.parametrize("condition", [".correction", '.correction .if correction="true"', ".solution"])
def test_blank_and_squared_room_in_place_of_a_correction(build: Build, condition: str) -> None:
    """Squares are whole; in print, the text below stands below the room."""
    rooms = "".join(
        f"::: {{{condition} {room}}}\nZebra.\n:::\n\n" for room in ('space="3,5 cm"', "grid=48mm")
    )
    workshop = build(f"{HEAD}Above.\n\n{rooms}Below.\n", "--all")
    main = workshop.main()
    assert '<div class="answer-space" aria-hidden="true" style="height:35mm">' in main
    assert '<div class="answer-grid" aria-hidden="true" style="height:50mm">' in main
    assert "Zebra" not in workshop.html()
    assert "answer" not in workshop.main(edition="instructor")
    text = workshop.pdf()[0].get_textpage()
    above, below = (text.search(word).get_next()[0] for word in ("Above", "Below"))
    height = text.get_charbox(above)[1] - text.get_charbox(below)[3]
    assert height * 25.4 / 72 == pytest.approx(95, abs=12)


@pytest.mark.parametrize("value", ["zebra", "0", "61", "-3", "1.5", "٣", "9" * 5000])
def test_lines_that_are_no_number(workshop: Workshop, value: str) -> None:
    """No lines are printed, and students do not see the invalid value."""
    workshop.write("course/lab.md", f'{HEAD}Text.\n\n::: {{.correction lines="{value}"}}\nNo.\n:::\n')
    done = workshop.run("--to", "html", "--edition", "student")
    assert done.err.startswith("course/lab.md:7:1: warning[CB216]: `lines=")
    assert "<hr" not in workshop.main()
    assert "answer-lines" not in workshop.main()
    assert len(value) == 1 or value not in workshop.main()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "::: {.anwser lines=6}\n:::",
            "5:1 CB124 unknown class `.anwser`; did you mean `.answer`?",
        ),
        (
            "::: {.answers lines=6}\n:::",
            (
                "5:1 CB141 the class `.answers` means an answer, and everybody sees it; "
                "did you mean `.answer`, room to write on?"
            ),
        ),
        ("::: {.answer line=6}\n:::", "5:1 CB217 unknown attribute `line`; did you mean `lines`?"),
        ("::: {.answer lignes=6}\n:::", "5:1 CB217 unknown attribute `lignes`; did you mean `lines`?"),
        (
            '::: {.correction .if correction="true" line=6}\nDo.\n:::',
            "5:1 CB115 `.if` asks for `line`, which is not set anywhere; did you mean `lines`?",
        ),
        ("::: {.answer grids=4cm}\n:::", "5:1 CB217 unknown attribute `grids`; did you mean `grid`?"),
        ("::: {.answer space=4}\n:::", '5:1 CB216 `space="4"` is not a valid height'),
        ("::: {.answer grid=25cm}\n:::", '5:1 CB216 `grid="25cm"` is not a valid height'),
        ("[x]{space=4cm}", '5:5 CB217 `space="4cm"` has no effect here'),
        ("[x]{lines=6}", '5:5 CB217 `lines="6"` has no effect here'),
        ("``` {.sh lines=6}\nls\n```", '5:10 CB217 `lines="6"` has no effect here'),
        ("## A {lines=6}", '5:7 CB217 `lines="6"` has no effect here'),
        ("## A {.correction lines=6}", '5:19 CB217 `lines="6"` has no effect here'),
        ("::: {.exercise lines=6}\nDo.\n:::", '5:1 CB217 `lines="6"` has no effect here'),
        ("::: {.note minutes=6}\nDo.\n:::", '5:1 CB217 `minutes="6"` has no effect here'),
        (
            "::: {.exercise minutes=abc}\nDo.\n:::",
            '5:1 CB216 `minutes="abc"` is not a valid number of minutes',
        ),
        ("::: {.exercise point=1}\nDo.\n:::", "5:1 CB217 unknown attribute `point`; did you mean `points`?"),
        ("Text.\n\n## A {minutes=90m}", '7:7 CB216 `minutes="90m"` is not a valid number of minutes'),
        ('## A {minutes="1h75"}', '5:7 CB216 `minutes="1h75"` is not a valid number of minutes'),
        ("## A {points=1e3}", '5:7 CB216 `points="1e3"` is not a valid number of points'),
        ("## A {minutes=99999}", '5:7 CB216 `minutes="99999"` is not a valid number of minutes'),
    ],
)
def test_slips(workshop: Workshop, text: str, said: str) -> None:
    """Each slip is reported at its position."""
    workshop.write("course/lab.md", f"{HEAD}{text}\n")
    place, code, message = said.split(" ", 2)
    found = workshop.run("check").out.splitlines()[::2]
    assert [re.sub(r"(error|warning)\[(\w+)\]:", r"\2", line) for line in found] == [
        f"course/lab.md:{place}: {code} {message}"
    ]
