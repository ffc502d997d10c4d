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
    "CB243": Rule(
        severity=Severity.WARNING,
        title="A link in a diagram is removed",
        remedy="Write the link in the text beside the diagram.",
        why=(
            "A diagram is a drawing: on paper, in Word and for screen readers, nothing in it can be followed."
        ),
        wrong=dedent("""\
            ```{.dot alt="Two networks"}
            graph { office [URL="https://example.org/"]; office -- home }
            ```
        """),
        right=dedent("""\
            ```{.dot alt="Two networks"}
            graph { office -- home }
            ```

            The [office](https://example.org/) has a network of its own.
        """),
    ),
    "CB244": Rule(
        severity=Severity.WARNING,
        title="Text of a diagram cannot be drawn",
        remedy="Write it as a plain label: in D2, between quotation marks instead of as Markdown.",
        why="The program has written it as HTML, which print cannot draw, and which might load something.",
    ),
}
