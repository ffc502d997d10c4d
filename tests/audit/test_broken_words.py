"""Words of two sentences meet in a printed page, and say together what neither says."""

import pytest
from workshop import Workshop

from coursebuild import audit
from coursebuild.audit.broken_words import Pages, cuts_words
from coursebuild.engine.formats import FORMATS
from coursebuild.model import Evidence, Format

LESSON = """---
title: Pauses
---

![A plan](plan.svg)

Which one is the box of the notes? They are in a container.

::: {.correction .if correction="true"}
The notebook container
:::

Count to ten, and then breathe.
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="180" height="20">
<text y="14">Notebook container</text></svg>"""


def test_a_sentence_that_ends_like_a_withheld_one_begins(workshop: Workshop) -> None:
    """A drawing's text comes last in a page: `breathe. Notebook container` has the letters of the correction.

    Where no shown word explains them, as it does where a page's letters run into a leak, they are one.
    """
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/plan.svg", DRAWING)
    assert workshop.run("--to", "pdf", "--quiet").err == ""
    phrases = (("thenotebookcontainer", "The notebook container"),)
    against = Evidence(phrases=phrases, shown=frozenset({"breathe"}))
    reader = FORMATS[Format.PDF].reader()
    printed = (workshop.folder / "build/student/lab.pdf").read_bytes()
    audit.audit("lab.pdf", printed, reader, against)
    with pytest.raises(audit.LeakError):
        audit.audit("lab.pdf", printed, reader, against._replace(shown=frozenset()))


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("breathe.\nNotebook container", True),
        ("breathe.\nNotebook containers", True),
        ("the\nnotebook containers", True),
        ("brea the notebook container", False),
        ("brea-\nthe notebook container", True),
        ("Breathe. Notebook container, or the notebook container", False),
        ("xthe notebook container", False),
        ("8the notebook container", False),
        ("thenotebookcontainer", False),
        ("the note­book con-\ntainer", False),
        ("nothing of it", False),
    ],
)
def test_what_is_cut(text: str, *, is_cut: bool) -> None:
    """Only a word that is shown as it stands may be cut; once is enough for a leak; a number cuts nothing."""
    shown = frozenset({"breathe", "notebook", "containers", "8the"})
    assert cuts_words("thenotebookcontainer", text, shown) is is_cut


def test_a_word_that_a_page_breaks() -> None:
    """Its halves are no words of the page, also where the page's title and number stand between them."""
    pages = ("Telnet,\nfunction\nTitle\nPage 1", "aries use it.\nTitle\nPage 2", "function\nTitle\nPage 3")
    read = Pages(pages)
    shown = frozenset({"functionaries", "telnet"})
    assert read.breaks("function", pages[0], shown)
    assert read.breaks("aries", pages[1], shown)
    assert not read.breaks("function", pages[2], shown)
    assert not read.breaks("function", pages[0], frozenset({"telnet"}))
    assert not read.breaks("telnet", pages[0], shown)
