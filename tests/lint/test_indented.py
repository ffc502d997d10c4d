"""A text below a box that ended the list of its item is reported."""

import pytest
from selecting import shown_in_each_edition

HEAD = "---\ntitle: T\n---\n\n"
BOX = "::: tip\nAll of it.\n:::"


def reported(text: str) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.code) for each in shown_in_each_edition(f"{HEAD}{text}\n")[1]]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"1.  Look.\n\n{BOX}\n\n    Then go on.\n\n2.  Go.", (11, 5)),
        (f"- Look.\n\n{BOX}\n\n\tThen go on.", (11, 2)),
        (f"- Look.\n\n  More.\n\n{BOX}\n\n      Then go on.\n      And on.", (13, 7)),
    ],
)
def test_a_text_after_a_box_at_the_margin(text: str, place: tuple[int, int]) -> None:
    assert reported(text) == [(*place, "CB178")]


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
