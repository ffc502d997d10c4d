"""Students get the same of a lesson with a correction and without: nothing tells that there is one."""

import pytest
from selecting import LOCATION, SESSION

from coursebuild import editions, pandoc
from coursebuild.model import Format
from coursebuild.source import read_text

HEAD = "---\ntitle: T\nnumbering: [figures, listings, sections]\n---\n\n"
TABS = "::::: tabs\n## One\n\na\n\n## Two\n\nb\n{}:::::\n\n## End\n"
PAIRS = {
    "a figure": ("![A](a.svg)\n\n{}![C](a.svg)\n", "![B](a.svg){.correction}\n\n"),
    "a section": ("# A\n\n{}# C\n\n## D\n", "# B {.correction}\n\n## E\n\n"),
    "a heading of the same words": ("{}## C\n\nz\n", "::: correction\n## C\n\ny\n:::\n\n"),
    "a note": (
        "x[^a]\n\n{}z[^c]\n\n[^a]: A\n\n[^c]: C\n",
        "::: correction\ny[^b]\n\n[^b]: B\n:::\n\n",
    ),
    "a word at the beginning": ("{}x\n", "[y]{.correction} "),
    "a word at the end": ("x{}\n", " [y]{.correction}"),
    "a tab": (TABS, '\n## Three {.if edition="instructor"}\n\nc\n'),
}


def _students(text: str) -> str:
    document = pandoc.parse(read_text(HEAD + text, LOCATION))
    student = SESSION.course.editions["student"]
    return editions.select(document, student, Format.HTML, SESSION.for_selecting({})).json


@pytest.mark.parametrize("name", PAIRS)
def test_nothing_tells_that_there_is_a_correction(name: str) -> None:
    lesson, correction = PAIRS[name]
    assert _students(lesson.format(correction)) == _students(lesson.format(""))
