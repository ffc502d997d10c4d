"""The forms in which a correction may stand in a lesson, as lines of which some are notation."""

from collections.abc import Callable
from dataclasses import dataclass

CONDITION = '.correction .if correction="true"'


@dataclass(frozen=True)
class Line:
    text: str
    notation: bool = False


def notation(*texts: str) -> list[Line]:
    return [Line(text, notation=True) for text in texts]


def fenced(opening: str, *inside: str, closing: str = ":::", indent: str = "") -> list[Line]:
    return [
        Line(""),
        *notation(indent + opening),
        *(Line(indent + text if text else "") for text in inside),
        *notation(indent + closing),
        Line(""),
    ]


# How a correction may stand in a lesson: `{0}` is a number of its own, `{s}` the secret.
SHAPES: tuple[Callable[[str, str], list[Line]], ...] = (
    lambda s, _: fenced(f"::: {{{CONDITION}}}", s),
    lambda s, _: fenced(f":::{{{CONDITION}}}", s, closing=":::::"),
    lambda s, _: fenced("::: correction", s),
    lambda s, _: fenced(f"::: {{{CONDITION} lines=4}}", s),
    lambda s, _: fenced("::: {.solution lines=2}", s),
    lambda s, _: fenced('::: {.correction space="4cm"}', s),
    lambda s, _: fenced("::: {.solution grid=3cm}", s),
    lambda s, _: fenced(":::solution A title", s),
    lambda s, _: fenced('::: {.box .if correction="true"}', s),
    lambda s, _: fenced('::: {.unless correction="false"}', s),
    lambda s, _: fenced(f"::: {{{CONDITION}}}", "```sh", s, "```"),
    lambda s, _: fenced(f"::: {{{CONDITION}}}", '```sh title="a" {1} showLineNumbers', s, "```"),
    lambda s, _: fenced(f"::: {{{CONDITION}}}", f"- {s}", "- more"),
    lambda s, _: fenced(f"::: {{{CONDITION}}}", f"A note.[^{s[6:]}]", "", f"[^{s[6:]}]: {s}"),
    lambda s, _: fenced(f"::: {{{CONDITION}}}", "| a | b |", "|---|---|", f"| {s} | c |", ""),
    lambda s, p: [
        Line(""),
        *notation(":::: exercise"),
        Line(p),
        *fenced(f"::: {{{CONDITION}}}", s),
        *notation("::::"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        Line(f"1.  {p}"),
        *fenced(f"::: {{{CONDITION}}}", s, indent="    "),
        Line("2.  next"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        Line(f"- {p}"),
        *fenced(f"::: {{{CONDITION}}}", s, indent="  "),
        Line("- next"),
        Line(""),
    ],
    lambda s, p: [Line(""), *notation(f"{p} [{s}]{{{CONDITION}}} after."), Line("")],
    lambda s, p: [Line(""), *notation(f"{p} `{s}`{{.correction}} after."), Line("")],
    lambda s, p: [
        Line(""),
        *notation(f'[{s}](https://example.org/){{.if correction="true"}} {p}'),
        Line(""),
    ],
    lambda s, _: [Line(""), *notation(f"``` {{.sh {CONDITION}}}"), Line(s), Line("```"), Line("")],
    lambda s, p: [
        Line(""),
        *notation(f"## Part {{{CONDITION}}}"),
        Line(""),
        Line(s),
        Line(""),
        *notation("## Next"),
        Line(""),
        Line(p),
        Line(""),
    ],
    lambda s, _: [
        Line(""),
        *notation(f"> ::: {{{CONDITION}}}"),
        Line(f"> {s}"),
        *notation("> :::"),
        Line(""),
    ],
    lambda s, _: [Line(""), *notation(f"![{s}](i.png){{{CONDITION}}}"), Line("")],
    lambda s, p: [
        Line(""),
        Line("| a | b |"),
        Line("|---|---|"),
        *notation(f"| [{s}]{{{CONDITION}}} | {p} |"),
        Line(""),
    ],
    lambda s, _: fenced(f"::: {{.if edition=instructor #n{s[6:]}}}", s),
    lambda s, _: fenced('::: {.correction title="The answer"}', s),
    lambda s, p: [
        Line(""),
        Line(f"* * {p}"),
        *fenced(f"::: {{{CONDITION}}}", s, indent="    "),
        Line("  * next"),
        Line(""),
    ],
    lambda s, p: [Line(""), *notation(f"- {p} [**{s}**]{{.correction}}"), Line("- next"), Line("")],
    lambda s, p: [Line(""), *notation(f"==The port== is [=={s}==]{{.correction}}; {p} ++ctrl+c++"), Line("")],
    lambda s, p: [Line(""), *notation(f"The port is [{s}]{{.solution}}; {p}"), Line("")],
    lambda s, _: [Line(""), *notation(f"[{s}](https://example.org/a_(b)){{.correction}}"), Line("")],
    lambda s, p: [
        Line(""),
        *notation(f"## Part {p} [{s}]{{.correction}}"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        *notation("Part {.solution}"),
        Line("--------"),
        Line(""),
        Line(s),
        Line(""),
        *notation("## Next"),
        Line(""),
        Line(p),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        Line("| a | b |"),
        Line("|---|---|"),
        Line(f"| {s} | c |"),
        Line(""),
        *notation(f": Results {{{CONDITION}}}"),
        Line(""),
        Line(p),
    ],
    lambda s, p: [
        Line(""),
        Line(f"Term {p}"),
        *notation(f":   Definition [{s}]{{.correction}}"),
        Line(""),
    ],
    lambda s, p: [Line(""), *notation(f"| {p}"), *notation(f"| [{s}]{{.correction}}"), Line("")],
    lambda s, p: [
        Line(""),
        *notation('<div class="correction">'),
        Line(""),
        Line(s),
        Line(""),
        *notation("</div>"),
        Line(""),
        Line(p),
    ],
    lambda s, p: [Line(""), *notation(f'{p} <span class="correction">{s}</span> after.'), Line("")],
    lambda s, p: [Line(""), *notation(f"{p}^[A note with [{s}]{{.correction}}.]"), Line("")],
    lambda s, p: [
        Line(""),
        *notation(f'> {p} [{s}]{{.if edition="instructor"}}'),
        Line(""),
    ],
    lambda s, p: [Line(""), *notation(f"[{p} [{s}]{{.correction}}]{{.box}}"), Line("")],
    lambda s, p: [Line(""), *notation(f"{p} ![{s}](i.png){{{CONDITION} height=1em}} after."), Line("")],
    lambda s, p: [Line(""), *notation(f"![{p} [{s}]{{.correction}}](i.png){{width=60%}}"), Line("")],
    lambda s, p: [
        Line(""),
        Line("+--------------------------------+--------+"),
        Line("| a                              | b      |"),
        Line("+================================+========+"),
        *notation(f"| {p:<10} [{s}]{{.correction}} | c      |"),
        Line("+--------------------------------+--------+"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        Line("+----------------+--------------------+"),
        Line(f"| {p:<14} | b                  |"),
        Line("|                |                    |"),
        *notation("| ::: correction | more               |"),
        Line(f"| {s:<14} |                    |"),
        *notation("| :::            |                    |"),
        Line("+----------------+--------------------+"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        Line("a                     b"),
        Line("--------------------  -------------------------------"),
        *notation(f"{p:<20}  [{s}]{{.correction}}"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        Line(" a          b"),
        Line("---------- -----"),
        Line(f"{s:<10} c"),
        Line(""),
        *notation(f"Table: Results {{{CONDITION}}}"),
        Line(""),
        Line(p),
    ],
    lambda s, p: [
        Line(""),
        *notation("## Exercise {minutes=15 points=1.5}"),
        Line(""),
        Line(p),
        *fenced("::: {.answer lines=3}", "Your answer:"),
        *fenced("::: correction", s),
    ],
    lambda s, p: [Line(""), *notation("> [!TIP]", f"> {p} [{s}]{{.correction}}"), Line("")],
    lambda s, p: [
        Line(""),
        *notation("> [!NOTE]"),
        Line(f"> {p}"),
        Line(">"),
        *notation("> ::: correction"),
        Line(f"> {s}"),
        *notation("> :::"),
        Line(""),
    ],
    lambda s, _: [
        Line(""),
        *notation(f'``` {{.python .numberLines {CONDITION} startFrom="10" title="app.py"}}'),
        Line(s),
        Line("```"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        *notation(":::: public"),
        Line(p),
        *fenced("::: correction", s),
        *notation("::::"),
        Line(""),
    ],
    lambda s, p: [Line(""), *notation(f"[{p}]{{.public}} and [{s}]{{.correction}}"), Line("")],
    lambda s, p: [
        Line(""),
        *notation(f"### Answer {p} {{.public}}"),
        Line(""),
        *notation(f"It is [{s}]{{.correction}}."),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        *notation(f"{p} [{s}][ref{s[6:]}]{{.correction}}"),
        Line(""),
        *notation(f"[ref{s[6:]}]: https://example.org/"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        *notation(f"{p} [[{s}][ref{s[6:]}]]{{.correction}}"),
        Line(""),
        *notation(f"[ref{s[6:]}]: https://example.org/"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        *notation(f"{p}[^n{s[6:]}]"),
        Line(""),
        *notation(f"[^n{s[6:]}]: A note with [{s}]{{.correction}}."),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        *notation(f"{p}[^n{s[6:]}]"),
        Line(""),
        *notation(f"[^n{s[6:]}]: A note."),
        *fenced("::: correction", s, indent="    "),
    ],
    lambda s, p: [
        Line(""),
        *notation(f'::: {{.correction title="{s}"}}'),
        Line("text"),
        *notation(":::"),
        Line(p),
    ],
    lambda s, p: [Line(""), *notation(f"- [ ] {p} [{s}]{{.correction}}"), Line("- [ ] next"), Line("")],
    lambda s, p: [
        Line(""),
        *notation('!!! note "A title"'),
        Line(f"    {p}"),
        *fenced("::: correction", s, indent="    "),
    ],
    lambda s, p: [
        Line(""),
        *notation("> [!tip]- A title"),
        Line(f"> {p}"),
        Line(">"),
        *notation(f"> [{s}]{{.correction}}"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        *notation("```{note} A title"),
        Line(p),
        *fenced(f"::: {{{CONDITION}}}", s),
        *notation("```"),
        Line(""),
    ],
    lambda s, p: [
        Line(""),
        *notation(":::: challenge"),
        Line(f"## {p}"),
        *fenced("::: solution", s),
        *notation("::::"),
        Line(""),
    ],
)

# How a lesson's title may be written.
TITLES = ("Lab", "Lab", "Lab [secret9x]{.correction}", '"public9x [secret9x]{.if edition=instructor}"')

# Lines of the front matter that hide a text.
FIELDS = (
    "title: public1x [secret1x]{.correction}",
    "subtitle: public1x [secret1x]{.correction}",
    "description: public1x [secret1x]{.correction}",
    'author: "public1x [secret1x]{.correction}"',
    'keywords: [public1x, "[secret1x]{.correction}"]',
)
