"""Marks tell which notation pandoc read, and change nothing else of what it reads."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, reject, settings
from lessons import SLIPS, slipped
from selecting import shown_in_each_edition, unhurried
from workshop import PANDOC, ROOT

from coursebuild import pandoc
from coursebuild.model import MARKED, BuildError, Location, without_marks
from coursebuild.pandoc import convert, tabs
from coursebuild.pandoc.process import Converter
from coursebuild.source import read_text

LESSONS = sorted(
    path for folder in ("course", "docs/guide/fr", "tests") for path in (ROOT / folder).rglob("*.md")
)
HERE = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())

# Notation whose length matters: columns of tables, tab stops, a line's length
GRID = """\
+--------------------------------+---------+
| Question                       | Answer  |
+================================+=========+
| What? [port 80]{.correction}   | one     |
|                                |         |
| ::: {.correction lines=2}      | - two   |
| more                           |   - `a` |
| :::                            |         |
+--------------------------------+---------+
"""
SIMPLE = """\
Question                         Answer
-------------------------------- -------
What? [port 80]{.correction}     one
`x`{.correction} what            two

: Ports {.if correction="true"}
"""
MULTILINE = """\
-------------------------------------------
Question                         Answer
-------------------------------- ----------
What? [port 80]{.correction}     one
and more                         line

`x`{.correction} what            two
-------------------------------------------
"""
PIPE = f"| a | b |\n|---|---------|\n| [{'w' * 30}]{{.correction}} | {'v' * 14} |\n"
LINES = "| A line block [of]{.correction}\n|    two lines\n"
TABS = "a [b]{.correction}\tc\td\n\n1.\t[b]{.correction}\n\n\t::: correction\n\tx\n\t:::\n"
DEFINITION = "Term [x]{.correction}\n:   What\n\n    ::: {.correction}\n    it is\n    :::\n"
HEADINGS = "## A [b]{.correction} {.If}x\n\n## {.Correction} ##\n\n## [.Correction]{.x #y\n"
ALT = "![a](b.png){alt=\"correction='true'\" width=3cm}\n"  # which is the image's text in a figure
_LINK_OF_ABBREVIATION = re.compile(r"^\[ABBR\]:", re.MULTILINE)
WIDE = "+------------------+----+\n| [問題]{.答え .if} | b  |\n+------------------+----+\n"


@pytest.fixture(scope="module")
def unmarked() -> Iterator[Converter]:
    converter = Converter(str(PANDOC), convert.READER, "$toc$\n$body$\n")
    yield converter
    converter.close()


def assert_reads_the_same(text: str, unmarked: Converter) -> None:
    source = read_text(text, HERE)
    lines = tabs.with_expanded_tabs(source.reading.for_pandoc(), source.reading)
    given = "\n".join(line for _, line in source.reading.with_added_lines(lines))
    without = unmarked.convert(given, to="json").text
    without, _ = convert.with_constructs(without, source)
    without = without_marks(without)
    assert without_marks(pandoc.parse(source).json) == without


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_lesson_reads_the_same(path: Path, unmarked: Converter) -> None:
    assert_reads_the_same(path.read_text(encoding="utf-8"), unmarked)


@pytest.mark.parametrize(
    "text",
    [GRID, SIMPLE, MULTILINE, PIPE, LINES, TABS, DEFINITION, HEADINGS, WIDE, ALT],
    ids=lambda t: t[:12],
)
def test_notation_whose_length_matters_reads_the_same(text: str, unmarked: Converter) -> None:
    assert MARKED.search(pandoc.parse(read_text(text, HERE)).json) or text == HEADINGS
    assert_reads_the_same(text, unmarked)


def test_generated_lessons_read_the_same(unmarked: Converter) -> None:
    """Right ones and those with a slip."""

    @settings(unhurried, max_examples=300)
    @given(slipped(tuple(SLIPS)))
    def holds(text: str) -> None:
        if _LINK_OF_ABBREVIATION.search(text):
            reject()  # without marks, pandoc makes a link of what is an abbreviation's meaning here
        try:
            assert_reads_the_same(text, unmarked)
        except BuildError:
            reject()  # it is refused before it is read

    holds()


@pytest.mark.parametrize(
    "notation",
    [
        "::: correction",
        "::: {.correction}",
        "::: {.note #x}",
        '::: {class="note"}',
        "::: {#x}",
        "::: {title='x'}",
        "::: 答え",
        "::: 3",
        "::: .note",
        "::: {.a.if}",
        '::: {key="{.correction}"}',
        '::: {title="a .b" .note}',
    ],
)
def test_pandoc_returns_the_mark_of_what_it_reads(notation: str) -> None:
    document = pandoc.parse(read_text(f"Text.\n\n{notation}\nText.\n:::\n", HERE))
    assert MARKED.findall(document.json) == [("3", "1")]


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n::: correction\nText.\n:::\n",
        "## {.correction} words ##\n",
        "```{.correction\ntext\n```\n",
        "::: {key='{.correction}'\nText.\n:::\n",
        '![a](b){alt="[x]{.correction}"\n',
    ],
)
def test_pandoc_returns_no_mark_of_what_is_text(text: str) -> None:
    assert MARKED.findall(pandoc.parse(read_text(text, HERE)).json) == []


def test_letters_that_the_lesson_uses_are_no_marks() -> None:
    """A lesson in one of the scripts that marks are taken from."""
    text = "---\ntitle: ᐃᓄᒃᑎᑐᑦ\n---\n\nᐁ ᐃᓄᒃᑎᑐᑦ [ᐂᐃ]{.correction} ᐁ\n"
    shown, reported = shown_in_each_edition(text)
    assert reported == ()
    assert shown == {"student": "ᐁ ᐃᓄᒃᑎᑐᑦ ᐁ ᐃᓄᒃᑎᑐᑦ", "instructor": "ᐁ ᐃᓄᒃᑎᑐᑦ ᐂᐃ ᐁ ᐃᓄᒃᑎᑐᑦ"}


def test_more_marks_than_letters() -> None:
    """A source with thousands of conditions is refused where the letters end."""
    source = read_text("[x]{.correction}\n" * 5000, HERE)
    with pytest.raises(BuildError, match="more than") as raised:
        pandoc.parse(source)
    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.code, diagnostic.line) == ("CB146", int(re.findall(r"\d+", diagnostic.message)[0]) + 1)
