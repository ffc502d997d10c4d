"""A list that begins again at 1 where it was meant to go on."""

import pytest
from selecting import shown_in_each_edition

HEAD = "---\ntitle: T\n---\n\n"
BLOCKS = {
    "a box": ":::tip\nLook.\n:::",
    "a correction": "::: correction\nYes.\n:::",
    "code": "```sh\nls\n```",
    "a quotation": "> Words.",
    "a box of MkDocs": '!!! note "T"\n    Look.',
    "a box of Obsidian": "> [!NOTE]\n> Look.",
    "two of them": "```sh\nls\n```\n\n::: correction\nYes.\n:::",
}


def _told(text: str) -> list[tuple[int, str]]:
    _, told = shown_in_each_edition(HEAD + text)
    return [(d.line, d.message[-1]) for d in told if d.code == "CB180"]


@pytest.mark.parametrize("name", BLOCKS)
def test_an_item_after_a_block_at_the_margin(name: str) -> None:
    """Each such item is told with the number that it should have."""
    block = BLOCKS[name]
    lines = block.count("\n")
    assert _told(f"1. One?\n\n{block}\n\n1. Two?\n") == [(9 + lines, "2")]
    text = f"1. One?\n   - part\n2. Two?\n\n{block}\n\n1. Three?\n\n{block}\n\n1. Four?\n"
    assert _told(text) == [(11 + lines, "3"), (15 + 2 * lines, "4")]


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize(
    "text",
    [
        "1. One?\n\n{}\n\n2. Two?\n",
        "1. One?\n\n{}\n\nText.\n\n1. Another list?\n",
        "1. One?\n\n{}\n\n## Part two\n\n1. Another list?\n",
        "- One?\n\n{}\n\n1. Another list?\n",
        "{}\n\n1. One?\n2. Two?\n",
    ],
)
def test_a_list_that_is_right(name: str, text: str) -> None:
    assert _told(text.format(BLOCKS[name])) == []


def test_blocks_that_do_not_end_the_list() -> None:
    """What is indented belongs to the item; after an exercise, a list may begin anew."""
    assert _told("1. One?\n\n   ```sh\n   ls\n   ```\n\n1. Two?\n") == []
    assert _told("1. One?\n\n   :::tip\n   Look.\n   :::\n\n1. Two?\n") == []
    assert _told("1. One?\n\n::: exercise\nTry.\n:::\n\n1. Two?\n") == []
