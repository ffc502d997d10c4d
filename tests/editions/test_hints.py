"""Hints that stand together are numbered, for students and teachers alike."""

import re

from selecting import shown_in_each_edition

IN_AN_EXERCISE = """---
title: Lab
---

:::: {.exercise title="Ping"} <!-- coursebuild: ignore CB137 -->
Reach it.

::: hint
Is it there?
:::

::: {.hint .if correction="true"}
Ask them who is stuck.
:::

::: {.hint title="The mask"}
What is the mask?
:::
::::

::: {.exercise title="Pong"} <!-- coursebuild: ignore CB137 -->
Answer it.
:::

::: hint
A single one.
:::
"""


def _numbers(shown: str) -> list[str]:
    return re.findall("Hint\N{NO-BREAK SPACE}(\\w+)", shown)


def test_two_hints_or_more_of_an_exercise_are_numbered() -> None:
    """What students do not see is numbered apart, so that both speak of the same hint; one has no number."""
    shown, _ = shown_in_each_edition(IN_AN_EXERCISE)
    assert _numbers(shown["student"]) == ["1", "2"]
    assert _numbers(shown["instructor"]) == ["1", "C1", "2"]


def test_hints_after_an_exercise_are_its_own() -> None:
    """They begin anew after the next one, and after a heading."""
    hint = "::: hint\nLook.\n:::\n\n"
    exercise = '::: {.exercise title="Do"}\nDo.\n:::\n\n'
    shown, _ = shown_in_each_edition(f"{exercise}{hint}{hint}{exercise}{hint}{hint}# Now\n\n{hint}")
    assert _numbers(shown["student"]) == ["1", "2", "1", "2"]


def test_hints_that_the_author_numbers_are_left_alone() -> None:
    """Nor are those numbered anew that have a number among all hints, or should have none."""
    for first in ('title="Hint 1: look"', 'title="1. Look"', "#hint:look", ".unnumbered"):
        shown, _ = shown_in_each_edition(f"::: {{.hint {first}}}\nLook.\n:::\n\n::: hint\nThink.\n:::\n")
        assert "Hint Think." in shown["student"], first
