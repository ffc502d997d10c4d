"""Rules about Markdown that pandoc does not read as its author meant it."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB110": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A code block is never closed, or another begins inside it",
        remedy=(
            "Add the closing fence where the code ends; put a longer fence around a block that shows fences."
        ),
        why="From there on, pandoc reads text as code and code as text, corrections included.",
        wrong=dedent("""\
            ```sh
            ls

            Text.
        """),
        right=dedent("""\
            ```sh
            ls
            ```

            Text.
        """),
    ),
    "CB111": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A code fence does not open a code block",
        remedy=(
            'Write ```` ```python ```` or ```` ``` {.python key="value"} ````; nothing else may follow '
            "the language."
        ),
        why="Pandoc reads the fence and the code as text.",
        wrong=dedent("""\
            ```python title=hello.py
            print("hello")
            ```
        """),
        right=dedent("""\
            ``` {.python title="hello.py"}
            print("hello")
            ```
        """),
    ),
    "CB117": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="Notation was left as text",
        remedy="Correct the line; put notation that readers should see between backticks or ``` lines.",
        why=(
            "What pandoc does not read as notation, it prints, together with all that the notation should "
            "have hidden."
        ),
        wrong="The port is [80](.correction).\n",
        right="The port is [80]{.correction}.\n",
    ),
    "CB120": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A box for a correction is in a notation that pandoc does not read",
        remedy=(
            "Write `::: correction` … `:::`, and `<!-- … -->` for a comment; `coursebuild check --fix` does "
            "where only one reading is possible. The alerts that exist are NOTE, TIP, IMPORTANT, WARNING and "
            "CAUTION."
        ),
        why="Pandoc does not know the notation, so it prints it as text, and the answer in it too.",
        wrong=dedent("""\
            !!! solution "Answer"
                Port 80.
        """),
        right=dedent("""\
            ::: correction
            Port 80.
            :::
        """),
    ),
    "CB121": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="Malformed comment",
        remedy="Write `<!--` once and `-->` once; a comment cannot contain another.",
        why="The text that you meant to hide would be on the page.",
        wrong="<!- The answer is 80. ->\n",
        right="<!-- The answer is 80. -->\n",
    ),
    "CB126": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="Pandoc reads a heading as text, in a conditional part",
        remedy="Put a blank line before the heading, and a space after its `#`.",
        why="The conditional section would not end there: students would lose what follows.",
    ),
    "CB127": Rule(
        severity=Severity.WARNING,
        title="Pandoc reads a heading as text",
        remedy="Put a blank line before the heading, and a space after its `#`.",
        why=(
            "The line is printed with its `#`. It is not in the contents, no link leads to it, and the "
            "section above goes on through it."
        ),
        wrong="##Second part\n",
        right="## Second part\n",
    ),
    "CB128": Rule(
        severity=Severity.WARNING,
        title="A list is not nested under the item above it",
        remedy="Align the list with the item's text (`coursebuild check --fix` does).",
        why="With too few spaces, pandoc reads a separate list, and the numbering of the outer one restarts.",
        wrong=dedent("""\
            1. One
              - a
            2. Two
        """),
        right=dedent("""\
            1. One
                - a
            2. Two
        """),
    ),
    "CB129": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A table row has more cells than the table has columns",
        remedy="Give the row as many cells as the header; write `\\|` for a vertical bar in a cell.",
        why="Pandoc drops the extra cells: nobody would see them.",
        wrong=dedent("""\
            | Port | Protocol |
            |------|----------|
            | 80   | HTTP     | the Web |
        """),
        right=dedent("""\
            | Port | Protocol |
            |------|----------|
            | 80   | HTTP, the Web |
        """),
    ),
    "CB130": Rule(
        severity=Severity.WARNING,
        title="Pandoc drops words of a line",
        remedy="Check the line: pandoc reads something in it as markup.",
        why=(
            "Some sign in the line means something else to pandoc than to you. Nothing on the page would "
            "show readers that words are missing."
        ),
    ),
    "CB131": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="An HTML element is never closed",
        remedy="Close the element; if it is only a name in angle brackets, put it between backticks.",
        why=(
            "Pages leave out the element with its content: without an end tag, that is everything that "
            "follows."
        ),
        wrong="The element <select> is a list.\n",
        right="The element `<select>` is a list.\n",
    ),
    "CB133": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="Pandoc reads text as metadata",
        remedy=(
            "Put a blank line after `---`, or write `* * *` for a horizontal rule: pandoc reads the lines "
            "between two `---` as metadata."
        ),
        why=(
            "Pandoc reads lines between two `---` as YAML wherever they stand. They would not be on the "
            "page, and could set its title, or the value that a condition asks for."
        ),
        wrong=dedent("""\
            Before.

            ---
            Note: save your work.
            ---

            After.
        """),
        right=dedent("""\
            Before.

            * * *

            Note: save your work.

            * * *

            After.
        """),
    ),
    "CB134": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="Pandoc reads a line as a link reference definition, which is not shown",
        remedy=(
            "Put a backslash before the bracket, `\\[Note]: …`, or use bold, `**Note:** …`; in a definition, "
            "put the text after the address in quotes."
        ),
        why=(
            "A line that begins with words in brackets and a colon gives pandoc the address of a link. It "
            "is never printed itself, so readers would miss what it says."
        ),
        wrong=dedent("""\
            [Note]: bring a cable.
        """),
        right=dedent("""\
            **Note:** bring a cable.
        """),
    ),
    "CB165": Rule(
        severity=Severity.WARNING,
        title="A box of another tool has a kind that is not known",
        remedy="Write one of the kinds that the guide lists, and the other word as the box's title.",
        why="The box is shown as a note, with its kind as its title if it has no other.",
        wrong=dedent("""\
            !!! knowledge
                A port has a number.
        """),
        right=dedent("""\
            !!! note "Knowledge"
                A port has a number.
        """),
    ),
    "CB166": Rule(
        severity=Severity.WARNING,
        title="A box of another tool is not read as a box",
        remedy=(
            "Indent all of the box's text by four spaces, as MkDocs does, or begin each of its lines "
            "with `>`, as Obsidian does; or write `::: note` … `:::`."
        ),
        why=(
            "Its first line is printed as text. A box is read where it is clear where it ends, and where no "
            "code and no fenced div begins inside and ends outside."
        ),
        wrong=dedent("""\
            !!! note "Before you begin"
            Save your work.
        """),
        right=dedent("""\
            !!! note "Before you begin"
                Save your work.
        """),
    ),
    "CB181": Rule(
        severity=Severity.ERROR,
        title="A formula cannot be set",
        remedy="Correct the TeX at this place; what formulas may contain is in the guide, under Formulas.",
        why="Readers would see its TeX.",
        wrong="The sum is $\\frac{a}{b$.\n",
        right="The sum is $\\frac{a}{b}$.\n",
    ),
    "CB180": Rule(
        severity=Severity.WARNING,
        title="A numbered list begins again at 1 after a box",
        remedy="Write the next number, or indent the box as far as the text of the item above it.",
        why=(
            "A box, a quotation or code at the margin ends a list. The list below it is another one, and "
            "begins with the number that is typed."
        ),
        wrong=dedent("""\
            1. What is a port?

            ::: tip
            Look at the header.
            :::

            1. What is an address?
        """),
        right=dedent("""\
            1. What is a port?

            ::: tip
            Look at the header.
            :::

            2. What is an address?
        """),
    ),
}
