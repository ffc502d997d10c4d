"""What the source of a formula has, and its drawing does not show: an export of it is refused."""

import pytest

from coursebuild.drawings.formulas.typeset import Formula
from coursebuild.drawings.formulas.unseen import unseen


def _unseen(tex: str, macros: str = "") -> list[str]:
    return [*unseen(Formula(tex, is_display=True, lang="en", macros=macros))]


@pytest.mark.parametrize(
    "tex",
    [
        r"\newcommand{\R}{\mathbb{R}} x \in \R",
        "\\def\\R{\\mathbb{R}}\nx \\in \\R",
        r"\DeclareMathOperator{\lcm}{lcm}\lcm(a, b)",
        r"\newcommand{\norm}[1]{\lVert #1 \rVert}\norm{x}",
        r"\newcommand{\f}[2][se]{#1#2}\f{b}",
        r"\def\a{x}\def\b{\a + 1}\b",
        r"\begin{array}{ccl}a & b & c\end{array}\hspace{1em}\rule{1em}{2em}",
        r"\begin{aligned}a &= bc + de\\ \phantom{a} &= f\end{aligned}",
        r"\color{red}{abcd}\overset{\text{hypothèse}}{=}\xrightarrow[below]{above}",
        r"\ce{NaCl ->[catalyst] X}\chemname{\chemfig{Ethan-ol}}{Ethanol}",
        r"\begin{tikzcd} A \arrow[r, bend left] & B\end{tikzcd}",
        r"\operatorname{argmax}_{\theta} \mathbf{abcd}\mathfrak{abcd}\mathscr{ABCD}\ 50\%",
    ],
)
def test_what_is_drawn_is_not_unseen(tex: str) -> None:
    """Such as what a definition stands for where it is used."""
    assert _unseen(tex) == []


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"\newcommand{\R}{\text{seven}} x", r"\newcommand{\R}{\text{seven}}"),
        (r"\def\s{\alpha + \beta}x", r"\def\s{\alpha + \beta}"),
        (r"\edef\s{secret}x", r"\edef\s{secret}"),
        (r"\def\h#1{}\h{\alpha}x", r"\def\h#1{}"),
        (r"\newcommand{\f}[2]{\lVert #1 \rVert}\f{x}{\alpha}", r"\newcommand{\f}[2]{\lVert #1 \rVert}"),
        (r"\newcommand{\f}[2][seven]{#1#2}\f[a]{b}", r"\newcommand{\f}[2][seven]{#1#2}"),
        (r"\let\h=\phantom \h{\alpha}x", r"\let\h=\phantom"),
        (r"\def\a{x}\def\b{\a + 1}y\b", ""),
        (r"\def\a{x}\def\b{\a + 1}y", r"\def\a{x}"),
        (r"x\label{eq:secret}", r"\label{eq:secret}"),
        (r"\require{secret}x", r"\require{secret}"),
        (r"\indices{secret}x", "secret"),
        ("x\n% seven\ny", "% seven"),
        (r"\phantom{12}x", r"\phantom{12}"),
    ],
)
def test_what_is_not_drawn_is_found(tex: str, found: str) -> None:
    assert (_unseen(tex) or [""])[0].strip() == found


def test_a_macro_of_the_course_that_only_measures_shows_nothing() -> None:
    assert _unseen(r"\hide{42}x", r"\def\hide#1{\phantom{#1}}") == [r"\hide{42}"]
