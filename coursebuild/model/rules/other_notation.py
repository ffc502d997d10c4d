"""Rules about notation that pandoc reads as text: other tools', and what only looks like a list."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB170": Rule(
        severity=Severity.WARNING,
        title="The items of a list are part of the paragraph above them",
        remedy=(
            "Put a blank line before the first item, and at most three spaces in front of it; if it is text, "
            "put a backslash in its marker: `3\\.`, `\\-`."
        ),
        why=(
            "Under a line of text, as on GitHub, a list begins with a bullet or with `1.`, and no more than "
            "three spaces before it."
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
}
