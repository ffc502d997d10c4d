"""Rules about other tools: lessons that are imported, and notation that pandoc reads as text."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB167": Rule(
        severity=Severity.WARNING,
        title="A part of another tool's lesson is not turned into coursebuild's notation",
        remedy="Look at the new lesson there, and write what should stand in its place.",
        why=(
            "`coursebuild import` runs no code and fetches nothing, and coursebuild has no counterpart for "
            "all that other tools do. What is left out, or stays as it was typed, is named."
        ),
    ),
    "CB168": Rule(
        severity=Severity.WARNING,
        title="A part of another tool's lesson is for instructors alone now",
        remedy=(
            "If students may see it, remove the condition, or the fences of the correction, in the new "
            "lesson."
        ),
        why=(
            "It is hidden there, or may be. What was hidden there is never shown here: in doubt, it becomes "
            "a correction, and is named."
        ),
    ),
    "CB169": Rule(
        severity=Severity.ERROR,
        title="A file cannot be imported",
        remedy="Do what the message says, or turn the lesson by hand; no file was written for it.",
        why="A lesson that is turned in part, or over another one, would be a loss.",
    ),
    "CB170": Rule(
        severity=Severity.WARNING,
        title="The items of a list are read as text",
        remedy=(
            "Put a blank line before the first item, and at most three spaces in front of it, and two spaces "
            "after a capital letter with a period (`A.  yes`); if it is text, put a backslash in its marker: "
            "`3\\.`, `\\-`."
        ),
        why=(
            "Under a line of text, as on GitHub, a list begins with a bullet or with `1.`, and no more than "
            "three spaces before it. Of `A. Einstein`, pandoc makes no list."
        ),
        wrong=dedent("""\
            The other steps:
            3. Log in.
            4. Type `ls`.
        """),
        right=dedent("""\
            The other steps:

            3. Log in.
            4. Type `ls`.
        """),
    ),
    "CB171": Rule(
        severity=Severity.WARNING,
        title="The notation of another tool is printed as text",
        remedy="Write what the message says; if readers should see the notation, put it in backticks.",
        why=(
            "Pandoc does not know the notation: readers see its signs, and what it should put there is "
            "missing."
        ),
        wrong=dedent("""\
            Read [[First steps]].
        """),
        right=dedent("""\
            Read [First steps](first-steps.md).
        """),
    ),
    "CB178": Rule(
        severity=Severity.WARNING,
        title="An indented text below a box is code",
        remedy=(
            "Indent the box as far as the text of the list's item; if it is code, put it between two ``` "
            "lines."
        ),
        why=(
            "A box at the margin ends the list above it. What is indented after it as the item's text is "
            "read as text; with four spaces more, it is code."
        ),
        wrong=dedent("""\
            1.  Look at the table.

            ::: tip
            All of it.
            :::

                    Then go on.
        """),
        right=dedent("""\
            1.  Look at the table.

                ::: tip
                All of it.
                :::

                Then go on.
        """),
    ),
    "CB179": Rule(
        severity=Severity.WARNING,
        title="A long number that begins a line is text, not the number of an item",
        remedy="Put a backslash in it, `2018\\.`; to begin a list there, number it from `1.`.",
        why=(
            "Markdown takes a number with a period for the item of a list. With four digits and no next "
            "item, it is probably a year that ends a sentence, and is shown as text."
        ),
        wrong=dedent("""\
            2018. That was the year.
        """),
        right=dedent("""\
            2018\\. That was the year.
        """),
    ),
}
