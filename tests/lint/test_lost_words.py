"""Words are compared without the markup around them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selecting import shown_in_each_edition, unhurried

from coursebuild.lint.lost_words import without_markup

# what `without_markup` does, as one expression, which needs quadratic time for a long line without spaces
REFERENCE = re.compile(
    r"<!--.*?-->|<[^>]*>|\{[^{}]*\}|\[\^[^\]]*\]|\]\[[^\]]*\]|@\w+|\S*&#?\w+;\S*"
    r"|^[ \t>]*(?:[-+*]|\(?\w{1,5}[.)])(?:\s+\[[xX]\])?(?=\s)|\[!\w+\]"
)
PIECES = "&amp; &#12; & ; # < > <b> <!-- --> { } {x [^1] ][ [ ] @a [!x] - 1. [x] a b.".split()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- [x] a <b>c</b> d", "  a  c  d"),
        ("a caf&eacute;s&nbsp;b c", "a   c"),
        ("{x}a&amp;{b c} d", "   c} d"),
        ("a{b &amp; c}d", "a d"),
        ("x&amp;{b c}", "  c}"),
        ("a&b c&; d", "a&b c&; d"),
        ("a" * 100_000, "a" * 100_000),
        ("a&" * 50_000, "a&" * 50_000),
        ("&a;" * 50_000, " "),
    ],
)
def test_markup_is_removed(line: str, text: str) -> None:
    """A string without white space is removed as a whole if it has a character reference."""
    assert without_markup(line) == text


@unhurried
@given(st.lists(st.sampled_from([*PIECES, " ", "\t", "\u00a0"]), max_size=12).map("".join))
@example("[!x]&amp;")
def test_it_replaces_what_the_expression_does(line: str) -> None:
    """For any mixture of markup, character references and words."""
    assert without_markup(line) == REFERENCE.sub(" ", line)


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("| ls | grep |\n|----|------|\n| ls | grep | ls |\n", [9]),
        ("| ls | grep | ls |\n|----|------|\n| ls |\n", [7]),
        ("ls | grep\n--:|:--\nls | grep | ls\nls | grep\n", [9]),
        ("| ls | grep |\n|----+------|\n| ls | grep | | ls\n", [9]),
        ("> | ls | grep |\n> |----|------|\n> | ls | grep | ls |\n", [9]),
        ("- | ls | grep |\n  |----|------|\n  | ls | grep | ls |\n", [9]),
        ("- | ls | grep |\n  |----|------|\n  | ls | grep |\n", []),
        ("| ls | grep |\n|----|------|\n| ls | grep ||\n| ls || |\n| ls |\n", []),
        ("| ls | grep |\n|----|------|\n| ls \\| grep | ls |\n| `ls | grep` | ls |\n", []),
        ("| ls | grep |\n|----|------|\n| ``ls | ` | grep`` | ls |\n| $ls|grep$ | ls |\n", []),
        ("| ls | grep |\n|----|------|\n\nls | grep | ls\n", []),
        ("ls | grep\n---------\n\nls\n", []),
        ("Text\n| ls | grep |\n|----|------|\n| ls | grep | ls |\n", [10]),
        ("```\n| ls | grep |\n|----|------|\n| ls | grep | ls |\n```\n", []),
        (
            "+---------------+\n| | ls | grep | |\n| |----|------| |\n| | ls | ls|ls| |\n+---------------+\n",
            [10],
        ),
    ],
)
def test_cells_for_which_there_is_no_column(table: str, lines: list[int]) -> None:
    """They are reported even where their words stand elsewhere; what pandoc keeps is not."""
    _, reported = shown_in_each_edition(f"---\ntitle: Lab\n---\n\nUse ls and grep.\n\n{table}")
    assert [(d.line, d.code) for d in reported] == [(line, "CB129") for line in lines]
