"""Rules about numbers, and references to what has one."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB223": Rule(
        severity=Severity.ERROR,
        title="A reference leads to nothing",
        remedy=(
            "Correct the identifier after `@`, or give it to what you mean, as in `{#fig:disk}`; before an "
            "`@` that is text, write a backslash."
        ),
        why="Readers would find an identifier where a number should be, and nothing to follow.",
        wrong=dedent("""\
            The sum is in @eq:summ.

            $$s = a + b$$ {#eq:sum}
        """),
        right=dedent("""\
            The sum is in @eq:sum.

            $$s = a + b$$ {#eq:sum}
        """),
    ),
    "CB224": Rule(
        severity=Severity.ERROR,
        title="A reference leads to what has no number",
        remedy=(
            "Put the identifier on what its prefix names: `fig` is for figures, `tbl` for tables, `lst` for "
            "code, `eq` for displayed formulas, `ex` for exercises, `sec` for headings; or write a link."
        ),
        why="A reference is the number of its target.",
        wrong=dedent("""\
            As @fig:rule says, ports are numbers.

            ::: {.note #fig:rule}
            A port is a number.
            :::
        """),
        right=dedent("""\
            As [the rule](#rule) says, ports are numbers.

            ::: {.note #rule}
            A port is a number.
            :::
        """),
    ),
    "CB225": Rule(
        severity=Severity.ERROR,
        title="References and citations stand in one pair of brackets",
        remedy="Give each kind brackets of its own: `[@fig:disk; @fig:head]` and `[@knuth84]`.",
        why="The one is a number in the text, the other a note of where something is from.",
        wrong=dedent("""\
            It is of quadratic order [@eq:order; @knuth84].

            $$O(n^2)$$ {#eq:order}
        """),
        right=dedent("""\
            It is of quadratic order (@eq:order).

            $$O(n^2)$$ {#eq:order}
        """),
    ),
    "CB226": Rule(
        severity=Severity.WARNING,
        title="`numbering` names a kind that cannot be numbered",
        remedy=(
            "Name kinds among `figures`, `tables`, `listings`, `equations`, `exercises`, `sections` and the "
            "names of boxes."
        ),
        why="Nothing has that name, and so nothing more is numbered.",
        wrong=dedent("""\
            ---
            title: Disks
            numbering: [figure]
            ---

            A disk has heads.
        """),
        right=dedent("""\
            ---
            title: Disks
            numbering: [figures]
            ---

            A disk has heads.
        """),
    ),
    "CB227": Rule(
        severity=Severity.ERROR,
        title="A correction names an exercise that does not exist",
        remedy='Write the identifier of the exercise without its `#`, as in `for="ex:ping"`.',
        why="The correction would belong to no exercise, and would be missing where corrections are moved.",
        wrong=dedent("""\
            ::: {.exercise #ex:ports title="Ports"}
            Which port does HTTP use?
            :::

            ## At the end

            ::: {.correction for="ex:port"}
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: {.exercise #ex:ports title="Ports"}
            Which port does HTTP use?
            :::

            ## At the end

            ::: {.correction for="ex:ports"}
            Port 80.
            :::
        """),
    ),
    "CB233": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="What is no correction names the exercise that it belongs to",
        remedy="Add the class `.correction`; if students may see the part, leave `for` out.",
        why=(
            "Corrections alone have `for`, so the class was probably forgotten, and students would see the "
            "part."
        ),
        wrong=dedent("""\
            ::: {.exercise #ex:ports title="Ports"}
            Which port does HTTP use?
            :::

            ::: {for="ex:ports"}
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: {.exercise #ex:ports title="Ports"}
            Which port does HTTP use?
            :::

            ::: {.correction for="ex:ports"}
            Port 80.
            :::
        """),
    ),
}
