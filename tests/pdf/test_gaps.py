"""A figure is made smaller where it would leave a large gap on the page before it; read back with pdfium."""

from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest
from images import DRAWING, png
from pypdfium2 import raw
from workshop import Workshop

FILLER = "\n\n".join(["Text."] * 13)  # nearly half a page stays free
FIGURE = "![The screen](screen.png){width=95%}"


class Figure(NamedTuple):
    """The number of the page of an image, from 1, and its height in points."""

    page: int
    height: float


def figures(document: pdfium.PdfDocument) -> Iterator[Figure]:
    for number, page in enumerate(document, 1):
        for image in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]):
            _, bottom, _, top = image.get_bounds()
            yield Figure(number, top - bottom)


def printed(
    workshop: Workshop, text: str, size: tuple[int, int] = (600, 500), **variables: str
) -> list[Figure]:
    workshop.write("course/screen.png", png(*size))
    workshop.write("course/lab.md", f"---\ntitle: Sheet\n---\n\n{text}\n")
    done = workshop.run("build", "--to", "pdf", "--force", **variables)
    assert (done.code, "warning" in done.err) == (0, False)
    return list(figures(workshop.pdf()))


def of_full_size(workshop: Workshop, text: str, size: tuple[int, int] = (600, 500)) -> list[Figure]:
    return printed(workshop, text, size, COURSEBUILD_WITHOUT="page_gaps")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{FILLER}\n\n{FIGURE}", id="figure"),
        pytest.param(f"{FILLER}\n\n## A heading\n\nLook:\n\n{FIGURE}", id="after a heading"),
        pytest.param(f"{FILLER}\n\nLook: {FIGURE}", id="in a paragraph"),
        pytest.param(f"{FILLER}\n\n::: note\n{FIGURE}\n:::", id="in a box"),
        pytest.param(f"{FILLER}\n\n1.  Look\n\n    {FIGURE}", id="in a list"),
        pytest.param(f"Note.[^n]\n\n{FILLER}\n\n{FIGURE}\n\n[^n]: At the foot.", id="above a note"),
    ],
)
def test_a_figure_fills_the_gap_before_it(workshop: Workshop, text: str) -> None:
    """It stands on the page before, and has the greatest size that has room there."""
    (before,) = of_full_size(workshop, text, (600, 480))
    (after,) = printed(workshop, text, (600, 480))
    assert (before.page, after.page) == (2, 1)
    assert 0.6 <= after.height / before.height < 1


@pytest.mark.parametrize(
    ("text", "size"),
    [
        pytest.param(f"{FILLER}\n\n{FIGURE}", (600, 760), id="too tall"),
        pytest.param(f"{FILLER}\n\n\\newpage\n\n{FIGURE}", (600, 500), id="page break"),
        pytest.param("\n\n".join(["Text."] * 22) + f"\n\n{FIGURE}", (600, 400), id="small gap"),
        pytest.param(
            f"{FILLER}\n\nText.\n\n::: note\n{FILLER}\n\nText.\n:::\n\n{FIGURE}",
            (600, 300),
            id="after a box",
        ),
        pytest.param(f"{FILLER}\n\nText.\n\n\\newpage\n\nText.\n\n{FIGURE}", (600, 500), id="later"),
    ],
)
def test_no_other_figure_is_made_smaller(workshop: Workshop, text: str, size: tuple[int, int]) -> None:
    """Not below 60 %, not across a page break, and not for a gap that is small or not the figure's."""
    assert printed(workshop, text, size) == of_full_size(workshop, text, size)


def test_figures_that_follow_one_another(workshop: Workshop) -> None:
    """A figure behind one that was made smaller is made smaller only if there is still a gap before it."""
    text = "\n\n".join([f"{FILLER}\n\n{FIGURE}"] * 4)
    before, after = of_full_size(workshop, text, (600, 480)), printed(workshop, text, (600, 480))
    assert len({figure.height for figure in before}) == 1
    assert after[0].page == 1
    assert after[-1].page < before[-1].page
    for figure in after:
        assert 0.6 <= figure.height / before[0].height <= 1


def test_a_drawing_becomes_smaller_as_well(workshop: Workshop) -> None:
    workshop.write("course/screen.svg", DRAWING.format(600, 500))
    workshop.write("course/lab.md", f"---\ntitle: Sheet\n---\n\n{FILLER}\n\n{FIGURE.replace('png', 'svg')}\n")
    assert workshop.run("build", "--to", "pdf").code == 0
    assert len(workshop.pdf()) == 1
