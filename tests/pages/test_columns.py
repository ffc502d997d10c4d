"""Columns stand side by side, on screen and in print, and one below the other on a phone."""

import pytest
from browsing import Reader
from workshop import Workshop

TEXT = """---
title: T
---

:::: columns
::: {.column width="30%"}
Leftmost
:::
::: {.column width="70%"}
Rightmost
:::
::::
"""


@pytest.fixture
def built(workshop: Workshop) -> Workshop:
    workshop.write("course/lab.md", TEXT)
    assert workshop.run("--quiet").err == ""
    return workshop


@pytest.mark.parametrize(("width", "is_beside"), [(1280, True), (390, False)])
def test_on_screen(built: Workshop, open_page: Reader, width: int, is_beside: bool) -> None:  # noqa: FBT001
    page = open_page(built.folder / "build/student/lab.html", width=width)
    left, right = (page.get_by_text(text).bounding_box() for text in ("Leftmost", "Rightmost"))
    assert left
    assert right
    assert (left["y"] == right["y"]) is is_beside
    assert (left["x"] + left["width"] <= right["x"]) is is_beside


def test_in_print(built: Workshop) -> None:
    page = built.pdf("lab")[0].get_textpage()
    text = page.get_text_range()
    left, right = (page.get_charbox(text.index(word)) for word in ("Leftmost", "Rightmost"))
    assert left[1] == pytest.approx(right[1], abs=1)
    assert left[2] < right[0]
