"""Rules about what a source must not do (run, load, imitate the page), and fields without effect."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB301": Rule(
        severity=Severity.WARNING,
        title="Active or embedded content is left out",
        remedy="Use Markdown or an image instead: pages contain no scripts, forms or embedded documents.",
        why=(
            "It could run programs in the reader's browser, load from other servers, or send them what is "
            "typed, and it would be missing in print and without a network."
        ),
        wrong='<iframe src="https://example.org/map"></iframe>\n',
        right="[The map](https://example.org/map)\n",
    ),
    "CB302": Rule(
        severity=Severity.WARNING,
        title="An attribute that runs a script is left out",
        remedy="Remove the attribute: pages run no scripts of a source.",
        why=(
            "A script can change the whole page, and send what it reads elsewhere. The element stays, "
            "without the attribute."
        ),
        wrong='<p onclick="show()">Text.</p>\n',
        right="<p>Text.</p>\n",
    ),
    "CB303": Rule(
        severity=Severity.WARNING,
        title="An address that pages may not use is left out",
        remedy=(
            "Link to an http(s) or mailto address, a heading or a file of the course; write an image as "
            "`![…](…)`."
        ),
        why="It would run a script, or open a file of the reader's own machine. The words of the link stay.",
        wrong="[Start](javascript:start())\n",
        right="[Start](https://example.org/start)\n",
    ),
    "CB304": Rule(
        severity=Severity.WARNING,
        title="An image is outside the course",
        remedy="Copy the file into the course, or list its folder in `resources` in coursebuild.toml.",
        why=(
            "Images become part of the page. A path that leads out of the course could put any picture of "
            "the machine that builds it before everybody's eyes."
        ),
        wrong="![The plan](../../plan.png)\n",
        right="![The plan](images/plan.png)\n",
    ),
    "CB305": Rule(
        severity=Severity.WARNING,
        title="A front matter field is not used",
        remedy="Remove the field; set the look of pages in `templates/` and in coursebuild.toml.",
        why="These fields are for pandoc's own templates and formats, which coursebuild does not use.",
        wrong=dedent("""\
            ---
            title: Lab
            css: my.css
            ---

            Text.
        """),
        right=dedent("""\
            ---
            title: Lab
            ---

            Text.
        """),
    ),
    "CB308": Rule(
        severity=Severity.WARNING,
        title="A field of the front matter is not shown on the page",
        remedy="Write it in `subtitle`, or in the text; what students fill in is `student-fields`.",
        why="A page shows title, subtitle, authors and date; other fields are for conditions and filters.",
        wrong=dedent("""\
            ---
            title: Les droits
            durée: 2 h
            ---
        """),
        right=dedent("""\
            ---
            title: Les droits
            subtitle: "Durée : 2 h"
            ---
        """),
    ),
    "CB309": Rule(
        severity=Severity.WARNING,
        title="A field of the front matter is not used, and is named almost as one that is",
        remedy="Correct the name; a field for conditions may have any name, and is right once one uses it.",
        why=(
            "Conditions may ask for a field with any name, so one that is misspelt is not refused. But it "
            "has no effect on the page."
        ),
        wrong=dedent("""\
            ---
            title: Lab
            subtitel: Part one
            ---

            Text.
        """),
        right=dedent("""\
            ---
            title: Lab
            subtitle: Part one
            ---

            Text.
        """),
    ),
    "CB310": Rule(
        severity=Severity.WARNING,
        title="An image has an absolute path",
        remedy="Write the path as it is from the folder of the lesson, such as `images/plan.png`.",
        why="Whoever else builds the course has no such folder, or another file in it.",
        wrong="![The plan](/home/ada/plan.png)\n",
        right="![The plan](images/plan.png)\n",
    ),
    "CB306": Rule(
        severity=Severity.WARNING,
        title="A style that could load something is left out",
        remedy="Remove the style, or use a class and define it in a style sheet in `templates/`.",
        why=(
            "An address in a style makes the browser load something, and tells its server who reads the "
            "page. Escapes can hide one, and huge numbers make a page that cannot be printed."
        ),
        wrong='<p style="background-color: url(https://example.org/a.png)">Text.</p>\n',
        right='<p style="background-color: ivory">Text.</p>\n',
    ),
    "CB307": Rule(
        severity=Severity.WARNING,
        title="A class or attribute that is reserved for the page itself is left out",
        remedy=(
            "Use another name: with this one, the page's own style sheet or script would hide or move "
            "the element."
        ),
        why="The page gives these names to its own buttons, contents and marks.",
        wrong=dedent("""\
            ::: panel
            Text.
            :::
        """),
        right=dedent("""\
            ::: note
            Text.
            :::
        """),
    ),
    "CB032": Rule(
        severity=Severity.WARNING,
        title="A field of the front matter has a name in another language, and no effect",
        remedy="Write the name that the message gives.",
        why=(
            "Fields have English names in every language. A value under another name is only there for "
            "conditions, and the page does not show it."
        ),
        wrong=dedent("""\
            ---
            titre: Les droits
            auteur: Ada Martin
            ---
        """),
        right=dedent("""\
            ---
            title: Les droits
            author: Ada Martin
            ---
        """),
    ),
}
