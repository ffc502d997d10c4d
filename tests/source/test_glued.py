"""Blocks that begin right under a line of text are read as GitHub reads them."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from selecting import shown_in_each_edition

from coursebuild import pandoc
from coursebuild.model import Location
from coursebuild.source import read_text

HERE = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())
CORRECTION = '::: {.correction .if correction="true"}\nsecret\n:::\n'
LISTS = ("BulletList", "OrderedList")


def blocks(text: str) -> str:
    """The kinds of the blocks that pandoc makes of a text; what a block holds is in parentheses."""
    return _kinds(json.loads(pandoc.parse(read_text(text, HERE)).json)["blocks"])


def _kinds(content: list[dict[str, Any]]) -> str:
    return " ".join(each["t"] + _inside(each) for each in content)


def _inside(block: dict[str, Any]) -> str:
    if block["t"] == "BlockQuote":
        return f"({_kinds(block['c'])})"
    if block["t"] in LISTS:
        items = block["c"] if block["t"] == "BulletList" else block["c"][1]
        return "(" + ", ".join(map(_kinds, items)) + ")"
    return ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Steps:\n- a\n- b\n", "Para BulletList(Plain, Plain)"),
        ("Steps:\n* a\n", "Para BulletList(Plain)"),
        ("The steps are\n+ a\n+ b\n", "Para BulletList(Plain, Plain)"),
        ("Steps:\n   - a\n     more\n   - b\n", "Para BulletList(Plain, Plain)"),
        ("**Steps**\n1. a\n2. b\n", "Para OrderedList(Plain, Plain)"),
        ("Steps:\n1) a\n2) b\n", "Para OrderedList(Plain, Plain)"),
        ("> Steps:\n> - a\n> - b\n", "BlockQuote(Para BulletList(Plain, Plain))"),
        ("- a\n\nSteps:\n- b\n- c\n", "BulletList(Plain) Para BulletList(Plain, Plain)"),
        ("Ports:\n| a | b |\n|---|---|\n| 1 | 2 |\n", "Para Table"),
        ("Ports:\na | b\n--|--\n1 | 2\n", "Para Table"),
        ("Ports:\n+---+---+\n| a | b |\n+---+---+\n", "Para Table"),
        ("- Ports:\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n", "BulletList(Para Table)"),
        ("He said:\n> Go on.\n", "Para BlockQuote(Para)"),
        ("He said:\n>\n> Go on.\n", "Para BlockQuote(Para)"),
        ("> He said:\n> > Go on.\n", "BlockQuote(Para BlockQuote(Para))"),
        ("- He said:\n  > Go on.\n", "BulletList(Para BlockQuote(Para))"),
        ("Type:\n~~~\nls\n~~~\n", "Para CodeBlock"),
        ("Type:\n```\nls\n```\n", "Para CodeBlock"),
        ("One.\n***\nTwo.\n", "Para HorizontalRule Para"),
        ("One.\n- - -\nTwo.\n", "Para HorizontalRule Para"),
    ],
)
def test_a_block_right_under_a_text(text: str, expected: str) -> None:
    assert blocks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "see chapter\n2. of the book\n",
        "It was in\n2018. After that, much changed.\n",
        "it costs\n- as said - much\n",
        "it is 8\n- 3 apples\n",
        "the sum of 2\n+ the rest\n",
        "It ends with\n*\n",
        "we need\n-x and -y\n",
        "so that x\n>= 3\n",
        "where x\n>5 holds\n",
        "$$\nx\n- y\n- z\n$$\n",
        "one | two\nand more\n",
        "see\n(c) 2024\n",
        "by\nA. Einstein\n",
    ],
)
def test_wrapped_text_is_text(text: str) -> None:
    assert blocks(text) == "Para"
    assert shown_in_each_edition(f"---\ntitle: T\n---\n\n{text}")[1] == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n  wrapped\n- b\n", "BulletList(Plain, Plain)"),
        ("- a\nwrapped\n- b\n", "BulletList(Plain, Plain)"),
        ("1. a\n   - b\n   - c\n2. d\n", "OrderedList(Plain BulletList(Plain, Plain), Plain)"),
        ("> a\nwrapped\n> b\n", "BlockQuote(Para)"),
        ("> [!NOTE]\n> - a\n> - b\n", "Div"),
        ("Term\n:   text\n    - a\n", "DefinitionList"),
        ("----- -----\n- a   b\n- c   d\n----- -----\n", "Table"),
        ("    code\n    - a\n", "CodeBlock"),
        ("<pre>\na\n- b\n> c\n</pre>\n", "RawBlock"),
    ],
)
def test_what_pandoc_reads_rightly_is_left_alone(text: str, expected: str) -> None:
    assert blocks(text) == expected
    assert read_text(text, HERE).reading.glued == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Then:\n3. c\n4. d\n5. e\n", (6, 1)),
        ("Steps:\n    - a\n    - b\n", (6, 5)),
        ("Which?\nc) yes\nd) no\n", (6, 1)),
        ("C. yes\nD. no\n", (5, 1)),
        ("A. yes\n   - really\nB. no\n", (5, 1)),
        ("> Then:\n> 3. c\n> 4. d\n", (6, 3)),
    ],
)
def test_what_looks_like_a_list_is_reported_once(text: str, place: tuple[int, int]) -> None:
    _, reported = shown_in_each_edition(f"---\ntitle: T\n---\n\n{text}")
    assert [(each.line, each.column, each.code) for each in reported] == [(*place, "CB170")]


@pytest.mark.parametrize(
    "above",
    ["Text:\n- a\n- b\n", "Text:\n1. a\n", "Text:\n> a\n", "Text:\nmore\n"],
)
def test_a_correction_right_under_them_is_refused(above: str) -> None:
    """A fenced div needs its blank line, whatever is above it."""
    shown, reported = shown_in_each_edition(f"---\ntitle: T\n---\n\n{above}{CORRECTION}")
    assert not shown
    assert reported[0].code in ("CB103", "CB104")
    assert reported[0].line == 5 + above.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        f"Text:\n- a\n\n{CORRECTION}",
        f"Text:\n| a | b |\n|---|---|\n| 1 | 2 |\n{CORRECTION}",
        "Text:\n- a\n\n  " + CORRECTION.replace("\n", "\n  ") + "\n- b\n",
        'Text:\n- a\n- [secret]{.correction .if correction="true"}\n',
        'Text:\n| a | b |\n|---|---|\n| 1 | [secret]{.correction .if correction="true"} |\n',
        'Text:\n> [secret]{.correction .if correction="true"}\n',
        'Text:\n~~~ {.correction .if correction="true"}\nsecret\n~~~\n',
    ],
)
def test_a_correction_in_them_is_withheld(text: str) -> None:
    shown, reported = shown_in_each_edition(f"---\ntitle: T\n---\n\n{text}\nEnd.\n")
    assert reported == ()
    assert "secret" not in shown["student"]
    assert "secret" in shown["instructor"]


def test_a_bracket_that_a_list_splits_is_refused() -> None:
    shown, reported = shown_in_each_edition(
        '---\ntitle: T\n---\n\n[The answer\n- is secret\n- and more]{.correction .if correction="true"}\n'
    )
    assert not shown
    assert any(each.rule.guards for each in reported)


def test_what_pandoc_says_keeps_its_line() -> None:
    """The blank lines that pandoc gets do not count."""
    _, reported = shown_in_each_edition(
        "---\ntitle: T\n---\n\nText:\n- a\n\nText:\n> b\n\n[x]: https://a.org\n[x]: https://b.org\n\n"
        "See [x].\n\nText:\n- c\n"
    )
    assert [(each.line, each.code) for each in reported] == [(12, "CB277")]
