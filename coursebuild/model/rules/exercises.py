"""Rules about exercises: their corrections, the room for answers, minutes and points."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB136": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A fenced div with `lines`, `space`, `grid` or an answer's title has no class",
        remedy="Add the class: `.correction` or `.solution`, or `.answer` for room to write on.",
        why="Only these are for answers. Without its class, a correction would be shown to students.",
        wrong=dedent("""\
            ::: {lines=4}
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: {.correction lines=4}
            Port 80.
            :::
        """),
    ),
    "CB164": Rule(
        severity=Severity.WARNING,
        published_as="CB163",
        title="A correction is empty",
        remedy="Put the answer into it, or remove it; perhaps its `:::` stands too early.",
        why="What follows an empty correction is for everybody.",
        wrong=dedent("""\
            ::: correction
            :::

            Port 80.
        """),
        right=dedent("""\
            ::: correction
            Port 80.
            :::
        """),
    ),
    "CB137": Rule(
        severity=Severity.WARNING,
        title="An exercise has no correction, and others of the lesson have",
        remedy=(
            "Put a correction after it, in the same section; if it needs none, write "
            "`<!-- coursebuild: ignore CB137 -->` at the end of its line."
        ),
        why="A correction that is misspelt is text for everybody, and its exercise has none.",
        wrong=dedent("""\
            ::: {.exercise title="1. Ports"}
            Which port does HTTP use?
            :::

            ::: correction
            Port 80.
            :::

            ::: {.exercise title="2. More ports"}
            Which port does SSH use?
            :::
        """),
        right=dedent("""\
            ::: {.exercise title="1. Ports"}
            Which port does HTTP use?
            :::

            ::: correction
            Port 80.
            :::

            ::: {.exercise title="2. More ports"}
            Which port does SSH use?
            :::

            ::: correction
            Port 22.
            :::
        """),
    ),
    "CB138": Rule(
        severity=Severity.ERROR,
        title="An exercise has no correction, and `require-corrections` asks for one",
        remedy=(
            "Put a correction after it, in the same section, or remove `require-corrections` from the front "
            "matter or coursebuild.toml."
        ),
        why="A correction that is misspelt is text for everybody, and its exercise has none.",
        wrong=dedent("""\
            ---
            title: Lab
            require-corrections: true
            ---

            ## Exercise 1 {.exercise}

            Which port?
        """),
        right=dedent("""\
            ---
            title: Lab
            require-corrections: true
            ---

            ## Exercise 1 {.exercise}

            Which port?

            ::: correction
            Port 80.
            :::
        """),
    ),
    "CB216": Rule(
        severity=Severity.WARNING,
        title="`lines`, `space`, `grid`, `minutes` or `points` has an invalid value",
        remedy=(
            "Write 1 to 60 `lines`, `space` or `grid` from 5mm to 24cm, `minutes` up to 1440 (or `1h30`), or "
            "`points` up to 1000 with at most two decimals."
        ),
        why=(
            "A value that cannot be read has no effect: no room is printed, or the exercise is missing in "
            "the totals."
        ),
        wrong=dedent("""\
            ::: {.answer lines=six}
            :::
        """),
        right=dedent("""\
            ::: {.answer lines=6}
            :::
        """),
    ),
    "CB217": Rule(
        severity=Severity.WARNING,
        title="`lines`, `space`, `grid`, `minutes` or `points` has no effect here, or is misspelt",
        remedy=(
            "Put `lines`, `space` and `grid` on a box `.answer`, `.correction` or `.solution`; put `minutes` "
            "and `points` on an exercise or a heading."
        ),
        why=(
            "Anywhere else the attribute does nothing, and nothing on the page shows that the room or the "
            "points are missing."
        ),
        wrong=dedent("""\
            ::: {.tip lines=4}
            Write four sentences.
            :::
        """),
        right=dedent("""\
            ::: {.answer lines=4}
            :::
        """),
    ),
    "CB218": Rule(
        severity=Severity.WARNING,
        title="An exercise is in the section of a correction",
        remedy="Give the exercise a heading of the correction's level, or of a higher one.",
        why=(
            "A heading's condition holds up to the next heading of its level or of a higher one: students do "
            "not see the exercise."
        ),
        wrong=dedent("""\
            ## Correction {.correction}

            Port 80.

            ### Exercise 2 {.exercise}
        """),
        right=dedent("""\
            ### Correction {.correction}

            Port 80.

            ### Exercise 2 {.exercise}
        """),
    ),
}
