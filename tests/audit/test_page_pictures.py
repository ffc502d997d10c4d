"""Pages of a PDF as pictures, for the preview."""

import io
from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image
from workshop import Workshop

from coursebuild.audit import UnreadableError, page_picture, page_sizes

LESSON = """---
title: Pictures
---

First.

\\newpage

::: warning
Second.
:::
"""


def test_a_page_is_drawn_as_pdfium_draws_it(build: Callable[..., Workshop]) -> None:
    content = (build(LESSON, "--to", "pdf").folder / "build/student/lab.pdf").read_bytes()
    assert [(round(width), round(height)) for width, height in page_sizes(content)] == [(595, 842)] * 2
    with Image.open(io.BytesIO(page_picture(content, 2, 701))) as picture:
        assert picture.mode == "RGB"
        assert abs(picture.width - 701) <= 1  # an odd width, so that rows end with bytes that are no pixels
        expected = pypdfium2.PdfDocument(content)[1].render(scale=701 / 595.2755737304688).to_pil()
        assert picture.tobytes() == expected.convert("RGB").tobytes()
    for number in (0, 3):
        with pytest.raises(IndexError):
            page_picture(content, number, 100)


def test_what_is_no_pdf_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        page_sizes(b"no PDF")
