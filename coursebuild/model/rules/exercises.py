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
    "CB195": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="The answers of a quiz cannot be read",
        remedy=(
            "Write each choice on one line, `- [x]` if it is right and `- [ ]` if not, its reason indented "
            "below a blank line; or pairs, `- left = right`; or one item for what students write, `- 3.14`."
        ),
        why=(
            "Students see boxes and lines in place of the answers of a quiz. What is read neither as an "
            "answer nor as the text of a question would show them the answer, or hide the question."
        ),
        wrong=dedent("""\
            ::: quiz
            Which of these is connectionless?

            - TCP
            - [x] UDP
            :::
        """),
        right=dedent("""\
            ::: quiz
            Which of these is connectionless?

            - [ ] TCP
            - [x] UDP

              It sends without asking first.
            :::
        """),
    ),
    "CB196": Rule(
        severity=Severity.ERROR,
        title="A question of a quiz has no right answer",
        remedy=(
            "Tick a choice, `- [x]`, or write the answers as a list; around a list to tick off, remove "
            "`::: quiz`."
        ),
        why="Perhaps the tick was lost: instructors would not see which answer is right.",
        wrong=dedent("""\
            ::: quiz
            Which of these is connectionless?

            - [ ] TCP
            - [ ] UDP
            :::
        """),
        right=dedent("""\
            ::: quiz
            Which of these is connectionless?

            - [ ] TCP
            - [x] UDP
            :::
        """),
    ),
    "CB197": Rule(
        severity=Severity.WARNING,
        title="Code, a figure or a table below a choice is taken for its reason",
        remedy=(
            "Give it the class `.public` if it belongs to the choice; otherwise put it in `::: correction` … "
            "`:::`."
        ),
        why="What stands below a choice is its reason, and students do not see it.",
        wrong=dedent("""\
            ::: quiz
            Which program ends?

            - [x] this one:

              ```sh
              exit
              ```

            - [ ] none
            :::
        """),
        right=dedent("""\
            ::: quiz
            Which program ends?

            - [x] this one:

              ``` {.sh .public}
              exit
              ```

            - [ ] none
            :::
        """),
    ),
    "CB198": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="`.quiz` or `.blank` is where it has no effect, or is misspelt around ticked boxes",
        remedy="Put `::: quiz` … `:::` around questions, and `.blank` on words: `[chmod]{.blank}`.",
        why="Anything else shows students the ticks, or leaves them no line to write on.",
        wrong=dedent("""\
            ::: quizes
            Which of these is connectionless?

            - [ ] TCP
            - [x] UDP
            :::
        """),
        right=dedent("""\
            ::: quiz
            Which of these is connectionless?

            - [ ] TCP
            - [x] UDP
            :::
        """),
    ),
}
