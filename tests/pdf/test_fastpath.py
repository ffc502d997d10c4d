"""Fast paths and their caches do not change the bytes of any page."""

import hashlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild.pdf import fastpath, weasy
from coursebuild.pdf.fastpath import lines, shaped
from coursebuild.runtime import optimizations

TEXT = (
    "Containerization of heterogeneous infrastructures: an un\u00adbeliev\u00adably long "
    "internationalization, https://example.org/a/very/long/address/that/fits/no/line/whatever, "
    "« quoted » — and\tso on, <code>docker run --rm -it</code>, <em>fi</em>nally."
)
# Drawn below or above, by no font, in colours, from right to left, several to one glyph, in other fonts.
CHARACTERS = (
    "e\u0301\u0323 \uf8ff 🎉👩‍🔬 سلام עִבְרִית ক্ষ ffi ﬁ"
    " 漢字 ∑ \u202f\u2028 a\u0336 to\u0085 be\u2029 or\u000b not"
)
LOOKS = (
    "",
    "hyphens: auto; text-align: justify",
    "hyphens: auto; hyphenate-character: '='; hyphenate-limit-chars: 4 2 2",
    "hyphens: auto; hyphenate-limit-zone: 30%",
    "white-space: pre-wrap; tab-size: 3",
    "white-space: nowrap; overflow: hidden; text-overflow: ellipsis",
    "overflow-wrap: anywhere",
    "word-break: break-all",
    "hyphenate-limit-zone: calc(10% + 1em); letter-spacing: calc(1px + 0.1em); tab-size: calc(1em + 2px)",
    "letter-spacing: 1px; word-spacing: 3px",
    "font-variant-caps: small-caps; font-kerning: none",
    "font-feature-settings: 'tnum'; text-decoration: underline",
    "direction: rtl",
    "line-height: 2; font-size: 7pt",
    "font-style: italic; font-weight: bold; font-family: monospace",
)
LAYOUTS = (
    "<p>{0}<i style='position: absolute; top: 10%; right: 5px; outline: 2px solid red'>to <b>be</b></i>",
    "<div style='position: relative; left: 5%'><p style='position: absolute; background: #eee'>{0}</p></div>",
    "<p style='float: left; width: 40%; margin: 1em 2%'>{0}</p><p>{0}<p style='clear: both'>{0}",
    "<p style='float: inline-end; min-width: 60px; max-width: 70px'>{0}</p><ul><li>{0}<li>{0}</ul>",
    "<div style='direction: rtl'><p style='float: right; width: 30px'>{0}</p><p>{0}</p></div>",
    "<p style='border: 2px dashed; border-radius: 9px; padding: 3%; box-sizing: border-box; width: 80%'>{0}",
    "<p style='background: linear-gradient(red, blue); border-radius: 2px 0 0 50%; box-shadow: 1px 1px'>{0}",
    "<p style='outline: 1px solid; visibility: hidden'>{0}<span style='visibility: visible'>{0}</span>",
    "<table style='border-collapse: collapse'><tr><td style='border: 1px solid'>{0}<td width=9>{0}</table>",
    "<table style='width: 100%'><caption>{0}</caption><tr><th style='padding: 1%'>{0}<td>{0}</table>",
    "<div style='display: flex; gap: 2%'><p style='flex: 1; height: 20%'>{0}</p><p>{0}</p></div>",
    "<div style='display: grid; grid-template-columns: 1fr 2fr'><p>{0}<p style='height: 50%'>{0}</p></div>",
    "<div style='columns: 2; column-rule: 1px solid'><p style='margin-inline-start: 2em'>{0}</p></div>",
    "<p style='width: calc(9% + 20px); padding-inline: 3px; inset-inline-start: 4%; position: relative'>{0}",
    "<section style='color: var(--a, teal); --a: navy; letter-spacing: inherit'><h2>{0}</h2></section>",
    "<p style='writing-mode: vertical-rl; text-decoration: underline overline; opacity: 0.5'>{0}",
    "<div style='page: wide; break-before: page; min-height: 40vh; width: min-content'>{0}</div>",
    "<p>{0}<i style='float: footnote; footnote-display: block'>{0}</i><i style='float: footnote'>be</i></p>",
    "<p>{0}<i style='position: note(aside)'>{0}</i></p><i style='display: list-item; float: left'>{0}</i>",
    "<ol style='list-style: inside upper-roman'><li>{0}<li style='position: absolute'>{0}<li>{0}</ol>",
    "<p style='border-image: linear-gradient(red, blue) 1; border-block-start: 2px solid; margin: 0'>{0}</p>",
    "<div style='columns: 2 20px; column-rule: 2px dotted; border: 0 solid; border-left: 1px'>{0}</div>",
    "<p style='text-overflow: ellipsis; overflow: hidden; white-space: pre; width: 50px'>{0}\n{0}</p>{0}",
    "<p style='max-lines: 1; block-ellipsis: auto; text-decoration: overline red'>{0} {0} {0} {0}</p>{0}",
    "<p style='text-align: justify; word-spacing: 1px'>{0} {0} {0}</p><sup style='font-size: 0'>{0}</sup>",
    "<img width=40 src=data:, alt=none><svg width=9 height=9 style='float: left; margin: auto'></svg>{0}",
)
PAGE = (
    "<html lang=en><head><title>Lab</title><style>p {{ width: {width}px }} p::first-letter {{ color: red }}"
    "</style></head><body>{body}<svg width=90 height=20><text y=15>Text</text></svg></body></html>"
)
DRAWING = re.compile("<svg.*?</svg>")
PRINTED = (
    "import hashlib, sys; from coursebuild.pdf import weasy; "
    "print(*[hashlib.sha256(weasy.write_pdf(open(path).read())).hexdigest() for path in sys.argv[1:]])"
)

