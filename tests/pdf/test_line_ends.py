"""Lines of a paragraph are filled, whatever stands where they end."""

import re
from pathlib import PurePosixPath

import pypdfium2
import pytest

from coursebuild.model import Format, Page
from coursebuild.pdf import make

TEXT = "On screen, a box that is folded shows its title. Add the class {} to any other box, END."
INLINES = ["<code>code</code>", "<code>.code</code>", "<a href='#p'>a link</a>", "<em>words</em>"]
WIDTHS = range(200, 400)  # points


@pytest.mark.parametrize("inline", INLINES)
def test_no_line_ends_after_its_first_word(inline: str) -> None:
    """Also where only the space before the inline element has no room in the line."""
    paragraphs = "".join(f"<p style='width: {width}pt'>{TEXT.format(inline)}" for width in WIDTHS)
    style = '<style>@page { size: 500pt 900pt } body { font: 10pt "Fira Sans" }</style>'
    html = f"<html lang=en id=p><title>T</title>{style}<body>{paragraphs}"
    pdf = pypdfium2.PdfDocument(make(Page("lab.md", PurePosixPath("lab.pdf"), Format.PDF, html)).content)
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    found = [re.split(r"\s*\n", each) for each in re.findall(r"On screen[\s\S]*?END", text)]
    assert len(found) == len(WIDTHS)
    assert [lines for lines in found if any(len(line) < 0.6 * len(lines[0]) for line in lines[:-1])] == []
