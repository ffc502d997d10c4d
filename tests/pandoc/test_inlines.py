"""Marked text, keys, options and emoji names are read; what restricts its audience still does."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from selecting import shown_in_each_edition

from coursebuild import pandoc
from coursebuild.model import Location
from coursebuild.source import read_text

HEAD = "---\ntitle: T\n---\n\n"
HERE = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())


def read(text: str) -> str:
    """The inlines of a paragraph: a Span is its classes and its text in brackets."""
    (paragraph,) = json.loads(pandoc.parse(read_text(f"{HEAD}{text}\n", HERE)).json)["blocks"]
    return _joined(paragraph["c"])


def _joined(inlines: list[dict[str, Any]]) -> str:
    return "".join(map(_shown, inlines))


def _shown(inline: dict[str, Any]) -> str:
    content = inline.get("c", " ")
    if isinstance(content, str):
        return content
    if inline["t"] == "Span":
        return f"{'.'.join(content[0][1])}[{_joined(content[1])}]"
    return (
        content[1]
        if inline["t"] in ("Code", "Math")
        else f"({_joined(content[1] if inline['t'] == 'Cite' else content)})"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A ==rather important== word.", "A mark[rather important] word."),
        ("(==a== and ==**b**==)", "(mark[a] and mark[(b)])"),
        ("Press ++ctrl+alt+s++.", "Press kbd.key[ctrl]+kbd.key[alt]+kbd.key[s]."),
        ("Use --force and --all.", "Use --force and --all."),
        ("Well :tada:, :+1:", "Well emoji[🎉], emoji[👍]"),
        ("a == b and c == d, a==b==c, ==open", "a == b and c == d, a==b==c, ==open"),
        ("==two\nlines==", "==two lines=="),
        ("i++ and ++j, C++ and g++", "i++ and ++j, C++ and g++"),
        ("`==x== ++y++ --z :x:`", "==x== ++y++ --z :x:"),
        (r"\==x\== \++y\++", "==x== ++y++"),
        ("a --said he-- b", "a \u2013said he\u2013 b"),
        ("a -- b --c", "a \u2013 b --c"),
        ("root:x:0, 10:30:45, std::string::x", "root:x:0, 10:30:45, std::string::x"),
        (":nothing:", ":nothing:"),
        ("A ==b==, [@c] and @d.", "A mark[b], ([@c]) and (@d)."),
    ],
)
def test_what_is_read(text: str, expected: str) -> None:
    assert read(text).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    "text",
    [
        "A ==[secret]{.correction}== b",
        "A [==secret==]{.correction} b",
        "A ==a [secret]{.correction} b== b",
        "A ==a== [==secret==]{.if correction=true} ==b",
        "A == [secret]{.correction} == b",
        "A [++secret++]{.correction} b",
        "A ++a++[secret]{.correction} b",
        "A [:tada: secret]{.correction} b",
        "A [--secret]{.correction} b",
    ],
)
def test_what_is_withheld_stays_withheld(text: str) -> None:
    shown, _ = shown_in_each_edition(f"{HEAD}{text}\n")
    assert "secret" not in shown["student"]
    assert "secret" in shown["instructor"]


@pytest.mark.parametrize(
    "text",
    [
        "A ==[secret]{.correction==} b",
        "A ==secret=={.correction} b",
        "A ++secret++{.correction} b",
        "A :tada:{.correction} secret b",
        "A ==secret]{.correction}== b",
        "A ++{.correction}++ secret b",
    ],
)
def test_notation_that_belongs_to_no_element_is_refused(text: str) -> None:
    assert shown_in_each_edition(f"{HEAD}{text}\n")[0] == {}


def test_a_marked_word_for_an_answer_is_still_reported() -> None:
    for text in ("==Solution:== 80", "==Solution: 80==", "**==Solution:==** 80"):
        assert {each.code for each in shown_in_each_edition(f"{HEAD}{text}\n")[1]} == {"CB125"}


def test_notation_beside_and_in_a_citation() -> None:
    """Pandoc's citations have no type."""
    shown, reported = shown_in_each_edition(f"{HEAD}==A== [see ==b== @doe, p. 3] by @doe, ++c++ --option\n")
    assert {each.code for each in reported} == {"CB171"}  # a citation is text
    assert shown["student"].startswith("A [see b @doe, p. 3] by @doe, c --option")
