"""Rules about the content of pages: headings, images, code, metadata, exercises."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB023": Rule(
        severity=Severity.WARNING,
        title="What was probably meant as a link is text",
        remedy=(
            "Write `[text](address)`, with nothing between the brackets, or define the name of "
            "`[text][name]` by a line `[name]: address`; before a bracket that is text, write a backslash."
        ),
        why=(
            "Pandoc reads a link only where both pairs of brackets are complete and touch each other. All "
            "else is printed as it was typed, and nobody can follow it."
        ),
        wrong="Open [the values] (data/values.csv).\n",
        right="Open [the values](data/values.csv).\n",
    ),
    "CB172": Rule(
        severity=Severity.WARNING,
        title="A link leads to no lesson, part or file",
        remedy=(
            "Correct the address: paths are relative to the lesson's folder, with the names and the case "
            "that the files have; a heading's identifier is its text, or `{#name}` at its end."
        ),
        why=(
            "Readers who follow the link see an error of their browser, or stay where they are. What another "
            "lesson has is looked up in the same edition."
        ),
        wrong=dedent("""\
            Read [the next part](#second-prat).

            ## Second part
        """),
        right=dedent("""\
            Read [the next part](#second-part).

            ## Second part
        """),
    ),
    "CB173": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="The name of a file that students would get means an answer",
        remedy=(
            "Link to it in the correction alone; if students may have it, list its path under `public` in "
            "coursebuild.toml."
        ),
        why=(
            "A file that a lesson links to is copied beside the page. The names of folders, and of the files "
            "in an archive, count too."
        ),
    ),
    "CB174": Rule(
        severity=Severity.WARNING,
        title="A file that a lesson links to is not copied, and readers cannot open the link",
        remedy=(
            "Put a regular file below the folder of the lessons, or below a folder in `resources`; link to a "
            "lesson by its `.md` file."
        ),
        why=(
            "Only regular files below these folders are copied beside the pages: no sources of lessons, no "
            "files whose names begin with a dot, no symbolic links, no folders."
        ),
    ),
    "CB175": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file that students would get contains what their edition withholds",
        remedy=(
            "Remove it from the file, or link to the file in the correction alone; if the file may have "
            "pieces of the correction, list its path under `public` in coursebuild.toml."
        ),
        why=(
            "A file that a lesson links to is copied beside the page. It is opened and searched, with all "
            "files in it, for phrases of the corrections, and for the notation of corrections."
        ),
    ),
    "CB176": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file that students would get cannot be read, so it may contain a correction",
        remedy=(
            "Give them a text, a PDF, a zip or an Office file without a password; if students may have this "
            "one, list its path under `public` in coursebuild.toml."
        ),
    ),
    "CB201": Rule(
        severity=Severity.ERROR,
        title="A heading is deeper than level six",
        remedy="Use at most six levels of headings.",
    ),
    "CB202": Rule(
        severity=Severity.WARNING,
        title="An image does not exist, cannot be read, or could not be fetched",
        remedy="Check the path, which is relative to the source's folder, or the address.",
    ),
    "CB203": Rule(
        severity=Severity.WARNING,
        title="An image is on the web, and is not fetched",
        remedy="Save the image in the course, or build with `--fetch`.",
    ),
    "CB177": Rule(
        severity=Severity.WARNING,
        title="An attribute of a code block names lines that the block does not have",
        remedy=(
            'Write the numbers of the marked lines as `highlight="2-3,7"`, counted from 1; a first number as '
            '`startFrom="10"`.'
        ),
        why="Lines are counted from the first one of the block, whatever number it shows.",
        wrong=dedent("""\
            ``` {.python highlight="3"}
            x = 1
            y = 2
            ```
        """),
        right=dedent("""\
            ``` {.python highlight="2"}
            x = 1
            y = 2
            ```
        """),
    ),
    "CB204": Rule(
        severity=Severity.WARNING,
        title="The language of a code block is unknown",
        remedy="Use a name that Pygments knows (`pygmentize -L lexers` lists them), or `text`.",
    ),
    "CB205": Rule(
        severity=Severity.WARNING,
        title="A file is not an image that browsers show, or is too large to be fetched",
        remedy="Use a PNG, JPEG, GIF, WebP or SVG file.",
    ),
    "CB206": Rule(
        severity=Severity.WARNING,
        title="The document has no title",
        remedy="Add `title: …` to the front matter.",
    ),
    "CB207": Rule(
        severity=Severity.WARNING,
        title=(
            "Pandoc or a filter reports a problem, such as a duplicate identifier or a formula that "
            "cannot be converted"
        ),
        remedy="Check the source there: pandoc or the filter may not read it as you meant it.",
        why=(
            "Formulas are converted without TeX: what only a package defines, or has a brace that is not "
            "closed, stays as it is typed. An identifier that is there twice makes a link lead to the first "
            "of the two."
        ),
    ),
    "CB208": Rule(
        severity=Severity.WARNING,
        title="TeX, or another raw format, is left out",
        remedy="Write it in Markdown or HTML: pages cannot show other formats.",
    ),
    "CB209": Rule(
        severity=Severity.WARNING,
        title="The PDF cannot show something as it is written",
        remedy="Correct what the message names, or check how the PDF looks.",
    ),
    "CB210": Rule(
        severity=Severity.WARNING,
        title="`lang` is not a language code",
        remedy="Use a language code such as `fr`, `en` or `pt-BR`.",
    ),
    "CB211": Rule(
        severity=Severity.WARNING,
        title="An image has no alternative text",
        remedy='Say what the image shows, between the brackets of `![…](…)` or in `alt="…"`.',
    ),
    "CB212": Rule(
        severity=Severity.WARNING,
        title="`toc`, `cover`, `draft`, `links` or `require-corrections` has an unknown value",
        remedy="Write `true` or `false`; for `links`, write `footnote` or `inline`.",
    ),
    "CB213": Rule(
        severity=Severity.WARNING,
        title="No font of the PDF has a character",
        remedy=(
            "Use other characters or an image, or install a font that has it, such as a `fontpkg-…` "
            "package from PyPI."
        ),
        why=(
            "The PDF shows the character's code point, such as U+13000, in a frame; the HTML page uses "
            "the reader's fonts."
        ),
        wrong=dedent("""\
            The hieroglyph 𓀀 is a seated man.
        """),
        right=dedent("""\
            ![Hieroglyph A1](a1.svg) is a seated man.
        """),
    ),
    "CB222": Rule(
        severity=Severity.WARNING,
        title="`student-fields` is not a list of names",
        remedy="Write a list such as `[Name, Group]`, or `true` for the usual ones, or `false`.",
        why="Each name is printed at the head of the sheet, with a line that students fill in.",
        wrong=dedent("""\
            ---
            title: Permissions
            student-fields:
              name: Name
            ---
        """),
        right=dedent("""\
            ---
            title: Permissions
            student-fields: [Name, Group]
            ---
        """),
    ),
    "CB216": Rule(
        severity=Severity.WARNING,
        title="`lines`, `space`, `grid`, `minutes` or `points` has an invalid value",
        remedy=(
            "Write 1 to 60 `lines`, `space` or `grid` from 5mm to 24cm, `minutes` up to 1440 (or `1h30`), or "
            "`points` up to 1000 with at most two decimals."
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
    "CB219": Rule(
        severity=Severity.WARNING,
        title="A part of the text or an image is outside of its page in print",
        remedy="Make it narrower: shorten its words, or divide the table.",
        why=(
            "Long words are broken, and wide tables get smaller type and a landscape page, but a table with "
            "too many columns, or a style of the course's own, can still be wider than the paper."
        ),
    ),
    "CB220": Rule(
        severity=Severity.WARNING,
        title="Print shows only the text of an HTML part of an SVG",
        remedy="Export the drawing with its labels as text, without HTML, or as PNG.",
        why="A `<foreignObject>` is drawn by browsers alone: in print, a text stands in its place.",
    ),
}
