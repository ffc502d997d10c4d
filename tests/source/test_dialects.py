"""The boxes of other tools: what pandoc gets for them, which are refused, and where diagnostics are."""

import pytest
from selecting import shown_in_each_edition

from coursebuild.lint.fixes.fix import fix_text
from coursebuild.source import read_lines

FRONT_MATTER = "---\ntitle: T\n---\n\n"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('!!! note "A title"\n    Text.\n', '::: {.note title="A title"}\nText.\n:::\n'),
        ("???+ danger\n    Text.\nAfter.\n", "::: {.danger .unfolded}\nText.\n:::\n\nAfter.\n"),
        ('!!! note inline end "T"\n    Text.\n', '::: {.note title="T"}\nText.\n:::\n'),
        ("!!! abstract\n\tText.\n", "::: {.info}\nText.\n:::\n"),
        ('=== "Linux"\n    apt\n', '::: {.tab title="Linux"}\napt\n:::\n'),
        ("> [!bug] Title\n> Text.\n> More.\n", '::: {.danger title="Title"}\nText.\nMore.\n:::\n'),
        ("> [!NOTE]\n> Text.\n", "> [!NOTE]\n> Text.\n"),
        (":::note[A title]\nText.\n:::\n", '::: {.note title="A title"}\nText.\n:::\n'),
        (
            ':::spoiler {state="open"} More\nText.\n:::\n',
            '::: {.details .unfolded title="More"}\nText.\n:::\n',
        ),
        (":::spoiler More\nText.\n:::\n", '::: {.details title="More"}\nText.\n:::\n'),
        ("::: exercice\nText.\n:::\n", "::: {.exercise}\nText.\n:::\n"),
        ("::: {.remarque}\nText.\n:::\n", "::: {.note}\nText.\n:::\n"),
        (":::{tip} A title\nText.\n:::\n", '::: {.tip title="A title"}\nText.\n:::\n'),
        ("```{note}\nText.\n```\n", "::: {.note}\nText.\n\n:::\n"),
        ("~~~~\n!!! note\n    Text.\n~~~~\n", "~~~~\n!!! note\n    Text.\n~~~~\n"),
        ("    !!! note\n        Text.\n", "    !!! note\n        Text.\n"),
        # the tabs of Quarto and MyST
        (
            "::: {.panel-tabset group=os}\n## A\nText.\n## B\n\n:::\n",
            '::: {.tabset}\n\n::: {.tab title="A"}\nText.\n:::\n\n\n::: {.tab title="B"}\n:::\n\n:::\n',
        ),
        (
            "::: {.panel-tabset .if edition='tutor'}\n## A\n:::\n",
            "::: {.panel-tabset .if edition='tutor'}\n\n::: {.tab title=\"A\"}\n:::\n\n:::\n",
        ),
        (
            '<Tabs groupId="os">\n  <TabItem value="a" label="A">\n    Text.\n  </TabItem>\n</Tabs>\n',
            '::: {.tabs}\n::: {.tab title="A"}\nText.\n\n:::\n\n:::\n',
        ),
        (
            "<Tabs>\n<TabItem value='a' hidden>\nText.\n</TabItem>\n</Tabs>\n",
            "<Tabs>\n<TabItem value='a' hidden>\nText.\n</TabItem>\n</Tabs>\n",
        ),
        (
            "> ::: panel-tabset\n> # A `b`\n>\n> ::: tip\n> # C\n> :::\n> :::\n",
            '> ::: {.tabset}\n>\n> ::: {.tab title="A `b`"}\n>\n> ::: tip\n> # C\n> :::\n> :::\n>\n> :::\n',
        ),
        (
            "::::{tab-set}\n:::{tab-item} A\n:sync: a\nText.\n:::\n::::\n",
            ':::: {.tabset}\n::: {.tab title="A"}\n\nText.\n:::\n::::\n',
        ),
        (
            ":::{admonition} A\n:class: tip dropdown\nText.\n:::\n",
            '::: {.tip .folded title="A"}\n\nText.\n:::\n',
        ),
        # pandoc reads no attribute whose value begins with a space, of any width
        ("> [!tip]\u3000 A\u00a0title\u2003\n> Text.\n", '::: {.tip title="A\u00a0title"}\nText.\n:::\n'),
    ],
)
def test_what_pandoc_gets(typed: str, read: str) -> None:
    reading = read_lines(typed)
    assert "\n".join(line for _, line in reading.with_added_lines(reading.for_pandoc())) == read


