"""Rules on attributes that are unknown, and on names that only have the shape of one."""

from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES = {
    "CB250": Rule(
        severity=Severity.WARNING,
        title="An attribute is unknown, and has no effect",
        remedy=(
            "Write its name as the reference does, or remove it; begin the name of one of your own with "
            "`data-`, or read it in a filter."
        ),
        why=(
            "Pandoc accepts any attribute. One that nothing reads may be misspelt, or be of another tool: "
            "lines that should be highlighted are not, and nothing on the page says so."
        ),
        wrong=dedent("""\
            ``` {.python emphasize-lines="2"}
            import sys
            print(sys.argv)
            ```
        """),
        right=dedent("""\
            ``` {.python highlight="2"}
            import sys
            print(sys.argv)
            ```
        """),
    ),
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
