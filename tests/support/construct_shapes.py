"""Corrections in other tools' boxes and in coursebuild's own constructs: questions, files, gaps in code."""

from shaping import CONDITION, Line, Shape, apart, fenced, notation


def _indented(opening: str) -> Shape:
    """A box of MkDocs."""
    return lambda s, p: [
        Line(""),
        *notation(opening),
        Line(f"    {p}"),
        *fenced("::: correction", s, indent="    "),
    ]


def _quoted(opening: str) -> Shape:
    """A callout of Obsidian, or an alert of GitHub."""
    return lambda s, p: apart(
        notation(opening), Line(f"> {p}"), Line(">"), notation(f"> [{s}]{{.correction}}")
    )


CONSTRUCTS: tuple[Shape, ...] = (
    _indented('!!! note "A title"'),
    _quoted("> [!tip]- A title"),
    lambda s, p: apart(
        notation("```{note} A title"),
        Line(p),
        fenced(f"::: {{{CONDITION}}}", s),
        notation("```"),
    ),
    lambda s, p: apart(
        notation(":::: challenge"),
        Line(f"## {p}"),
        fenced("::: solution", s),
        notation("::::"),
    ),
    lambda s, p: apart(notation(f"{p} [{s}]{{.correction}}", "{: .note #a}")),
    lambda s, p: apart(
        notation("{: .tip }", f"> {p} [{s}]{{.correction}} [a](https://example.org/){{: #b}}"),
    ),
    lambda s, p: [
        Line(""),
        Line(f"The ABBR of {p}."),
        Line(""),
        *notation("*[ABBR]: public meaning"),
        *fenced("::: correction", f"*[ABBR]: {s}", "", s),
    ],
    lambda s, p: apart(notation(f"A. {p}", f"B. [{s}]{{.correction}}"), Line("C. next")),
    lambda s, p: apart(
        notation(f"a) {p}"),
        fenced("::: correction", s),
        notation(f"b) next [{s}]{{.correction}}"),
    ),
    lambda s, p: apart(
        Line(f"1.  {p}"),
        fenced("::: tip", "x"),
        notation(f"    {p} [{s}]{{.correction}}"),
        fenced("::: correction", s, indent="    "),
        Line("2.  next"),
    ),
    # questions: the text of the right answer is for everybody, its reason and what students write are not
    lambda s, p: apart(
        notation("::: quiz"),
        Line(p),
        Line(""),
        notation("- [x] right"),
        Line(""),
        notation(f"  {s}"),
        Line(""),
        notation("- [ ] wrong"),
        notation(":::"),
    ),
    lambda s, p: apart(
        notation("::: {.quiz}"),
        Line(p),
        Line(""),
        notation(f"- {s}", ":::"),
    ),
    lambda s, p: apart(notation(f"{p} [{s}]{{.blank}} after, `{s}`{{.blank}}.")),
    # in a box of a kind of the author's, `method`
    lambda s, p: apart(
        notation(":::: method"),
        Line(p),
        fenced("::: correction", s),
        notation("::::"),
    ),
    lambda s, p: apart(
        notation(':::::{.callout-method title="A title" collapse="true"}'),
        Line(p),
        fenced(f"::: {{{CONDITION}}}", s),
        notation(":::::"),
    ),
    _indented('??? method "A title"'),
    _quoted("> [!METHOD] A title"),
    lambda s, p: apart(
        notation(":::method[A title]"),
        Line(p),
        fenced("::: solution", s),
        notation("::::"),
    ),
    lambda s, p: apart(  # files: of students, of a correction alone, and one whose name means an answer
        notation(f'[{p}](data/values.csv "A table") and [all]({s}.py){{.correction}}'),
    ),
    lambda s, p: [
        Line(""),
        *notation(f"[{p}](<data/values 2.csv>)"),
        *fenced("::: correction", f"Start with [this](tp1_corrige_{s}.py)."),
    ],
    lambda s, p: apart(
        notation(f"[{p}][of-values], [[all {s}][of-all]]{{.correction}}"),
        Line(""),
        notation("[of-values]: data/values.csv", "[of-all]: full.py"),
    ),
    lambda s, p: apart(  # gaps in code
        Line("```text"),
        Line(p),
        notation("### BEGIN SOLUTION"),
        Line(s),
        notation("### END SOLUTION"),
        Line("```"),
    ),
    lambda s, p: apart(
        Line("- ```text"),
        notation("  /* BEGIN SOLUTION: todo(); */"),
        Line(f"  {s}"),
        notation("  /* END SOLUTION */"),
        Line(f"  {p}"),
        Line("  ```"),
    ),
    # formulas, diagrams and citations
    lambda s, p: apart(notation(f"{p} [$\\text{{{s}}}$]{{.correction}} after $x$.")),
    lambda s, p: [
        Line(""),
        *fenced("::: correction", f"$$\\text{{{s}}}$$ {{#eq:e{s[6:]}}}", "", f"By @eq:e{s[6:]}, {s}."),
        Line(p),
    ],
    lambda s, p: [
        Line(""),
        *fenced(f"::: {{{CONDITION}}}", "\\begin{align}", f"a &= \\text{{{s}}}", "\\end{align}"),
        Line(p),
    ],
    lambda s, p: apart(
        notation(f'```{{.dot #fig-d{s[6:]} .correction caption="{s}"}}'),
        Line("graph { a -- b }"),
        Line("```"),
        Line(""),
        notation(f"{p} [as @fig-d{s[6:]}]{{.correction}}"),
    ),
    lambda s, p: apart(notation(f"{p} [as @{s} says]{{.correction}} after.")),
    # with numbers, and corrections that stand elsewhere than their exercises
    lambda s, p: apart(
        notation(f"![{s}](i.png){{#fig:f{s[6:]} .correction}}"),
        Line(""),
        notation(f"[See @fig:f{s[6:]}.]{{.correction}} {p}"),
    ),
    lambda s, p: [
        Line(""),
        *notation(f":::: {{.exercise #ex:e{s[6:]}}}"),
        Line(p),
        *notation("::::"),
        *fenced(f'::: {{.correction for="ex:e{s[6:]}"}}', s),
    ],
    # tabs
    lambda s, p: apart(
        notation("::::: tabs", "## One"),
        Line(p),
        Line(""),
        notation('## Two {.if edition="instructor"}'),
        Line(s),
        notation(":::::"),
    ),
    lambda s, p: apart(
        notation(":::: tabs"),
        fenced('::: {.tab title="One"}', p),
        fenced('::: {.tab title="Two" .correction}', s),
        notation("::::"),
    ),
    lambda s, p: [
        Line(""),
        *notation(":::: correction", "::: tabs", "## One"),
        Line(s),
        *notation("## Two"),
        Line("more"),
        *notation(":::", "::::"),
        Line(p),
    ],
    # questions of the other kinds
    lambda s, p: apart(
        notation("::: {.quiz .multiple order=kept}"),
        Line(p),
        Line(""),
        notation("- [ ] wrong", "- [x] right"),
        fenced("::: correction", s, indent="  "),
        notation(":::"),
    ),
    lambda s, p: apart(
        notation("::: quiz"),
        Line(p),
        Line(""),
        notation("- `ls` = lists"),
        Line(""),
        notation(f"  {s}"),
        Line(""),
        notation("- `cd` = changes", ":::"),
    ),
    lambda s, p: apart(
        notation("::: quiz"),
        notation(f"1.  {p}"),
        Line(""),
        notation(f"    - {s} ± 1"),
        Line(""),
        notation("2.  next"),
        Line(""),
        notation("    - [x] right", "    - [ ] wrong", ":::"),
    ),
    lambda s, p: apart(
        notation(f"| {p} | [{s}]{{.blank}} |"),
        Line("|---|---|"),
        Line("| c | d |"),
    ),
    # marks of other kinds of gaps
    lambda s, p: apart(
        notation(f"``` {{.python #lst:l{s[6:]}}}"),
        Line(p),
        notation("# BEGIN SOLUTION"),
        Line(s),
        notation("# END SOLUTION", "```"),
    ),
    lambda s, p: apart(
        notation("~~~html"),
        notation("<!-- BEGIN SOLUTION -->"),
        Line(s),
        notation("<!-- END SOLUTION -->"),
        Line(p),
        notation("~~~"),
    ),
)
