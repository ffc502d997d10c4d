"""Rules about the content of pages: headings, links, images, code, metadata."""

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
    "CB201": Rule(
        severity=Severity.ERROR,
        title="A heading is deeper than level six",
        remedy="Use at most six levels of headings.",
        why="HTML has six levels of headings, and screen readers know no more.",
        wrong="####### Details\n",
        right="###### Details\n",
    ),
    "CB202": Rule(
        severity=Severity.WARNING,
        title="An image does not exist, cannot be read, or could not be fetched",
        remedy="Check the path, which is relative to the source's folder, or the address.",
        why="Where the image should be, readers find its alternative text, or its name if it has none.",
    ),
    "CB203": Rule(
        severity=Severity.WARNING,
        title="An image is on the web, and is not fetched",
        remedy="Save the image in the course, or build with `--fetch`.",
        why=(
            "A page loads nothing, so that it works without a network and no other server learns who reads "
            "it. Where the image should be, there is a link to it."
        ),
        wrong="![The plan](https://example.org/plan.png)\n",
        right="![The plan](images/plan.png)\n",
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
        why="The code is shown without colours, and under a name that readers may not know either.",
        wrong=dedent("""\
            ```pyhton
            print(80)
            ```
        """),
        right=dedent("""\
            ```python
            print(80)
            ```
        """),
    ),
    "CB205": Rule(
        severity=Severity.WARNING,
        title="A file is not an image that browsers show, or is too large to be fetched",
        remedy="Use a PNG, JPEG, GIF, WebP or SVG file.",
        why=(
            "Browsers would show an empty frame. In its place, readers find the alternative text of the "
            "image."
        ),
    ),
    "CB206": Rule(
        severity=Severity.WARNING,
        title="The document has no title",
        remedy="Add `title: …` to the front matter.",
        why=(
            "The title is the first heading of the page, and its name in the browser, in bookmarks and in "
            "search results. In its place there is now the name of the file."
        ),
    ),
    "CB207": Rule(
        severity=Severity.WARNING,
        title="Pandoc or a filter reports a problem, such as a duplicate identifier",
        remedy="Check the source there: pandoc or the filter may not read it as you meant it.",
        why="An identifier that is there twice makes a link lead to the first of the two.",
        wrong="A note.[^1]\n",
        right=dedent("""\
            A note.[^1]

            [^1]: Here.
        """),
    ),
    "CB208": Rule(
        severity=Severity.WARNING,
        title="TeX, or another raw format, is left out",
        remedy="Write it in Markdown or HTML: pages cannot show other formats.",
        why=(
            "Such code is written for another program. Pages are made of HTML, also those that become PDFs, "
            "and what TeX would do is lost."
        ),
        wrong="\\vspace{1cm}\n\nText.\n",
        right=dedent("""\
            ::: {.answer space="1cm"}
            :::

            Text.
        """),
    ),
    "CB209": Rule(
        severity=Severity.WARNING,
        title="The PDF cannot show something as it is written",
        remedy="Correct what the message names, or check how the PDF looks.",
        why=(
            "A printed page cannot scroll, runs no script, and knows fewer properties of CSS than a browser "
            "does."
        ),
    ),
    "CB210": Rule(
        severity=Severity.WARNING,
        title="`lang` is not a language code",
        remedy="Use a language code such as `fr`, `en` or `pt-BR`.",
        why=(
            "Labels, hyphenation, typography and the voice of screen readers follow the language. As long "
            "as it is unknown, they are English."
        ),
        wrong=dedent("""\
            ---
            title: Lab
            lang: en français
            ---

            Texte.
        """),
        right=dedent("""\
            ---
            title: Lab
            lang: fr
            ---

            Texte.
        """),
    ),
    "CB211": Rule(
        severity=Severity.WARNING,
        title="An image has no alternative text",
        remedy='Say what the image shows, between the brackets of `![…](…)` or in `alt="…"`.',
        why="It is all that readers get who cannot see the image, and all that is shown where it is missing.",
        wrong="![](images/plan.png)\n",
        right="![Two routers between three networks](images/plan.png)\n",
    ),
    "CB212": Rule(
        severity=Severity.WARNING,
        title="`toc`, `cover`, `draft`, `links` or `require-corrections` has an unknown value",
        remedy="Write `true` or `false`; for `links`, write `footnote` or `inline`.",
        why="A value that is not known has no effect: the page is as if the line were not there.",
        wrong=dedent("""\
            ---
            title: Lab
            toc: maybe
            ---

            Text.
        """),
        right=dedent("""\
            ---
            title: Lab
            toc: true
            ---

            Text.
        """),
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
    "CB033": Rule(
        severity=Severity.WARNING,
        title="A text in French has no language",
        remedy='Add `lang: fr` to the front matter, or `lang = "fr"` to coursebuild.toml.',
        why=(
            "Without it, the labels are in English, screen readers read the text as English, and French "
            "typography is not applied."
        ),
    ),
}
