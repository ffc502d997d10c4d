"""Rules about diagrams."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB184": Rule(
        severity=Severity.ERROR,
        title="A diagram is not understood",
        remedy="Correct the diagram at this place; if it is to be shown as text, its language is `text`.",
        why="Readers would see its text.",
        wrong=dedent("""\
            ```{.mermaid alt="A student asks a teacher"}
            flowchart LR
              student[Student --> teacher[Teacher]
            ```
        """),
        right=dedent("""\
            ```{.mermaid alt="A student asks a teacher"}
            flowchart LR
              student[Student] --> teacher[Teacher]
            ```
        """),
    ),
    "CB185": Rule(
        severity=Severity.ERROR,
        title="A diagram cannot be drawn on this machine",
        remedy=(
            "Install what draws it, or name the program in `[diagrams]` of coursebuild.toml; or put the "
            "drawing into the lesson as an image."
        ),
        why="Readers would see its text. What draws Mermaid's diagrams has no build for some machines.",
    ),
    "CB186": Rule(
        severity=Severity.WARNING,
        title="The text of a diagram is too small in print",
        remedy=(
            "Draw from top to bottom instead of from left to right, break its labels, or make two diagrams "
            "of it."
        ),
        why="A diagram that is wider or higher than the page is made smaller, and its text with it.",
    ),
}
