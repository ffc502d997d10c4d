"""Shared style sheets, attributes as styles, and compressed streams."""

import base64
import io
import re
import sysconfig
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pydyf
import pypdf
import pytest
from pypdf.generic import StreamObject
from workshop import ROOT

from coursebuild.model import Format, Page
from coursebuild.pages import presentational_attributes
from coursebuild.pdf import make, weasy
from coursebuild.runtime import optimizations

PAGE = "<html lang=en><head><title>Lab</title><style>{style}</style></head><body>{body}</body></html>"


def _objects(content: bytes) -> Iterator[Any]:
    """The dictionaries and streams of a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    size: Any = reader.trailer["/Size"]
    found = (reader.get_object(number) for number in range(1, size))
    return (each for each in found if isinstance(each, dict))


def _fonts(content: bytes) -> set[str]:
    return {str(each["/FontName"]).partition("+")[2] for each in _objects(content) if "/FontName" in each}


def test_a_shared_style_sheet_prints_the_same() -> None:
    """The bytes are equal, for the style sheets of every page."""
    style = "\n".join((ROOT / "templates" / f"{name}.css").read_text() for name in ("base", "print"))
    body = "<h1>Lab</h1><ol start=3><li>Type <code>ls</code>.</ol><pre><code>ls\nls -l</code></pre>"
    page = PAGE.format(style=style, body=body)
    within = weasy.load().HTML(string=page).write_pdf(finisher=weasy.finish, **weasy.OPTIONS)
    assert weasy.write_pdf(page) == weasy.write_pdf(page) == within


def test_warnings_about_a_style_sheet_are_repeated_for_each_page() -> None:
    """Each page gets the warnings."""
    html = PAGE.format(style="p { colour: red }", body="<p>Text")
    page = Page("lab.md", PurePosixPath("student/lab.pdf"), Format.PDF, html)
    reported = [make(page).diagnostics for _ in range(2)]
    assert [[d.code for d in diagnostics] for diagnostics in reported] == [["CB209"], ["CB209"]]


def test_a_page_keeps_its_fonts_to_itself() -> None:
    """The next page, which names the same family, does not have the font."""
    file = next(Path(sysconfig.get_path("purelib")).glob("**/FiraSans-Black.ttf"))
    source = base64.b64encode(file.read_bytes()).decode()
    brings = f"@font-face {{ font-family: Brought; src: url(data:font/ttf;base64,{source}) }}"
    uses = "body { font-family: Brought }"
    brought = _fonts(weasy.write_pdf(PAGE.format(style=brings + uses, body="Text")))
    assert brought
    assert brought.isdisjoint(_fonts(weasy.write_pdf(PAGE.format(style=uses, body="Text"))))


@pytest.mark.skipif(not optimizations.enabled("zlib_level"), reason="it has zlib itself")
def test_pydyf_finds_all_of_zlib() -> None:
    """Another version of pydyf may use more of zlib than a compressor."""
    weasy.load()
    assert vars(zlib).keys() <= vars(pydyf.zlib).keys()


@pytest.mark.skipif(not optimizations.enabled("joined_glyphs"), reason="they are not joined")
def test_adjacent_glyphs_are_joined() -> None:
    """Glyphs with kerning between them, or of different fonts, are not joined."""
    content = weasy.write_pdf(
        PAGE.format(style="", body="<p>AVAVA Text <b>to</b> be<p style='opacity: 0.5'>Text")
    )
    streams = [each.get_data() for each in _objects(content) if isinstance(each, StreamObject)]
    shown = [text for stream in streams for text in re.findall(rb"\[(<[^\]]*)\] TJ", stream)]
    assert len(shown) > 3
    assert any(b">" in text[:-1] for text in shown)
    assert not [text for text in shown if b">0<" in text or b"><" in text or text.endswith(b">0")]


def test_every_stream_is_compressed() -> None:
    """Also streams that are compressed early, and those that WeasyPrint adds at the end."""
    content = weasy.write_pdf(PAGE.format(style="", body="<p>Text" * 200))
    streams = [each for each in _objects(content) if isinstance(each, StreamObject)]
    assert len(streams) > 1
    assert all("/Filter" in each for each in streams)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<ol start="3">', '<ol style="counter-reset:list-item 3;counter-increment:list-item -1" start="3">'),
        ('<li value="12">', '<li style="counter-reset:list-item 12;counter-increment:none" value="12">'),
        ('<img src="a>b" width="120">', '<img style="width:120px" src="a>b" width="120">'),
        ('<img width="50%" style="color: red">', '<img style="width:50%;color: red" width="50%">'),
        ('<ol type="a">', '<ol type="a">'),
        ('<ol start="x">', '<ol start="x">'),
        ("<li>", "<li>"),
        ('<link width="3">', '<link width="3">'),
    ],
)
def test_attributes_as_styles(html: str, expected: str) -> None:
    """Attributes that set list numbers and image widths are translated; nothing else is changed."""
    assert presentational_attributes.as_styles(html) == expected
