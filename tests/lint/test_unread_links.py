"""What was meant as a link and is text is reported where it stands; other brackets are right."""

import pytest
from selecting import shown_in_each_edition

HEAD = "---\ntitle: Lab\n---\n\n"
DEFINED = "\n\n[of-values]: data/values.csv\n"


def _reported(text: str) -> list[tuple[int, int, str]]:
    """The line and column of each report, and what it quotes."""
    _, found = shown_in_each_edition(HEAD + text + DEFINED)
    return [(each.line, each.column, each.message.split("`")[1]) for each in found if each.code == "CB023"]


UNREAD = {
    "See [a] (data/values.csv).": (5, 5, "[a] (data/values.csv)"),
    "See [a]\n(data/values.csv).": (5, 5, "[a] (data/values.csv)"),
    "See [a]\u00a0(https://example.org/a_b).": (5, 5, "[a] (https://example.org/a_b)"),
    "See [a] (<my data.csv>).": (5, 5, "[a] (<my data.csv>)"),
    "See [a] (#part).": (5, 5, "[a] (#part)"),
    "See [a](data/values.csv.": (5, 5, "[a](data/values.csv."),
    "See a](data/values.csv).": (5, 6, "](data/values.csv)"),
    "See [a(data/values.csv).": (5, 5, "[a(data/values.csv)"),
    "See [a]data/values.csv).": (5, 5, "[a]data/values.csv)"),
    "See [a)(data/values.csv).": (5, 5, "[a)(data/values.csv)"),
    "See [a]{data/values.csv}.": (5, 5, "[a]{data/values.csv}"),
    "See (a)[data/values.csv].": (5, 5, "(a)[data/values.csv]"),
    "See [a]\uff08data/values.csv\uff09.": (5, 5, "[a]\uff08data/values.csv\uff09"),
    "See [the values][values].": (5, 5, "[the values][values]"),
    "See [the values][of-values.": (5, 5, "[the values][of-values."),
    "See [the values]{of-values}.": (5, 5, "[the values]{of-values}"),
    "| a |\n|---|\n| [b] (c.csv) |": (7, 3, "[b] (c.csv)"),
    'See <a hrf="c.csv">c</a>.': (5, 5, '<a hrf="c.csv">'),
    'See < a href="c.csv">c</a>.': (5, 9, 'href="c.csv">'),
    'See <a href"c.csv">c</a>.': (5, 5, '<a href"c.csv">'),
}


@pytest.mark.parametrize("text", UNREAD)
def test_a_link_that_is_text(text: str) -> None:
    assert _reported(text) == [UNREAD[text]]


RIGHT = (
    "See [a](data/values.csv), [b](<my data.csv>), [c][of-values], [of-values][], [of-values], [d](#e 'F').",
    "See [1] (page 3), [x] (optional), [Fig. 2] (e.g. this), [a, b] (see below) and [see c.csv] (or d).",
    "The value of `m[i](c.csv)` and `[a] (b.csv)`, of $f[x](y.z)$, of t[0][j-1] and of tab[first][last].",
    r"Write \[a](b.csv), [a]\(b.csv), or \[a\] \(b.csv\).",
    "```\n[a] (b.csv)\n```\n\n    [a] (b.csv)",
    "<!-- [a] (b.csv) -->",
    '<a id="here"></a> <a href="b.csv" download>b</a> <A HREF = b.csv>b</A> <a name=c></a>',
    "In HTML, the attribute href holds an address, as in `<a href>`.",
    "[your computer] [your system]",
    "![a](b.png) [![a](b.png)](c.csv)",
)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_no_link(text: str) -> None:
    assert _reported(text) == []


def test_of_two_with_the_same_address_the_broken_one_is_reported() -> None:
    assert _reported("[a](b.csv)\n\na](b.csv)\n\n[a](b.csv)") == [(7, 2, "](b.csv)")]


def test_where_something_else_is_wrong_it_is_not_said() -> None:
    """A refused line, and another tool's notation on it."""
    assert _reported("[a] (b.csv) {.correction") == []
    assert _reported('[a]({{< ref "b.md" >}})') == []
