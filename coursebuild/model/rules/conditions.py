"""Rules about conditions and corrections, and about text that only seems to be hidden."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB101": Rule(
        severity=Severity.WARNING,
        title="The front matter sets a value that the edition decides",
        remedy="Remove the line: the edition that you build decides the value.",
        why=(
            "What readers of an edition may see is decided once, for all lessons. A lesson that could set "
            "it would show its corrections to students."
        ),
        wrong=dedent("""\
            ---
            title: Lab 1
            correction: true
            ---
        """),
        right=dedent("""\
            ---
            title: Lab 1
            ---
        """),
    ),
    "CB102": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="`.if` or `.unless` has no condition",
        remedy='Add the condition, as in `.if correction="true"`.',
        why="Without a condition, nothing says who should see the part.",
        wrong=dedent("""\
            ::: {.box .if}
            Who sees this?
            :::
        """),
        right=dedent("""\
            ::: {.box .if correction="true"}
            The instructor sees this.
            :::
        """),
    ),
    "CB112": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="An attribute block has no effect",
        remedy=(
            'Put it right after its element, as in `[words]{.if correction="true"}`, or at the end of a '
            'heading, as in `## Heading {.if correction="true"}`.'
        ),
        why=(
            "Pandoc reads attributes after headings, Spans (`[text]{…}`), inline code, links, images, "
            "fenced divs, code blocks and the captions of tables. Elsewhere it prints them, and the text "
            "that they should hide."
        ),
        wrong=dedent("""\
            The answer is [42] {.correction}.
        """),
        right=dedent("""\
            The answer is [42]{.correction}.
        """),
    ),
    "CB113": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A class or identifier is almost `correction`, `solution`, `if` or `unless`",
        remedy=(
            "Correct the name, and separate classes by spaces; if the name is right, give the element a "
            "condition that hides it."
        ),
        why=(
            "A class may have any name, so one that is misspelt is no error for pandoc: it hides nothing, "
            "and students would see the part."
        ),
        wrong=dedent("""\
            ::: corrections
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: correction
            Port 80.
            :::
        """),
    ),
    "CB114": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A condition has no `.if` or `.unless`",
        remedy="Put `.if` or `.unless` before the condition.",
        why=(
            "Without one of these classes, an attribute is only an attribute, and everybody would see the "
            "part."
        ),
        wrong=dedent("""\
            ::: {.box correction="true"}
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: {.box .if correction="true"}
            Port 80.
            :::
        """),
    ),
    "CB115": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A condition asks for a key that nothing sets",
        remedy=(
            "Correct the key, or set it: in the front matter, under `[metadata]` in coursebuild.toml, or "
            "with `-M`."
        ),
        why="`.if` would hide the part from everybody, `.unless` would show it to everybody.",
        wrong=dedent("""\
            ---
            title: Lab
            group: a
            ---

            ::: {.if groups="a"}
            Text.
            :::
        """),
        right=dedent("""\
            ---
            title: Lab
            group: a
            ---

            ::: {.if group="a"}
            Text.
            :::
        """),
    ),
    "CB116": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A condition holds in no edition, or hides its part from all of them",
        remedy='Correct the condition; write its value in straight quotes, as in `correction="true"`.',
        why="The part would be hidden from everybody, instructors included, or shown to everybody.",
        wrong=dedent("""\
            ::: {.if edition="student"}
            ::: {.if correction="true"}
            Text.
            :::
            :::
        """),
        right=dedent("""\
            ::: {.if edition="instructor"}
            Text.
            :::
        """),
    ),
    "CB135": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A condition asks for the same key twice",
        remedy="Write the key once; nest two fenced divs, or use two Spans, where both values matter.",
        why="An element has one value for each key, and it is not defined which of the two would count.",
        wrong=dedent("""\
            ::: {.if level="basic" level="advanced"}
            Who sees this?
            :::
        """),
        right=dedent("""\
            ::: {.if level="basic"}
            Whoever takes the basic course.
            :::
        """),
    ),
    "CB142": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A label is hidden, and what it announces is not",
        remedy=(
            "Hide the answer too: put the condition on the heading, `## Solution {.correction}`, or put the "
            "label and the answer into one fenced div or Span."
        ),
        why="Students would read the answer, and only the word that announces it would be missing.",
        wrong=dedent("""\
            [Solution:]{.correction} port 80.
        """),
        right=dedent("""\
            [Solution: port 80.]{.correction}
        """),
    ),
    "CB150": Rule(
        severity=Severity.WARNING,
        title="A condition after bracketed words hides the whole section of a heading",
        remedy="Put it right after the bracket to hide the words alone; otherwise, leave the brackets out.",
        why=(
            "Attributes at the end of a heading belong to the heading, with all that follows it up to the "
            "next one. They belong to words in brackets only if they touch the bracket."
        ),
        wrong=dedent("""\
            ## The port [80] {.correction}
        """),
        right=dedent("""\
            ## The port [80]{.correction}
        """),
    ),
    "CB139": Rule(
        severity=Severity.WARNING,
        title="A condition asks for a value that its key does not have",
        remedy=(
            "Write the same value in both places, and a number in quotes; for a list, set a key for each of "
            "its values."
        ),
        why=(
            "`.if` hides the part from everybody, and `.unless` shows it to everybody, unless you build with "
            "another value (`-M`): then ignore the warning on its line."
        ),
        wrong=dedent("""\
            ---
            title: Lab 1
            level: basic
            ---

            ::: {.if level="basci"}
            Whoever takes the basic course.
            :::
        """),
        right=dedent("""\
            ---
            title: Lab 1
            level: basic
            ---

            ::: {.if level="basic"}
            Whoever takes the basic course.
            :::
        """),
    ),
    "CB118": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="Raw HTML, TeX or a style does not hide a correction",
        remedy='Use a fenced div: `::: {.correction .if correction="true"}` … `:::`.',
        why="Raw HTML, TeX and styles are not conditions: everybody could read the text.",
        wrong=dedent("""\
            <p class="correction">Port 80.</p>
        """),
        right=dedent("""\
            ::: correction
            Port 80.
            :::
        """),
    ),
    "CB122": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A footnote or link reference definition in a conditional part is used outside it",
        remedy="Move the definition out of the conditional part, or move the reference into it.",
        why="Pandoc puts a footnote's text where the footnote is referenced: students would read it there.",
        wrong=dedent("""\
            Which port?[^1]

            ::: correction
            [^1]: Port 80.
            :::
        """),
        right=dedent("""\
            Which port?[^1]

            [^1]: Below 1024.
        """),
    ),
    "CB123": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A link leads to a part that this edition does not have",
        remedy="Make the link conditional too, or link to a part that everybody sees.",
        why=(
            "In this edition the link would lead nowhere, and its words may tell students of a part that "
            "they do not have."
        ),
        wrong=dedent("""\
            See [the proof](#proof).

            ## Proof {.correction}

            By induction.
        """),
        right=dedent("""\
            See [the proof](#proof){.correction}.

            ## Proof {.correction}

            By induction.
        """),
    ),
    "CB147": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="An identifier contains a word that the edition withholds",
        remedy="Choose another identifier, or make the element conditional too.",
        why="Identifiers are in the page's source, in its addresses and in the PDF's destinations.",
    ),
}