weasyprint = weasy.load()

pytestmark = pytest.mark.skipif(
    not all(map(optimizations.enabled, fastpath.PARTS)), reason="fast paths are not used"
)


def _pages(folder: Path) -> list[Path]:
    """Pages of several widths, with a paragraph in many styles and two languages, and with drawings."""
    body = "".join(f'<p lang={lang} style="{look}">{TEXT}</p>' for look in LOOKS for lang in ("en", "fr"))
    body += f"<p>{CHARACTERS}<p style='font-size: 20px'>{CHARACTERS} {CHARACTERS}<pre>{CHARACTERS}</pre>"
    body += "".join(f"<article>{layout.format('Some words.')}</article>" for layout in LAYOUTS)
    pages = [folder / f"{width}.html" for width in (90, 310, 312, 480)]
    for page in pages:
        html = PAGE.format(width=page.stem, body=body)
        page.write_text(html if page.stem == "90" else DRAWING.sub("", html), encoding="utf-8")
    return pages


def _printed(pages: list[Path], **environment: str) -> list[str]:
    command = [sys.executable, "-c", PRINTED, *map(str, pages)]
    environment = {**os.environ, **environment}
    done = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
    return done.stdout.split()


def test_pages_are_printed_as_without_it(workshop: Workshop) -> None:
    """The bytes are equal, for pages in many styles and a course's pages, printed twice in one process."""
    pages = [*_pages(workshop.folder), *_pages(workshop.folder)]
    without = _printed(pages, COURSEBUILD_PLAIN="1")
    assert without == _printed(pages)
    assert len(set(without)) == len(pages) // 2


def test_the_layout_calls_the_fast_paths() -> None:
    for name in ("split_first_line", "strut"):
        cached = getattr(weasyprint.layout.inline, name)
        original = getattr(weasyprint.text.line_break, name)
        assert cached.__wrapped__ is original is not cached


def test_the_key_of_a_line_is_complete() -> None:
    """The cache's key has all properties that the functions for line breaking use."""
    line_break = weasyprint.text.line_break
    source = "".join(
        inspect.getsource(inspect.unwrap(part))
        for part in (
            *(line_break.split_first_line, line_break.first_line_metrics, line_break.line_size),
            *(line_break.create_layout, line_break.Layout, line_break.get_font_description),
        )
    )
    assert set(re.findall(r"style\[['\"](\w+)['\"]\]", source)) == {*lines.PROPERTIES, lines.DECORATION}
    assert set(re.findall(r"\bcontext\.(\w+)", source)) == {"dictionaries"}


def test_it_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lines, "MOST_LINES", 5)
    config = weasyprint.text.fonts.FontConfiguration()
    pages = _pages(tmp_path)
    forgetful = [
        weasyprint.HTML(string=page.read_text(encoding="utf-8")).write_pdf(font_config=config)
        for page in pages
    ]
    assert 0 < len(config.cached_lines) <= lines.MOST_LINES
    assert [hashlib.sha256(content).hexdigest() for content in forgetful] == [
        hashlib.sha256(weasyprint.HTML(string=page.read_text(encoding="utf-8")).write_pdf()).hexdigest()
        for page in pages
    ]


def test_a_style_that_cannot_be_looked_up() -> None:
    """Its line breaks are not cached."""
    style = weasyprint.css.Style()
    style.update(weasyprint.css.properties.INITIAL_VALUES)
    style.update({"font_family": ["sans-serif"], "font_size": 12})
    style.font_config = weasyprint.text.fonts.FontConfiguration()
    split = weasyprint.layout.inline.split_first_line
    assert [split("Text", style, None, 100, 0)[1] for _ in range(2)] == [4, 4]
    assert not hasattr(style.font_config, "cached_lines")


def test_lines_stay_shaped_up_to_a_bound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Other lines are shaped again, with the same result."""
    (page, *_) = (path.read_text(encoding="utf-8") for path in _pages(tmp_path))
    pages = []
    for most in (shaped.MAX_SHAPED, 3):
        monkeypatch.setattr(shaped, "MAX_SHAPED", most)
        config = weasyprint.text.fonts.FontConfiguration()
        pages.append(weasyprint.HTML(string=page).write_pdf(font_config=config))
        assert 0 < len(config.cached_layouts) <= most
        assert {hasattr(layout, "layout") for layout in config.cached_layouts} == {True}
    assert pages[0] == pages[1]


def test_long_texts_are_not_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of such a text would be cached with each of its lines."""
    monkeypatch.setattr(lines, "LONGEST", 20)
    config = weasyprint.text.fonts.FontConfiguration()
    weasyprint.HTML(string="<p>Short.<p>" + "long " * 50).write_pdf(font_config=config)
    assert {len(key[0]) <= lines.LONGEST for key in config.cached_lines} == {True}
