"""Rules about the points of exercises."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB239": Rule(
        severity=Severity.WARNING,
        title="An exercise has other points than its parts have in all",
        remedy=(
            "Correct the points of the exercise or of a part; or leave out those of the exercise, which are "
            "then the sum."
        ),
        why="Students would see two scales, and marks would be given by either.",
        wrong=dedent("""\
            ::: {.exercise title="Ports" points=5}
            1. [Which port does HTTP use?]{points=1}
            2. [Which ports may anybody open?]{points=3}
            :::
        """),
        right=dedent("""\
            ::: {.exercise title="Ports"}
            1. [Which port does HTTP use?]{points=1}
            2. [Which ports may anybody open?]{points=3}
            :::
        """),
    ),
}
