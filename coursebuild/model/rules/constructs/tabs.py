"""Rules about tabs."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB230": Rule(
        severity=Severity.WARNING,
        title="Tabs have no titles",
        remedy='Begin each tab with a heading, or write it as `::: {.tab title="…"}` … `:::`.',
        why="Readers choose a tab by its title. What has none is shown as any other text.",
        wrong=dedent("""\
            ::: tabs
            Run `apt install git`.

            Run `brew install git`.
            :::
        """),
        right=dedent("""\
            ::: tabs
            ## Linux

            Run `apt install git`.

            ## macOS

            Run `brew install git`.
            :::
        """),
    ),
}
