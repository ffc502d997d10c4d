"""Rules about `:::` lines, and about the classes of fenced divs."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB103": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A `:::` that opens a fenced div has no blank line before it",
        remedy="Put a blank line before it (`coursebuild check --fix` does).",
        why=(
            "Pandoc reads the line, and the content of the fenced div, as part of the paragraph above: "
            "students would see it."
        ),
        wrong=dedent("""\
            1. Which port does HTTP use?
            ::: {.correction .if correction="true"}
            Port 80.
            :::
        """),
        right=dedent("""\
            1. Which port does HTTP use?

            ::: {.correction .if correction="true"}
            Port 80.
            :::
        """),
    ),
    "CB104": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A `:::` line is in a place where pandoc reads it as text or code",
        remedy=(
            "Start the line with `:::` or, in a list, align it with the item's text; put notation that "
            "readers should see between ``` lines."
        ),
        why=(
            "Outside a list, pandoc reads an indented `:::` line as text or code: everybody would see "
            "it, and the content of the fenced div."
        ),
        wrong='    ::: {.correction .if correction="true"}\n    Port 80.\n    :::\n',
        right=dedent("""\
            ::: {.correction .if correction="true"}
            Port 80.
            :::
        """),
    ),
    "CB105": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A `:::` line contains an invisible or look-alike character",
        remedy="Type the line again, with plain spaces and colons (`coursebuild check --fix` does).",
        why=(
            "Pandoc reads a line with a non-breaking space (AltGr and the space bar on a French "
            "keyboard), an invisible or a full-width character as text: everybody would see the content "
            "of the fenced div."
        ),
    ),
    "CB106": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A `:::` line has a syntax error",
        remedy=(
            'Write `::: {.correction .if correction="true"}`: three colons, braces around the '
            "attributes, no space around `=`, nothing after the closing brace."
        ),
        why="Pandoc reads a `:::` line that it cannot parse as text, and everybody sees text.",
        wrong=dedent("""\
            ::: {.correction .if correction = "true"}
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: {.correction .if correction="true"}
            Port 80.
            :::
        """),
    ),
    "CB107": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A fenced div is never closed",
        remedy="Add a line `:::` where it ends, or `</div>` where `<div>` opened it.",
        why=(
            "It would contain everything that follows: students would lose the rest, or see what they "
            "should not."
        ),
        wrong=dedent("""\
            ::: note
            Text.
        """),
        right=dedent("""\
            ::: note
            Text.
            :::
        """),
    ),
    "CB108": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A `:::` closes nothing",
        remedy="Remove the line, or correct the line above that should have opened the fenced div.",
        why=(
            "Pandoc prints the colons as text. The mistake is often further up, in the line that should "
            "have opened the fenced div: then nothing between the two is hidden."
        ),
        wrong=dedent("""\
            Work in pairs.

            :::
        """),
        right=dedent("""\
            ::: note
            Work in pairs.
            :::
        """),
    ),
    "CB109": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A fenced div is opened again where it should be closed",
        remedy=(
            "If the fenced div ends here, write `:::` alone; if another begins here, close the first "
            "before it."
        ),
        why=(
            "One such box in another is nearly always a closing line on which the class was typed again. "
            "The box would then end later than it should, and hide or show what follows."
        ),
        wrong=dedent("""\
            ::: {.correction .if correction="true"}
            Port 80.
            ::: {.correction .if correction="true"}
        """),
        right=dedent("""\
            ::: {.correction .if correction="true"}
            Port 80.
            :::
        """),
    ),
    "CB124": Rule(
        severity=Severity.WARNING,
        title="A fenced div has an unknown class",
        remedy="Correct the name; to use a class of your own, name it in a style sheet in `templates/`.",
        why=(
            "Pandoc accepts any class. One that no style sheet knows may be a misspelt kind of box, which "
            "then has neither label nor colour."
        ),
        wrong=dedent("""\
            ::: warnning
            Save your work.
            :::
        """),
        right=dedent("""\
            ::: warning
            Save your work.
            :::
        """),
    ),
}
