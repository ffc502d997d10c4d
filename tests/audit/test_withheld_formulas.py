r"""A formula in a correction: its TeX, what is said and what is copied of it is in no file for students."""

# ruff: noqa: RUF001 (Greek letters are what formulas have)

from pathlib import Path, PurePosixPath

import pytest

from coursebuild import audit
from coursebuild.engine import Session
from coursebuild.engine.documents.prepare import Rendered, prepare
from coursebuild.engine.formats import FORMATS
from coursebuild.model import NOTHING, BuildOptions, Course, Format, Location
from coursebuild.source import read_text

LESSON = r"""---
title: Sums
lang: en
---

Compute $\sum_{n=1}^{\infty} \frac{1}{n^2}$, whose terms get smaller, and its root $\sqrt{x}$ over a field.

::: correction
One has $\cos(\alpha + \beta) = \cos\alpha \cos\beta - \sin\alpha \sin\beta$.
:::
"""
WITHHELD = {
    "the TeX": r"\cos(\alpha + \beta) = \cos\alpha \cos\beta - \sin\alpha \sin\beta",
    "what is said": "cosine of alpha cosine of beta minus sine of alpha",
    "what is copied": "cos (α + β) = cos αcos β − sin αsin β",
    "a part of what is said": "minus sine of alpha",
    "a word that is said": "cosine",
    "a command": r"\beta",
}


@pytest.fixture(scope="module")
def student() -> Rendered:
    session = Session(Course(Path("/nonexistent")))
    options = BuildOptions(
        (session.course.editions["student"],), (Format.HTML,), NOTHING, fetch=False, jobs=1
    )
    location = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())
    (page,) = prepare(session, location, options, read_text(LESSON, location)).pages
    return page


def _leaks(page: Rendered, html: str) -> bool:
    try:
        audit.audit("lab.html", html.encode(), FORMATS[Format.HTML].reader(), page.evidence)
    except audit.LeakError:
        return True
    return False


def test_the_page_itself_leaks_nothing(student: Rendered) -> None:
    assert not _leaks(student, student.page.html)
    assert "sum from n equals 1" in student.page.html


@pytest.mark.parametrize("text", WITHHELD.values(), ids=WITHHELD)
@pytest.mark.parametrize(
    "place", ["<p>{}</p></main>", '<svg role="img" aria-label="{}"></svg></main>', "<!-- {} --></main>"]
)
def test_a_page_with_a_piece_of_it_is_refused(student: Rendered, text: str, place: str) -> None:
    html = student.page.html.replace("</main>", place.format(text))
    assert html != student.page.html
    assert _leaks(student, html)