@pytest.mark.parametrize("name", ["panel-tabset", "tabs"])
@pytest.mark.parametrize(
    "guard", ['.correction .if correction="true"', '.if edition="instructor"', ".solution", ".comment"]
)
def test_a_guard_on_tabs_hides_them(name: str, guard: str) -> None:
    text = f"{FRONT_MATTER}Text.\n\n::: {{.{name} {guard}}}\n## A\nSECRET\n## B\nMore.\n:::\n"
    shown, _ = shown_in_each_edition(text)
    assert "SECRET" not in shown["student"]


@pytest.mark.parametrize(
    "text",
    [
        '!!! success "Solution"\n    SECRET\n',
        '??? tip "Corrigé"\n    SECRET\n',
        "!!! solution\n    SECRET\n",
        '!!! note "instructor"\n    SECRET\n',
        '!!! note\n    ??? success "Solution"\n        SECRET\n',
        '=== "Solution"\n    SECRET\n',
        "> [!success]- Solution\n> SECRET\n",
        "> [!note] Pour les enseignants\n> SECRET\n",
        "```{note} Solution\nSECRET\n```\n",
        "```{admonition} More\n:class: solution\nSECRET\n```\n",
        ":::spoiler Solution\nSECRET\n:::\n",
        ":::spoiler {state=open} Solution\nSECRET\n:::\n",
        ":::spoiler\nSECRET\n:::\n",
        ":::note[Solution]\nSECRET\n:::\n",
        ':::{.callout-note collapse="true"}\n## Solution\nSECRET\n:::\n',
        "::: panel-tabset\n## A\nText.\n\n## Solution\nSECRET\n:::\n",
        "::: {.panel-tabset}\n## Corrigé\nSECRET\n:::\n",
        "::::{tab-set}\n:::{tab-item} Answer\nSECRET\n:::\n::::\n",
        ":::{admonition} More\n:class: solution\nSECRET\n:::\n",
    ],
)
def test_a_box_that_means_an_answer_is_refused(text: str) -> None:
    shown, reported = shown_in_each_edition(FRONT_MATTER + text)
    assert shown == {}
    assert reported[0].line >= 5


@pytest.mark.parametrize(
    "text",
    [
        "!!! note\n    ::: correction\n    SECRET\n    :::\n",
        "> [!note] Title\n> ::: correction\n> SECRET\n> :::\n",
        "```{note}\n::: correction\nSECRET\n:::\n```\n",
        ":::: challenge\n## Title\n::: solution\nSECRET\n:::\n::::\n",
        "::: correction\n!!! note\n    SECRET\n:::\n",
    ],
)
def test_a_correction_in_a_box_is_withheld(text: str) -> None:
    shown, _ = shown_in_each_edition(FRONT_MATTER + text)
    assert "SECRET" not in shown["student"]
    assert "SECRET" in shown["instructor"]


@pytest.mark.parametrize(
    "text",
    [
        "!!! note\n    ::: correction\n    SECRET\n\nSECRET\n:::\n",
        "> [!note] Title\n> ::: correction\n> SECRET\n\nSECRET\n:::\n",
        "!!! note\n    ```\n    SECRET\n\nAfter.\n",
    ],
)
def test_what_begins_in_a_box_and_ends_outside_is_refused(text: str) -> None:
    assert shown_in_each_edition(FRONT_MATTER + text)[0] == {}


def test_diagnostics_are_where_the_author_typed() -> None:
    """The columns of a box's text are those of the source, and lines after a box keep their numbers."""
    text = FRONT_MATTER + "!!! note\n    !!! tip\n        a {.corection}\n\n[b](c){.corection}\n"
    _, reported = shown_in_each_edition(text)
    assert {(d.line, d.column) for d in reported} == {(7, 11), (9, 9)}


def test_what_is_not_read_is_told() -> None:
    text = "!!! savoir\n    Text.\n\n!!! note\nText.\n\n> Text.\n> [!tip] Late\n"
    _, reported = shown_in_each_edition(FRONT_MATTER + text)
    assert [(d.code, d.line, d.column) for d in reported] == [
        ("CB165", 5, 1),
        ("CB166", 8, 1),
        ("CB166", 12, 3),
    ]


def test_fixing_keeps_the_indentation_of_a_box() -> None:
    text = "!!! note\n    Text.\n    ::: correction\n    SECRET\n    :::\n"
    assert fix_text(text) == "!!! note\n    Text.\n\n    ::: correction\n    SECRET\n    :::\n"


def test_the_title_of_a_correction_goes_with_it() -> None:
    """A box with a title stays when it is emptied, unless it is itself withheld."""
    text = ':::: {.correction title="SECRET"}\n::: correction\nSECRET\n:::\n::::\n'
    shown, reported = shown_in_each_edition(FRONT_MATTER + f"Text.\n\n{text}")
    assert "SECRET" not in shown.get("student", ""), reported
    assert shown or reported
