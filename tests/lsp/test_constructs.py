"""Editors know each construct: what may be typed in it, where it leads, and who sees it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editor import Editor
from workshop import Workshop

LESSON = r"""---
title: Sums
math:
  macros:
    half: \frac{1}{2}
---

## Adding {#sec:adding}

::: {.exercise #ex:add title="Add"}
Complete @lst:total, as in @ex:more/again and @ex:bank; $x \in \half$. A [sum]{.blank}.
:::

```{.python #lst:total caption="Total"}
def total(values):
    # BEGIN SOLUTION: todo("add up")
    return sum(values)
    # END SOLUTION
```

::: quiz
Is it right?

- [x] Yes
- [ ] No
:::

::: {.correction for="ex:add"}
```{.python include="_code/total.py" region="answer"}
```

::: {include="_bank.md#ex:bank"}
:::
:::
"""
MORE = """---
title: More
---

::: {.exercise #ex:again title="Again"}
See [the first](sums.md#sec:adding), and @ex:sums/add.
:::
"""
BANK = '# Bank\n\n::: {.exercise #ex:bank title="From the bank"}\nWhy?\n:::\n'
CODE = "import math\n\n# region answer\nprint(math.pi)\n# endregion\n"
NAME = "course/sums.md"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor that has a lesson open that includes two files."""
    workshop = Workshop(tmp_path_factory.mktemp("course"))
    workshop.write("coursebuild.toml", '[math.macros]\nR = "\\\\mathbb{R}"\n')
    workshop.write(NAME, LESSON)
    workshop.write("course/more.md", MORE)
    workshop.write("course/_bank.md", BANK)
    workshop.write("course/_code/total.py", CODE)
    with Editor(workshop.folder) as editor:
        editor.open(NAME, LESSON)
        editor.diagnostics(NAME)  # then it is known what it includes
        yield editor


def _offers(editor: Editor, text: str) -> dict[str, dict[str, Any]]:
    """What is offered at the end of a text that is added to the lesson."""
    editor.change(NAME, f"{LESSON}\n{text}")
    found = editor.ask_after("completion", NAME, f"{LESSON}\n{text}")
    editor.change(NAME, LESSON)
    return {each["label"]: each for each in found}


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ('```{.python include="_code/total.py" region="', {"answer"}),
        ('```{.python include="_code/total.py" lines=', {"1-5"}),
        ('::: {include="_bank.md#', {"_bank.md#ex:bank"}),
        ('::: {.correction for="', {"ex:add", "ex:bank"}),
        ("See @ex:", {"ex:add", "ex:bank", "ex:more/"}),
        ("See @ex:more/", {"ex:more/again"}),
        ("Let $x \\", {r"\R", r"\half"}),
        ("::: quiz\nWhy?\n\n- ", {"[x]", "[ ]"}),
        ("::: ta", {"tabs", "tabs …", "tab …"}),
        ("```merm", {"mermaid", "dot"}),
        ("```python\n    # beg", {"BEGIN SOLUTION", "BEGIN SOLUTION …", "BEGIN HIDDEN TESTS"}),
        ("```python\nend", {"END SOLUTION"}),
    ],
)
def test_what_may_be_typed(editor: Editor, text: str, offered: set[str]) -> None:
    assert offered <= _offers(editor, text).keys()


@pytest.mark.parametrize("text", ["Let x \\", "- ", "```python\nx = ", "```python\nen", "```python\n# print"])
def test_nothing_is_offered_elsewhere(editor: Editor, text: str) -> None:
    assert _offers(editor, text) == {}


def test_a_gap_has_the_comments_of_its_language(editor: Editor) -> None:
    """In place of what is typed of it; in a quotation, each line is in it."""
    for code, written in (
        ("```c\n    // be", "// BEGIN SOLUTION\n$0\n// END SOLUTION"),
        ("> ```css\n> /* B", "/* BEGIN SOLUTION */\n> $0\n> /* END SOLUTION */"),
    ):
        edit = _offers(editor, code)["BEGIN SOLUTION …"]["textEdit"]
        assert edit["newText"] == written
        assert edit["range"]["start"]["character"] == len(code.rpartition("\n")[2].split("/")[0])


@pytest.mark.parametrize(
    ("typed", "file", "line"),
    [
        ("@ex:mor", "more.md", 4),
        ("and @ex:ba", "_bank.md", 2),
        ('for="ex', NAME, 9),
        ('include="_co', "_code/total.py", 2),
        ('region="an', "_code/total.py", 2),
        ('include="_ba', "_bank.md", 2),
    ],
)
def test_where_a_construct_leads(editor: Editor, typed: str, file: str, line: int) -> None:
    found = editor.ask_after("definition", NAME, typed)
    assert found["uri"].endswith(file)
    assert found["range"]["start"]["line"] == line


def _references(editor: Editor, typed: str) -> set[tuple[str, int]]:
    found = editor.ask_about(
        "references", NAME, position=_position(typed), context={"includeDeclaration": True}
    )
    return {(Path(each["uri"]).name, each["range"]["start"]["line"]) for each in found}


def _position(typed: str) -> dict[str, int]:
    before = LESSON[: LESSON.index(typed) + len(typed)]
    return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("#ex:add", {("sums.md", 9), ("sums.md", 27), ("more.md", 5)}),
        ('for="ex', {("sums.md", 9), ("sums.md", 27), ("more.md", 5)}),
        ("## Add", {("sums.md", 7), ("more.md", 5)}),
        ("@lst:to", {("sums.md", 10), ("sums.md", 13)}),
        ("and @ex:ba", {("sums.md", 10), ("sums.md", 31), ("_bank.md", 2)}),
        ("Complete", set()),
    ],
)
def test_what_leads_to_a_part(editor: Editor, typed: str, places: set[tuple[str, int]]) -> None:
    """In all lessons of the course, and in what they include."""
    assert _references(editor, typed) == places


@pytest.mark.parametrize(
    ("typed", "meanings"),
    [
        ("return su", ["Shown to: instructor", 'Students get: `todo("add up")`']),
        ("- [x", ["A right answer", "Shown to: instructor"]),
        ("A [su", ["A blank", "Shown to: instructor"]),
        ("@lst:tot", ["**Listing**"]),
        ("@ex:mor", ["**Exercise**", 'title="Again"']),
        ('include="_co', ["Shown to: instructor"]),
    ],
)
def test_who_sees_a_construct(editor: Editor, typed: str, meanings: list[str]) -> None:
    text = editor.ask_after("hover", NAME, typed)["contents"]["value"]
    assert [each for each in meanings if each not in text] == []


def test_a_part_says_who_sees_it_in_open_lessons(editor: Editor) -> None:
    """And what is typed in it is where references of the lesson lead, before it is saved."""
    editor.open("course/_bank.md", f"\n{BANK}")
    hover = editor.ask_after("hover", "course/_bank.md", "Wh")
    assert hover["contents"]["value"] == "In `sums.md`, line 32, shown to: instructor"
    assert editor.ask_after("definition", NAME, "and @ex:ba")["range"]["start"]["line"] == 3
    editor.close("course/_bank.md")


def test_the_outline_has_what_is_numbered_and_quizzes(editor: Editor) -> None:
    [section] = editor.ask_about("documentSymbol", NAME)
    named = [(each["name"], each["detail"]) for each in section["children"]]
    assert named == [
        ("Add", "exercise"),
        ("lst:total", "Listing"),
        ("Quiz", "quiz"),
        ("Correction", "correction"),
    ]
