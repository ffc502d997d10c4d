"""Rules about dates: that of a lesson, and those from which students see a correction."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB242": Rule(
        severity=Severity.WARNING,
        title="The `date` of a lesson is not a day of the calendar, or not written as one",
        remedy="Write a day that exists, with all its digits and with hyphens, as in `date: 2026-12-01`.",
        why=(
            "The page shows it as it is typed, without the words of the language, and the feed and the "
            "PDF's metadata leave it out."
        ),
        wrong=dedent("""\
            ---
            title: Ports
            date: 2026-02-30
            ---

            Text.
        """),
        right=dedent("""\
            ---
            title: Ports
            date: 2026-02-28
            ---

            Text.
        """),
    ),
    "CB252": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="`show-from` is not a day",
        remedy='Write the year, the month and the day, as in `show-from="2026-12-01"`.',
        why=(
            "From a day that nobody can read, students would never see the correction; and `01/12/2026` is a "
            "day of December for some, and of January for others."
        ),
        wrong=dedent("""\
            ::: {.correction show-from="01/12/2026"}
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: {.correction show-from="2026-12-01"}
            Port 80.
            :::
        """),
    ),
    "CB253": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A name is almost `show-from`",
        remedy='Write the attribute `show-from` with a day, as in `show-from="2026-12-01"`.',
        why="An attribute may have any name: one that is misspelt is no error for pandoc, but hides nothing.",
        wrong=dedent("""\
            ## Answers {show_from="2026-12-01"}

            Port 80.
        """),
        right=dedent("""\
            ## Answers {show-from="2026-12-01"}

            Port 80.
        """),
    ),
    "CB254": Rule(
        severity=Severity.WARNING,
        title="A date shows nothing to students",
        remedy="Give the part around it the date, or remove the condition that hides it from students.",
        why=(
            "A date replaces `correction` alone: what another condition hides, or a part around it, stays "
            "hidden when the day has come."
        ),
        wrong=dedent("""\
            ::: correction
            Port 80.

            [And 443.]{.correction show-from="2026-12-01"}
            :::
        """),
        right=dedent("""\
            ::: {.correction show-from="2026-12-01"}
            Port 80.

            And 443.
            :::
        """),
    ),
    "CB255": Rule(
        severity=Severity.WARNING,
        title="Students do not see an exercise before a date",
        remedy="If the date is that of the correction alone, move it to the correction.",
        why="What has a date is withheld as a correction is, until that day: the question too.",
        wrong=dedent("""\
            ## Exercise 1 {.exercise show-from="2026-12-01"}

            Which command lists the files?

            ::: correction
            `ls`, or `find`.
            :::
        """),
        right=dedent("""\
            ## Exercise 1 {.exercise}

            Which command lists the files?

            ::: {.correction show-from="2026-12-01"}
            `ls`, or `find`.
            :::
        """),
    ),
    "CB256": Rule(
        severity=Severity.WARNING,
        title="`[show-from]` names no lesson",
        remedy='Write the path of a lesson below the sources, as in `"net/ping.md" = "2026-12-01"`.',
        why="The corrections of the lesson that was meant are never shown to students.",
    ),
    "CB257": Rule(
        severity=Severity.WARNING,
        title="A file is of a day before one that has come",
        remedy="Build the student edition again, on the day on which you publish it.",
        why="Students do not see yet what they should see since that day.",
    ),
    "CB258": Rule(
        severity=Severity.ERROR,
        title="`SOURCE_DATE_EPOCH` is not a time",
        remedy="Set it to seconds since 1970, as `git log -1 --pretty=%ct` prints them, or do not set it.",
        why="It says for which day a build is, and so which corrections students see.",
    ),
}
