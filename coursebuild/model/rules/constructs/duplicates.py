"""Rules on what is defined twice."""

from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES = {
    "CB132": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A footnote is defined twice",
        remedy="Give each footnote its own name.",
        why="Pandoc keeps one of the definitions: a text is lost, or shown in place of another.",
        wrong=dedent("""\
            One.[^a]

            [^a]: First.

            [^a]: Second.
        """),
        right=dedent("""\
            One.[^a] Two.[^b]

            [^a]: First.

            [^b]: Second.
        """),
    ),
    "CB277": Rule(
        severity=Severity.WARNING,
        title="A link's address is defined twice",
        remedy="Give each address its own name, or remove one of the two lines.",
        why="Pandoc keeps the last one: all links of that name in the lesson lead there.",
        wrong=dedent("""\
            See [the manual] and [the manual] of the other.

            [the manual]: https://example.org/one
            [the manual]: https://example.org/other
        """),
        right=dedent("""\
            See [the manual] and [the manual][other] of the other.

            [the manual]: https://example.org/one
            [other]: https://example.org/other
        """),
    ),
    "CB278": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A field of the front matter is defined twice",
        remedy="Remove one of the two lines.",
        why=(
            "YAML has each field once, and pandoc keeps the last one. Where a condition asks for the field, "
            "that one decides who sees the part."
        ),
        wrong=dedent("""\
            ---
            title: Ports
            level: basic
            level: advanced
            ---

            ::: {.if level="advanced"}
            Compare both.
            :::
        """),
        right=dedent("""\
            ---
            title: Ports
            level: advanced
            ---

            ::: {.if level="advanced"}
            Compare both.
            :::
        """),
    ),
}
