"""Nothing of a PDF lies outside of its page: tables and images are fitted to it; read back with pdfium."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from images import DRAWING, png
from pypdfium2 import raw
from workshop import Workshop, page_texts

from coursebuild.pages import fitting
from coursebuild.pdf.weasy import MOST_OUTSIDE

Build = Callable[..., Workshop]
WIDTH, LANDSCAPE = 487.0, 734.0  # points: of A4 with the built-in margins
IPV6 = "2001:0db8:0000:0000:0000:8a2e:0370:7334"
SUM = "00efdecdbcab9a89" * 8
CROSS = "\N{MULTIPLICATION SIGN}"


def table(*rows: list[str]) -> str:
    head, *others = rows
    lines = [head, ["---"] * len(head), *others]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def row(cell: str, columns: int) -> list[str]:
    return [cell.format(number) for number in range(columns)]


ROUTERS = table(
    ["Équipement", "Interface", "Adresse IPv4", "Masque", "Passerelle", "VLAN", "Adresse IPv6"],
    ["Routeur", "GigabitEthernet0/0/1", "192.168.100.254", "255.255.255.128", "192.168.100.129", "10", IPV6],
)
TABLES = {
    "names": table(row("C{}", 8), row("`commande_tres_longue_{}`", 8)),
    "bytes": table(["Address", *row("0{}", 16), "ASCII"], ["00000000", *["0x7F"] * 16, "`.ELF............`"]),
    "routers": ROUTERS,
    "sum": table(["Name", "Use", "Sum"], ["image", "check", f"`{SUM}`"]),
    "address": table(["Source", "Address"], ["manual", "https://example.org" + "/a-long-part" * 12]),
    "in a box": f"::: note\n{ROUTERS}\n:::",
    "in an item": "- Item\n\n" + "\n".join(f"    {line}" for line in ROUTERS.splitlines()),
    "many columns": table(row("C{}", 45), row("abcdef{}", 45)),
    "spans": f"<table><tr><th colspan='2'>{'span_' * 40}</th></tr><tr><td rowspan='2'>{'a' * 90}</td>"
    f"<td>{'b' * 90}</td></tr><tr><td>{'&amp;' * 90}</td></tr></table>",
}


def outside(document: pdfium.PdfDocument) -> Iterator[tuple[int, tuple[float, ...]]]:
    """The page and the bounds of each text, image and drawing that is not wholly on its page."""
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        for each in page.get_objects(max_depth=1):
            left, bottom, right, top = each.get_bounds()
            if left < -1 or bottom < -1 or right > width + 1 or top > height + 1:
                yield number, (left, bottom, right, top)


def pdf_of(build: Build, text: str, title: str = "Sheet") -> pdfium.PdfDocument:
    return build(f"---\ntitle: {title}\n---\n\n{text}\n", "--to", "pdf").pdf()


def test_all_cells_are_on_the_page(build: Build) -> None:
    """Words are broken, then type is smaller, then the page is in landscape format."""
    document = pdf_of(build, "\n\n".join(TABLES.values()))
    assert list(outside(document)) == []
    text = "".join("".join(page_texts(document)).split())
    for word in (IPV6, SUM, "commande_tres_longue_7", ".ELF............", "abcdef44", "&" * 90):
        assert word in text.replace("￾", "").replace("\x02", "")


def test_only_the_widest_words_are_broken() -> None:
    fitted = fitting.fitted(
        "<table><tr><td>192.168.100.254</td><td>a</td><td>" + "x" * 120 + "</td></tr></table>",
        WIDTH,
        LANDSCAPE,
    )
    assert "<td>192.168.100.254</td><td>a</td>" in fitted
    assert "font-size" not in fitted
    first, second, *_ = fitted.partition("x" * 30)[2].split("<wbr>")
    assert first
    assert second


def test_names_are_broken_at_punctuation() -> None:
    names = "".join(f"<td><code>commande_tres_longue_{number}</code></td>" for number in range(8))
    fitted = fitting.fitted(f"<table><tr>{names}</tr></table>", WIDTH, LANDSCAPE)
    assert "commande_tres_<wbr>longue_0" in fitted


def test_type_is_never_too_small() -> None:
    """From one column more to the next, type becomes smaller down to 6 points, or the page is turned."""
    sizes = []
    for columns in range(6, 60):
        cells = "<td>0x7F7F</td>" * columns
        fitted = fitting.fitted(f"<table><tr>{cells}</tr></table>", WIDTH, LANDSCAPE)
        size = re.search(r"font-size:([\d.]+)pt", fitted)
        sizes.append(("landscape" in fitted, -float(size[1]) if size else -fitting.TYPE))
    assert all(one <= other for one, other in pairwise(sizes))
    assert sizes[0] == (False, -fitting.TYPE)
    assert max(size for _, size in sizes) == -fitting.SMALLEST == -6
    assert sizes[-1] == (True, -6.0)


def test_a_table_in_a_box_stays_on_the_page_of_the_box() -> None:
    """Its text has less width, and no landscape page."""
    cells = "<td>0x7F7F</td>" * 40
    boxed = f'<div class="admonition note"><table><tr>{cells}</tr></table></div>'
    assert "landscape" in fitting.fitted(f"<table><tr>{cells}</tr></table>", WIDTH, LANDSCAPE)
    assert "landscape" not in fitting.fitted(boxed, WIDTH, LANDSCAPE)


def test_a_table_that_fits_is_left_alone() -> None:
    rows = "<tr><td>a short cell</td><td>and a second one with more words in it</td></tr>" * 11
    html = f"<p>Text.</p><table><colgroup><col></colgroup>{rows}</table>"
    assert fitting.fitted(html, WIDTH, LANDSCAPE) == html


def test_a_landscape_page_holds_its_table_alone(build: Build) -> None:
    document = pdf_of(build, f"Before.\n\n{TABLES['many columns']}\n\nAfter.")
    formats = [page.get_width() > page.get_height() for page in document]
    assert formats == [False, True, False]
    before, turned, after = page_texts(document)
    assert "Before." in before
    assert "C44" in turned
    assert "After." in after


def test_a_short_table_is_kept_whole(build: Build) -> None:
    """Of ten rows; a longer one begins where there is room for its first rows."""
    filler = "\n\n".join(["Text."] * 26)

    def pages_with_cells(rows: int) -> list[int]:
        short = table(["Name", "Use"], *[[f"cell{number}", "x"] for number in range(rows)])
        texts = page_texts(pdf_of(build, f"{filler}\n\n{short}"))
        return [number for number, text in enumerate(texts, 1) if "cell" in text]

    assert pages_with_cells(9) == [2]
    assert pages_with_cells(30) == [1, 2]


def test_a_row_that_is_taller_than_a_page_breaks(build: Build) -> None:
    """It begins on the page where it stands, and the head of the table is on each page."""
    document = pdf_of(build, table(["Head", "Text"], ["x", "word " * 3000]))
    assert list(outside(document)) == []
    texts = page_texts(document)
    assert len(texts) > 2
    assert all("Head" in text and "word" in text for text in texts)


def width_of_table(document: pdfium.PdfDocument) -> float:
    """How wide a table is, in points, on a page that has only one more rule, that of the title."""
    bounds = [each.get_bounds() for each in document[0].get_objects([raw.FPDF_PAGEOBJ_PATH])]
    rules = [(left, right) for left, bottom, right, top in bounds if top - bottom < 5]
    return float(max(right for _, right in rules) - min(left for left, _ in rules))


@pytest.mark.parametrize(
    ("cells", "fills"),
    [
        pytest.param(["one", "two"], False, id="narrow"),
        pytest.param(["the words of half a line and more", "and others"], True, id="wide"),
        pytest.param(["![x](wide.png)", "x"], True, id="image"),
    ],
)
def test_a_table_that_is_wider_than_half_the_page_is_as_wide_as_the_page(
    workshop: Workshop, cells: list[str], *, fills: bool
) -> None:
    workshop.write("course/wide.png", png(300, 30))
    workshop.write("course/lab.md", f"---\ntitle: Sheet\n---\n\n{table(['a', 'b'], cells)}\n")
    workshop.run("build", "--to", "pdf")
    width = width_of_table(workshop.pdf())
    assert width == pytest.approx(WIDTH, abs=5) if fills else width < WIDTH / 2


def test_columns_are_as_wide_as_they_need() -> None:
    """Equal widths, which pandoc sets where a line is long, go; others were typed, and stay."""
    cells = f"<tr><td>a</td><td>{'word ' * 40}</td></tr>"
    columns = '<colgroup><col style="width: {}%"><col style="width: {}%"></colgroup>'
    equal, typed = (f"<table>{columns.format(*widths)}{cells}</table>" for widths in ((50, 50), (20, 80)))
    assert "colgroup" not in fitting.fitted(equal, WIDTH, LANDSCAPE)
    assert "colgroup" in fitting.fitted(typed, WIDTH, LANDSCAPE)


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param("Open it:\n\n![The screen](tall.png)\n\nGo on.", id="figure"),
        pytest.param("Look: ![the screen](tall.png) there.", id="inline"),
        pytest.param("![Chart](tall.svg)", id="drawing"),
        pytest.param(f"![{'A long caption. ' * 90}](tall.png)", id="caption"),
        pytest.param("::: note Title\n![In a box](tall.png)\n:::", id="box"),
        pytest.param("1. One\n\n    ![In a list](tall.png)", id="list"),
        pytest.param("![High](tall.png){height=3000px}", id="height"),
        pytest.param("![Wide](wide.png){width=4000px}", id="width"),
        pytest.param("| a | b |\n|---|---|\n| ![x](wide.png) | ![x](tall.png) |", id="cells"),
    ],
)
def test_an_image_is_on_the_page_with_its_caption(workshop: Workshop, markdown: str) -> None:
    workshop.write("course/tall.png", png(600, 1800))
    workshop.write("course/wide.png", png(3000, 300))
    workshop.write("course/tall.svg", DRAWING.format(400, 2000))
    workshop.write("course/lab.md", f"---\ntitle: Sheet\n---\n\n{markdown}\n")
    workshop.run("build", "--to", "pdf")
    document = workshop.pdf()
    assert list(outside(document)) == []
    if caption := re.match(r"!\[(\w+ \w+)", markdown):
        shown = [caption[1] in text for text in page_texts(document)]
        drawn = [any(each.type == raw.FPDF_PAGEOBJ_IMAGE for each in page.get_objects()) for page in document]
        assert shown == drawn


def test_an_image_keeps_its_shape_where_its_width_is_set(workshop: Workshop) -> None:
    workshop.write("course/tall.png", png(600, 1800))
    workshop.write("course/lab.md", "---\ntitle: Sheet\n---\n\n![Screen](tall.png){width=90%}\n")
    workshop.run("build", "--to", "pdf")
    (image,) = [each for page in workshop.pdf() for each in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE])]
    left, bottom, right, top = image.get_bounds()
    assert (top - bottom) / (right - left) == pytest.approx(3, rel=0.01)


@pytest.mark.parametrize(
    "line", ["Open the port:", "**Open the port:**", "Open the [port](#x):", "**Open the port**"]
)
def test_a_line_that_introduces_a_block_stays_with_it(build: Build, line: str) -> None:
    """One that ends in a colon, or is bold, moves to the next page with its code; a sentence stays."""
    filler = "\n\n".join(["Text."] * 27)
    code = "```\n" + "code\n" * 10 + "```"

    def page_of_line(text: str) -> int:
        texts = page_texts(pdf_of(build, f"{filler}\n\n{text}\n\n{code}\n\n# X {{#x}}"))
        return next(number for number, shown in enumerate(texts, 1) if "Open the" in shown)

    assert page_of_line(line) == page_of_line("Open the port.") + 1


def test_a_ticked_task_has_its_cross(build: Build) -> None:
    """Each task has one box, whether or not a blank line makes it a paragraph."""
    (text,) = page_texts(pdf_of(build, "- [ ] to do\n- [x] done\n\n    - [x] within\n"))
    assert [line for line in text.splitlines() if line][1:-1] == ["to do", f"{CROSS} done", f"{CROSS} within"]


def test_the_box_of_a_task_is_a_square(build: Build) -> None:
    """Its sides are shorter than a line is high."""
    (page,) = pdf_of(build, "- [ ] to do\n- [x] done\n")
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
    sides = [
        (right - left, top - bottom) for left, bottom, right, top in (each.get_bounds() for each in paths)
    ]
    assert [width == pytest.approx(height) for width, height in sides if height < 12] == [True, True]


def test_what_is_outside_of_its_page_is_reported_at_its_line(workshop: Workshop) -> None:
    """A table with too many columns is told, also where the PDF comes from the cache."""
    cells = table(row("C{}", 150), row("abcdef{}", 150))
    workshop.write("course/lab.md", f"---\ntitle: Sheet\n---\n\n{cells}\n")
    for again in ([], ["--force"], []):
        done = workshop.run("build", "--to", "pdf", *again)
        assert list(outside(workshop.pdf()))
        reported = [line for line in done.err.splitlines() if "CB219" in line]
        assert len(reported) == MOST_OUTSIDE + 1
        assert re.match(r"course/lab\.md:5:\d+: warning\[CB219\]: page 2: «C\d+» is outside", reported[0])
        assert re.match(r"course/lab\.md: warning\[CB219\]: \d+ more parts are", reported[-1])


def test_an_image_that_a_style_of_the_course_puts_outside_is_reported(workshop: Workshop) -> None:
    workshop.write("course/wide.png", png(300, 300))
    workshop.write("templates/print.css", "img { margin-left: 400mm; max-width: none; }")
    workshop.write("course/lab.md", "---\ntitle: Sheet\n---\n\nLook: ![the screen](wide.png)\n")
    done = workshop.run("build", "--to", "pdf")
    assert "course/lab.md:5:13: warning[CB219]: page 1: «Look: the screen» is outside of the page" in done.err
