"""Rules on what has the shape of an attribute, and is a class or an identifier for pandoc."""

from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES = {
    "CB279": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A class or an identifier has the shape of an attribute",
        remedy='Write attributes in braces, each with `=` and its value in quotes: `{.note points="3"}`.',
        why=(
            "What follows `:::` without braces is one class for pandoc, and so is `.points:3` in braces: "
            "it sets nothing, restricts nothing, and everybody sees the part."
        ),
        wrong=dedent("""\
            ::: format=pdf
            On paper: turn the page.
            :::
        """),
        right=dedent("""\
            ::: {.if format="pdf"}
            On paper: turn the page.
            :::
        """),
    ),
}
