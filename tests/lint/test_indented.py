"""A text below a box that ended the list of its item is text; what is indented further is reported."""

from pathlib import Path, PurePosixPath

import pytest
from selecting import shown_in_each_edition

from coursebuild import pandoc
from coursebuild.model import Location
from coursebuild.source import read_text

HEAD = "---\ntitle: T\n---\n\n"
BOX = "::: tip\nAll of it.\n:::"


def reported(text: str) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.code) for each in shown_in_each_edition(f"{HEAD}{text}\n")[1]]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"1.  Look.\n\n{BOX}\n\n        Then go on.\n\n2.  Go.", (11, 9)),
        (f"- Look.\n\n{BOX}\n\n\t\tThen go on.", (11, 3)),
        (f"- Look.\n\n  More.\n\n{BOX}\n\n      Then go on.\n      And on.", (13, 7)),
    ],
)
def test_code_after_a_box_at_the_margin(text: str, place: tuple[int, int]) -> None:
    assert reported(text) == [(*place, "CB178")]


@pytest.mark.parametrize(
    "text",
    [
        f"1.  Look.\n\n{BOX}\n\n    Then go on.\n    And on.\n\n2.  Go.",
        f"- Look.\n\n{BOX}\n\n\tThen go on.",
        f"- Look.\n  More.\n\n{BOX}\n\n::: note\nThis.\n:::\n\n    Then go on.",
        f"- Look.\n\n  More.\n\n{BOX}\n\n    Then go on.",
        f"a) Look.\n\n   More.\n\n{BOX}\n\n    Then go on.\n\nb) Look.",
    ],
)
def test_a_text_after_a_box_at_the_margin(text: str) -> None:
    assert reported(text) == []
    here = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())
    assert "CodeBlock" not in pandoc.parse(read_text(f"{HEAD}{text}\n", here)).json


@pytest.mark.parametrize(
    ("inside", "column"), [("Go [x]{.corection}", 13), ("::: correction", 5), ("Go x {.correction}", 10)]
)
def test_notation_in_such_a_text_is_refused_at_its_place(inside: str, column: int) -> None:
    assert reported(f"1.  Look.\n\n{BOX}\n\n    {inside}")[0][:2] == (11, column)


@pytest.mark.parametrize(
    "text",
    [
        f"Look.\n\n{BOX}\n\n    ls",
        f"- Look.\n\n{BOX}\n\nThen go on.",
        f"- Look.\n\n{BOX}\n\n```\n    ls\n```",
        "1.  Look.\n\n    ::: tip\n    All of it.\n    :::\n\n    Then go on.",
        "- Look.\n\nThen:\n\n    ls",
    ],
)
def test_other_texts_and_code(text: str) -> None:
    assert reported(text) == []
