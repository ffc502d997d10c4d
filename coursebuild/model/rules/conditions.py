"""Rules about conditions and corrections, and about text that only seems to be hidden."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB101": Rule(
        severity=Severity.WARNING,
        title="The front matter sets a value that the edition decides",
        remedy="Remove the line: the edition that you build decides the value.",
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
    ),
    "CB116": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A condition holds in no edition, or hides its part from all of them",
        remedy='Correct the condition; write its value in straight quotes, as in `correction="true"`.',
        why="The part would be hidden from everybody, instructors included, or shown to everybody.",
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
    "CB142": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A label is hidden, and what it announces is not",
        remedy=(
            "Hide the answer too: put the condition on the heading, `## Solution {.correction}`, or put the "
            "label and the answer into one fenced div or Span."
        ),
        wrong=dedent("""\
            [Solution:]{.correction} port 80.
        """),
        right=dedent("""\
            [Solution: port 80.]{.correction}
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
    "CB150": Rule(
        severity=Severity.WARNING,
        title="A condition after bracketed words hides the whole section of a heading",
        remedy="Put it right after the bracket to hide the words alone; otherwise, leave the brackets out.",
        wrong=dedent("""\
            ## The port [80] {.correction}
        """),
        right=dedent("""\
            ## The port [80]{.correction}
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
    ),
    "CB123": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A link leads to a part that this edition does not have",
        remedy="Make the link conditional too, or link to a part that everybody sees.",
    ),
    "CB147": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="An identifier contains a word that the edition withholds",
        remedy="Choose another identifier, or make the element conditional too.",
        why="Identifiers are in the page's source, in its addresses and in the PDF's destinations.",
    ),
}
