"""A page as a browser prints it."""

from itertools import pairwise

import pypdfium2
import pytest
from browsing import Reader
from lab_page import Open, button, load_again
from PIL import Image
from playwright.sync_api import expect
from workshop import Workshop


def test_print_is_the_browsers_own(lab: Open) -> None:
    page = lab()
    page.evaluate("window.print = () => { window.printed = true }")
    button(page, "Imprimer").click()
    assert page.evaluate("window.printed")


@pytest.mark.parametrize("chosen", ["automatic", "dark"])
def test_print_is_light_and_has_the_text_alone(lab: Open, chosen: str) -> None:
    page = lab(scheme="dark")
    if chosen == "dark":
        page.evaluate("localStorage.setItem('coursebuild scheme', 'dark')")
        load_again(page)
    page.keyboard.press("Shift+C")
    page.emulate_media(media="print")
    style = page.evaluate(
        "(style => [style.color, style.backgroundColor])(getComputedStyle(document.documentElement))"
    )
    assert style == ["rgb(29, 35, 41)", "rgb(255, 255, 255)"]
    for gone in (".bar", ".contents", ".copy", ".side-note", ".anchor"):
        assert page.locator(f"{gone} >> visible=true").count() == 0, gone
    expect(page.get_by_text("La réponse secrète.")).to_be_visible()
    expect(page.locator("#fn1")).to_be_visible()


ROWS = "\n".join(f"| begin{n}, {'a long row ' * 30} end{n}, | b |" for n in range(30))
EXERCISES = "".join(
    f"::: {{.exercise title='First{n},'}}\n::: {{.answer lines={3 + n % 5}}}\n:::\n\nLast{n},\n:::\n\n"
    for n in range(20)
)
ANSWERS = "".join(["Question.\n\n::: {.answer lines=12}\n:::\n\n"] * 12)


def test_print_splits_no_row_no_small_box_and_no_answer_lines(workshop: Workshop, open_page: Reader) -> None:
    """As the browser prints the page of the screen."""
    table = f"| A | B |\n|---|---|\n{ROWS}\n\n"
    workshop.write("course/whole.md", f"---\ntitle: T\n---\n\n{table}{EXERCISES}")
    workshop.write("course/lines.md", f"---\ntitle: T\n---\n\n{ANSWERS}")
    assert workshop.run("--to", "html", "--quiet").code == 0

    def printed(name: str) -> list[pypdfium2.PdfPage]:
        path = workshop.folder / "build" / "student" / name
        return list(pypdfium2.PdfDocument(open_page(path).pdf(prefer_css_page_size=True)))

    texts = [page.get_textpage().get_text_bounded() for page in printed("whole.html")]
    assert len(texts) > 5
    for begin, end in [
        *((f"begin{n},", f"end{n},") for n in range(30)),
        *((f"First{n},", f"Last{n},") for n in range(20)),
    ]:
        assert [begin in text for text in texts] == [end in text for text in texts], begin
    counts = [_rules(page) for page in printed("lines.html")]
    assert sum(counts) == 12 * 12
    assert [count % 12 for count in counts] == [0] * len(counts)


def _rules(page: pypdfium2.PdfPage) -> int:
    """The number of ruled lines on a printed page."""
    bounds = [each.get_bounds() for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    return sum(right - left > 400 and top - bottom < 1 for left, bottom, right, top in bounds)


def test_a_grid_has_whole_squares(workshop: Workshop, open_page: Reader) -> None:
    """Of about 5 mm, in the PDF and as the browser prints the page."""
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\n::: {.answer grid=20cm}\n:::\n")
    assert workshop.run("--quiet").code == 0
    path = workshop.folder / "build" / "student" / "lab.html"
    for pdf in (open_page(path).pdf(prefer_css_page_size=True), path.with_suffix(".pdf")):
        lines = _vertical_lines(pypdfium2.PdfDocument(pdf)[0])
        assert len(lines) > 30
        assert all(4.7 < right - left < 5.3 for left, right in pairwise(lines)), lines


def _vertical_lines(page: pypdfium2.PdfPage) -> list[float]:
    """The places in millimetres of the lines that cross the middle of a printed page."""
    image = page.render(scale=4).to_pil().convert("L")
    middle = image.crop((0, image.height * 2 // 5, image.width, image.height // 2))
    is_line = [level < 250 for level in middle.resize((image.width, 1), Image.Resampling.BOX).tobytes()]
    millimetre = image.width / page.get_width() * 72 / 25.4
    starts = (n for n, (before, here) in enumerate(pairwise(is_line), 1) if here and not before)
    return [n / millimetre for n in starts]


def test_print_has_no_rules_of_a_telephone(lab: Open) -> None:
    """A printed page is as narrow as some screens, and does not scroll."""
    page = lab(width=600)
    first = page.locator("td").first
    expect(first).to_have_css("position", "sticky")
    page.emulate_media(media="print")
    expect(first).to_have_css("position", "static")
