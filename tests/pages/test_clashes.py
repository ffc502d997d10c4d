"""Names of the page's own that an author may use too."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import Reader, overflow
from playwright.sync_api import Page, expect
from workshop import Workshop

CLASHES = """---
title: Clashes
---

Text.

## Top {#top}

Text with a [call](#gone){.footnote-ref}, [a bad address](#%E0%A4%A) and a note[^1].

## A note in a heading[^2]

[^1]: The first note.
[^2]: The second note.

::: {.correction title="Unwordlyunwordlyunwordlyunwordlyunwordlyunwordlyunwordlyunwordly"}
Corrected.
:::
"""


@pytest.fixture
def clashes(workshop: Workshop, open_page: Reader) -> Callable[..., Page]:
    """A lesson that uses names of the page's own; the instructor edition is opened."""

    def opened(text: str = "", says: int = 0, **facts: Any) -> Page:
        workshop.write("course/lab.md", CLASHES + text)
        done = workshop.run("--correction", "--to", "html", "--quiet")
        assert (done.code, done.err.count("CB307")) == (0, says), done.err
        return open_page(workshop.folder / "build" / "instructor" / "lab.html", **facts)

    return opened


def test_a_call_without_a_note(clashes: Callable[..., Page]) -> None:
    """A call without a note is ignored; the note of a call in a heading is at the heading's height."""
    page = clashes()
    notes, calls = page.locator(".side-note"), page.locator("a.footnote-ref[role=doc-noteref]")
    expect(notes).to_have_count(2)
    levels = [(calls.nth(n).bounding_box(), notes.nth(n).bounding_box()) for n in (0, 1)]
    assert all(call and note and abs(call["y"] - note["y"]) < 40 for call, note in levels)


def test_a_malformed_address_leads_nowhere(clashes: Callable[..., Page]) -> None:
    """There is no error in the console, which the fixture would report."""
    page = clashes()
    page.get_by_role("link", name="a bad address").click()
    expect(page.locator(".side-note")).to_have_count(2)


def test_a_long_word_in_a_title_is_broken(clashes: Callable[..., Page]) -> None:
    for width in (320, 390, 820):
        assert overflow(clashes(width=width)) == 0


HIDING = "skip ui bar said tools find side-note to-top hit contents copy toggle anchor".split()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_no_class_of_a_lesson_hides_its_text(clashes: Callable[..., Page], media: Any) -> None:
    """Classes of the page are removed and reported; text in answer-lines is shown too."""
    boxes = "".join(f"\n::: {{.{name}}}\nIn a {name}.\n:::\n" for name in (*HIDING, "answer-lines"))
    page = clashes(f"{boxes}\n::: {{data-closed=1}}\nIn closed data.\n:::\n", says=len(HIDING) + 1)
    page.emulate_media(media=media)
    for name in (*HIDING, "answer-lines", "closed data"):
        text = page.get_by_text(f"In a {name}.".replace("a closed", "closed"), exact=True)
        expect(text).to_be_visible()
        box, main = text.bounding_box(), page.locator("main").bounding_box()
        assert box
        assert main
        assert box["x"] >= main["x"]
        assert box["width"] > 20
