"""Whatever an author types, the student's file is right, or there is an error at the line of the slip.

`lessons.py` generates lessons with a slip. Most are tested on pandoc's tree, some on finished files.
"""

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from lessons import PUBLIC, SECRET, SLIPS, slipped
from selecting import shown_in_each_edition, unhurried
from workshop import Workshop, page_texts

FEW, MANY = 250, 25_000  # examples for each of four families of slips: always, and with THOROUGH set
EXAMPLES = MANY if "THOROUGH" in os.environ else FEW
FAMILIES = [tuple(SLIPS)[n::4] for n in range(4)]
BUILT, BATCH = 125, 25  # documents that are built with the command, and how many form one course


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_right_or_refused(family: tuple[str, ...]) -> None:
    """No secret in the student edition, all else in both editions, every secret in the instructor's."""

    @settings(unhurried, max_examples=EXAMPLES)
    @given(slipped(family))
    def holds(text: str) -> None:
        shown, told = shown_in_each_edition(text)
        if not shown:
            assert any(diagnostic.line for diagnostic in told), told
            return
        assert not SECRET.search(shown["student"])
        assert set(PUBLIC.findall(text)) <= set(PUBLIC.findall(shown["student"]))
        assert set(PUBLIC.findall(text)) <= set(PUBLIC.findall(shown["instructor"]))
        assert set(SECRET.findall(text)) <= set(SECRET.findall(shown["instructor"]))

    holds()


@settings(unhurried, max_examples=100)
@given(slipped(("none",), contradicting=False))
def test_nothing_right_is_refused(text: str) -> None:
    """A lesson without a slip is built without diagnostics, whatever its line endings."""
    shown, reported = shown_in_each_edition(text)
    assert shown
    assert [d for d in reported if d.code not in ("CB124", "CB211")] == []


@pytest.mark.parametrize("batch", range(BUILT // BATCH))
def test_right_or_refused_in_the_finished_files(workshop: Workshop, batch: int) -> None:
    """The same for the HTML and PDF files of both editions."""
    texts: list[str] = []

    @settings(unhurried, max_examples=BATCH)
    @given(slipped(FAMILIES[batch % 4] if batch < 4 else tuple(SLIPS)[batch::4]))
    @example("---\ntitle: Lab\n---\n\npublic1x\n\n::: correction\nsecret1x\n:::\n")
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    for number, text in enumerate(texts):
        workshop.write(f"course/{number}.md", text)
    done = workshop.run("--quiet")
    workshop.run("--correction", "--to", "html", "--quiet")
    for number, text in enumerate(texts):
        if f"{number}.md:" in done.err and f"student/{number}.html" not in workshop.files():
            assert re.search(rf"course/{number}\.md:\d+:\d+: error", done.err)
            continue
        html, pdf = workshop.html(str(number)), " ".join(page_texts(workshop.pdf(str(number))))
        for content in (html, pdf):
            assert not SECRET.search(content)
            assert set(PUBLIC.findall(text)) <= set(PUBLIC.findall(content))
        assert set(SECRET.findall(text)) <= set(SECRET.findall(workshop.html(str(number), "instructor")))


def _right() -> dict[str, str]:
    text = (Path(__file__).parent / "right.md").read_text(encoding="utf-8")
    part = re.compile(r"^## (?P<name>[^\n]+)\n\n^~{5}source\n(?P<source>.*?)^~{5}$", re.MULTILINE | re.DOTALL)
    return {re.sub(r"\W+", "-", case["name"]).strip("-"): case["source"] for case in part.finditer(text)}


def test_no_error_in_right_lessons(workshop: Workshop) -> None:
    """The lessons of right.md resemble slips, and are built."""
    lessons = _right()
    for name, source in lessons.items():
        workshop.write(f"course/{name}.md", source)
    done = workshop.run("--all", "--to", "html", "--quiet")
    assert "error" not in done.err
    assert workshop.files() == sorted(
        f"{edition}/{name}.html" for edition in ("instructor", "student") for name in lessons
    )


def _named() -> list[object]:
    """Return the slips that leaked once, by name: a source and its diagnostics."""
    text = (Path(__file__).parent / "slips.md").read_text(encoding="utf-8")
    part = re.compile(
        r"^## (?P<name>[^\n]+)\n.*?^(?P<fence>`{4,}|~{4,})source\n(?P<source>.*?)^(?P=fence)$"
        r".*?^```says\n(?P<says>.*?)^```$",
        re.MULTILINE | re.DOTALL,
    )
    return [pytest.param(case["source"], case["says"], id=case["name"]) for case in part.finditer(text)]


@pytest.mark.parametrize(("source", "says"), _named())
def test_a_slip_by_name(source: str, says: str) -> None:
    """Each slip of slips.md has its diagnostics."""
    visible = re.sub(r"<U\+([0-9A-F]{4})>", lambda code: chr(int(code[1], 16)), source)
    _, reported = shown_in_each_edition(visible)
    assert "".join(f"{d.line}:{d.column} {d.code} {d.message}\n" for d in reported) == says
