"""Rules about what may be an answer: words, classes and attributes that mean one, and marks in code."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

_GAP = dedent("""\
    ```python
    def add(a, b):
        # BEGIN SOLUTION
        return a + b
        # END SOLUTION
    ```
""")

RULES: Mapping[str, Rule] = {
    "CB119": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="The summary of a `<details>` element announces an answer",
        remedy=(
            'Put the element in a fenced div, `::: {.correction .if correction="true"}` … `:::`; if it '
            "holds no answer, reword the summary."
        ),
        why="A folded answer is in the page: students read it with one click.",
        wrong=dedent("""\
            <details>
            <summary>Solution</summary>

            Port 80.

            </details>
        """),
        right=dedent("""\
            ::: correction
            Port 80.
            :::
        """),
    ),
    "CB125": Rule(
        severity=Severity.WARNING,
        published_as="CB163",
        title="A heading, a lead-in, a title or a name announces an answer, and everybody sees it",
        remedy=(
            "Put the answer in a correction, `::: correction` … `:::`. If students may see it, give the "
            "heading or fenced div the class `.public`, or list the words, or the file, under `public` in "
            "coursebuild.toml; `public: true` in the front matter is for a lesson's title and name."
        ),
        why="A build warns of it; `coursebuild verify` refuses it until it is marked (CB163).",
        wrong=dedent("""\
            ## Correction of exercise 1

            Port 80.
        """),
        right=dedent("""\
            ## Correction of exercise 1 {.correction}

            Port 80.
        """),
    ),
    "CB140": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="The name of an edition is a class",
        remedy='Write a condition, as in `.if edition="instructor"`, or `.correction` for an answer.',
        why="A class hides nothing: every edition would show the part.",
        wrong=dedent("""\
            ::: instructor
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: {.if edition="instructor"}
            Port 80.
            :::
        """),
    ),
    "CB141": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A class, identifier or attribute means an answer or a teacher, and hides nothing",
        remedy=(
            "Write `.correction` instead; if students may see the part, list the class with its dot under "
            '`public` in coursebuild.toml, as in `public = [".notes"]`.'
        ),
        why=(
            "Other tools hide such parts, and this one does not: students would see it. An attribute would "
            "be in the source of the page."
        ),
        wrong=dedent("""\
            ::: answers
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: correction
            Port 80.
            :::
        """),
    ),
    "CB143": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="An element with a condition is also declared public",
        remedy="Remove `.public`, or remove the condition.",
        why="The two contradict each other: what is public has no condition.",
        wrong=dedent("""\
            ::: {.correction .public}
            Port 80.
            :::
        """),
        right=dedent("""\
            ::: public
            **Answer:** port 80.
            :::
        """),
    ),
    "CB144": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="The front matter says for which edition a lesson is",
        remedy=(
            "Remove the line, and put what students must not see in a fenced div, "
            '`::: {.if edition="instructor"}` … `:::`; keep a lesson for teachers in another folder.'
        ),
        why="Every edition has every lesson: students would get it too.",
        wrong=dedent("""\
            ---
            title: Lab 1
            edition: instructor
            ---
        """),
        right=dedent("""\
            ---
            title: Lab 1
            ---
        """),
    ),
    "CB145": Rule(
        severity=Severity.WARNING,
        title="An unknown attribute is left out of the page",
        remedy="Remove it, or correct its name; names that begin with `data-` stay, for your style sheets.",
        why=(
            "A browser does nothing with an attribute that it does not know, and whoever looks into the "
            "page could read an answer in its value. So pages have only those of HTML and of coursebuild."
        ),
        wrong=dedent("""\
            See [the manual](https://example.org){hint="Look at the port"}.
        """),
        right=dedent("""\
            See [the manual](https://example.org).
        """),
    ),
    "CB148": Rule(
        severity=Severity.WARNING,
        published_as="CB163",
        title="The right choice of a question is marked for everybody",
        remedy=(
            "Write all choices alike, and name the right one in a correction; if students may see it, put "
            "the list in `::: public` … `:::`, or list its words under `public` in coursebuild.toml."
        ),
        why=(
            "Quizzes of other tools mark the right choice by a tick or a cross, and many authors by bold or "
            "coloured letters. Lists below a question are looked at, and all lists of exercises."
        ),
        wrong=dedent("""\
            Which of these is connectionless?

            - TCP
            - **UDP**
        """),
        right=dedent("""\
            Which of these is connectionless?

            - TCP
            - UDP

            ::: correction
            UDP
            :::
        """),
    ),
    "CB149": Rule(
        severity=Severity.WARNING,
        published_as="CB163",
        title="The room for an answer holds more than a label",
        remedy="Put what students must not see in `::: correction` … `:::`; `.answer` hides nothing.",
        why="An `.answer` is where students write: everybody sees what stands in it.",
        wrong=dedent("""\
            ::: answer
            Port 80, because it is a web server.
            :::
        """),
        right=dedent("""\
            ::: {.answer lines=3}
            Your answer:
            :::
        """),
    ),
    "CB192": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A line of code is nearly a mark of a gap",
        remedy=(
            "Write the mark alone in a comment of the code's language, in capital letters: "
            "`# BEGIN SOLUTION`, or `# BEGIN SOLUTION: what students get`, and `# END SOLUTION`."
        ),
        why="Students would see the solution: what is not a mark is a line of the code.",
        wrong=_GAP.replace("SOLUTION", "SOLUTON"),
        right=_GAP,
    ),
    "CB193": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A mark of a gap in code has no partner",
        remedy=(
            "Begin each gap with `BEGIN SOLUTION` and end it with `END SOLUTION`, before the next one begins."
        ),
        why="Nobody could say which lines students get.",
        wrong=_GAP.replace("    # END SOLUTION\n", ""),
        right=_GAP,
    ),
    "CB194": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="There can be no gap here",
        remedy=(
            "Put the solution on lines of its own between the marks, in a fenced code block; what students "
            "get stands on the line of the mark, after a colon."
        ),
        why=(
            "A gap without lines was emptied by mistake; and what is no code block is shown with its marks."
        ),
        wrong=_GAP.replace("    return a + b\n", ""),
        right=_GAP,
    ),
}
