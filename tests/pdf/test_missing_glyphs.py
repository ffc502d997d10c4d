"""A PDF has no empty boxes: a font draws each character, or its code point is printed in a frame."""

import base64
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from glyphs import drawn
from workshop import ROOT, Workshop, page_texts

from coursebuild.config import fonts
from coursebuild.model import Format, Page
from coursebuild.pdf import make, missing_glyphs

Build = Callable[..., Workshop]

FRAME = re.compile('<span class="missing-character">U\\+([0-9A-F]+)</span>')
BLOCKS = [  # some of the characters of each are in the fonts, or in none, or are not drawn
    range(0x240, 0x260),
    range(0x340, 0x3A0),
    range(0x5C0, 0x610),
    range(0x1680, 0x1690),
    range(0x180A, 0x180F),
    range(0x2020, 0x2030),
    range(0x2060, 0x2074),
    range(0x20B8, 0x20D8),
    range(0x2190, 0x2300),
    range(0x2600, 0x2700),
    range(0x3000, 0x3010),
    range(0x4E00, 0x4E04),
    range(0xAC00, 0xAC04),
    range(0xFE00, 0xFE10),
    range(0xFFF8, 0xFFFE),
    range(0x13000, 0x13004),
    range(0x1F318, 0x1F328),
    range(0xE0020, 0xE0024),
]
SAMPLE = [chr(c) for block in BLOCKS for c in block]


def boxes(html: str) -> set[str]:
    """The characters of a page for which WeasyPrint logs that it drew glyph 0."""
    style = '<style>@page { size: 500pt 4000pt } body { font: 8pt "Fira Sans" }</style>'
    page = Page(
        "lab.md",
        PurePosixPath("student/lab.pdf"),
        Format.PDF,
        f"<html lang=en><title>T</title>{style}<body>{html}",
    )
    messages = [diagnostic.message for diagnostic in make(page).diagnostics]
    return {
        chr(int(found[1], 16)) for text in messages if (found := re.search(r"notdef.*\(U\+(\w+)\)$", text))
    }


def test_characters_without_a_glyph_are_replaced() -> None:
    """In parts of many blocks, these are exactly the characters for which Pango has no glyph."""
    page = "\n".join(f"a{character}b" for character in SAMPLE)
    printed, missing = missing_glyphs.replace_missing(page)
    replaced = {
        character
        for character, old, new in zip(SAMPLE, page.split("\n"), printed.split("\n"), strict=True)
        if old != new
    }
    assert 100 < len(missing) < len(replaced) < len(SAMPLE) - 300
    assert replaced == boxes(page)
    assert [chr(int(code, 16)) for code in FRAME.findall(printed)] == list(missing)
    assert boxes(printed) == set()


def test_the_table_of_common_characters() -> None:
    """Characters that are not looked up are in a font, or need none."""
    known = fonts.characters()
    sure = [chr(c) for c in range(0x110000) if not missing_glyphs.RARE.match(chr(c))]
    assert len(sure) > 1500
    assert [c for c in sure if ord(c) not in known and not missing_glyphs.INVISIBLE.match(c)] == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a \U00013000 b", 'a <span class="missing-character">U+13000</span> b'),
        ('<i title="\U00013000">é</i>', '<i title="\U00013000">é</i>'),
        ('<i title="a > b \U00013000">é</i>', '<i title="a > b \U00013000">é</i>'),
        ("<title>\U00013000</title><!-- \U00013000 -->", "<title>\U00013000</title><!-- \U00013000 -->"),
        ('<style>a { content: "\U00013000" }</style>', '<style>a { content: "\U00013000" }</style>'),
        ("1 &lt; 2 \u226e 3 \u220c \u2a1d", None),
        ("\U00013000\U00013001", '<span class="missing-character">U+13000 U+13001</span>'),
        ("a\u2028b", "a\u2029b"),
        ("e\u0301 o\u200bk x\u00ady \u202f ﷺ 👩\u200d💻 ❤\ufe0f \ufeff", None),
        ("plain", None),
    ],
)
def test_only_text_is_changed(text: str, printed: str | None) -> None:
    """Attributes, titles, style sheets and characters that fonts have are not changed."""
    assert missing_glyphs.replace_missing(text)[0] == (printed or text)


LESSON = """---
title: Signs \U00013001
author: Ada
---

# On \U00013000

Signs \U00013000, &#x13002; and a figure.

::: correction
Answer \U00013003.
:::

![A sign \U00013004](dot.gif){alt="Sign \U00013005"}
"""
DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==")


def test_each_is_reported_once_at_its_first_position(workshop: Workshop) -> None:
    """It may be in the title, a heading, an entity, a correction or a caption."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/dot.gif", DOT)
    done = workshop.run("--all", "--quiet")
    assert done.code == 0
    assert [line for line in done.err.split("\n") if "warning" in line] == [
        "course/lab.md:2:14: warning[CB213]: no font has «\U00013001» (U+13001 EGYPTIAN HIEROGLYPH A002)",
        "course/lab.md:6:6: warning[CB213]: no font has «\U00013000» (U+13000 EGYPTIAN HIEROGLYPH A001)",
        "course/lab.md:8:10: warning[CB213]: no font has «\U00013002» (U+13002 EGYPTIAN HIEROGLYPH A003)",
        "course/lab.md:11:8: warning[CB213]: no font has «\U00013003» (U+13003 EGYPTIAN HIEROGLYPH A004)",
        "course/lab.md:14:10: warning[CB213]: no font has «\U00013004» (U+13004 EGYPTIAN HIEROGLYPH A005)",
    ]
    assert workshop.pdf().get_metadata_dict()["Title"] == "Signs \U00013001"
    assert [mark.get_title() for mark in workshop.pdf().get_toc()] == ["On U+13000"]
    assert re.search(r"Signs U\+13000 ?, U\+13002 and", page_texts(workshop.pdf())[0])
    assert "Signs \U00013000, \U00013002 and" in workshop.main()


def test_html_is_not_checked(workshop: Workshop) -> None:
    """If only HTML is built, there are no warnings."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/dot.gif", DOT)
    assert workshop.run("--all", "--to", "html", "--quiet").err == ""
    assert "missing-character" not in workshop.html()


def test_many_are_counted(workshop: Workshop) -> None:
    """A document in a script that no font has gives only a few warnings."""
    text = "".join(chr(0x13000 + n) for n in range(40))
    workshop.write("course/lab.md", f"---\ntitle: T\n---\n\n{text}\n")
    messages = re.findall("CB213]: (.*)", workshop.run("--quiet").err)
    assert len(messages) == missing_glyphs.MAX_REPORTED + 1
    assert messages[-1] == "no font has 35 more characters"


def test_a_damaged_cache_entry_is_replaced(workshop: Workshop) -> None:
    """The characters of the fonts are cached; a truncated, changed or missing entry is replaced."""
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\n🐳 \U00013000\n")
    first = workshop.run("check").out
    (kept,) = (workshop.folder / ".cache" / "derived").glob("characters-*")
    content = kept.read_bytes()
    for damaged in (content[:-9], content[:99] + bytes([content[99] ^ 1]) + content[100:], b""):
        kept.write_bytes(damaged)
        assert workshop.run("check").out == first
        assert kept.read_bytes() == content
    assert first.count("CB213") == 1


def test_emoji(build: Build) -> None:
    """The emoji font draws emoji; the text's font draws digits and symbols with text presentation."""
    text = "1 2 # \\* ✓ ✔ → © 🐳 ✅ `1 #` **3** ✔\ufe0f"
    fonts_of: dict[str, list[str]] = {}
    for character, font in drawn(build(f"---\ntitle: T\n---\n\n{text}\n", "--to", "pdf")):
        fonts_of.setdefault(character, []).append(font)
    assert {font for c in "12#*3" for font in fonts_of[c]} <= {
        "Fira-Sans",
        "Fira-Sans-Semi-Bold",
        "IBM-Plex-Mono",
    }
    assert fonts_of["✅"] == ["Noto-Emoji"]
    assert [("Emoji" in font) for font in fonts_of["✔"]] == [False, True]
    assert not any("Emoji" in font for c in "✓→©" for font in fonts_of[c])


def test_equal_pages_are_equal_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if a variable font is instantiated at different times."""
    page = Page(
        "lab.md", PurePosixPath("lab.pdf"), Format.PDF, "<html lang=en><title>T</title><p>🐳 ★ ∈ שלום"
    )
    made = set()
    for now in (3_900_000_000, 3_900_000_001):
        monkeypatch.setattr("fontTools.ttLib.tables._h_e_a_d.timestampNow", lambda now=now: now)
        made.add(make(page).content)
    assert len(made) == 1


def test_emoji_sequences_leave_no_box(build: Build) -> None:
    """Skin tones, families, flags and keycaps; if the font lacks a sequence, its parts are drawn."""
    text = (
        "👍🏽 👩\u200d💻 "
        "👨\u200d👩\u200d👧\u200d👦 "
        "🇫🇷 🇺🇳 1\ufe0f⃣ #\ufe0f⃣ 🏴\u200d☠\ufe0f "
        "🐳\u200d🐳 ❤\ufe0f\u200d🔥"
    )
    workshop = build(f"---\ntitle: T\n---\n\n{text}\n", "--to", "pdf")
    assert (workshop.folder / "build/student/lab.pdf").stat().st_size < 60_000


def install(folder: Path, name: str, family: str, *signs: str) -> None:
    """Install a font package whose font has some characters."""
    pen = TTGlyphPen(None)
    for move, point in ((pen.moveTo, (50, 0)), (pen.lineTo, (450, 0)), (pen.lineTo, (250, 700))):
        move(point)
    pen.closePath()
    glyph = pen.glyph()
    names = {ord(sign): f"sign{ord(sign)}" for sign in signs}
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    font.setupGlyf(dict.fromkeys((".notdef", *names.values()), glyph))
    font.setupHorizontalMetrics(dict.fromkeys((".notdef", *names.values()), (500, 50)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    font.setupNameTable({"familyName": family, "styleName": "Regular"})
    font.setupPost()
    (folder / name / "files").mkdir(parents=True)
    (folder / f"{name}-1.0.dist-info").mkdir()
    (folder / name / "__init__.py").write_text("raise ImportError('a font package is not imported')\n")
    font.save(folder / name / "files" / "Sign.ttf")


def test_a_font_that_a_course_installs(workshop: Workshop) -> None:
    """It draws characters that no other font has, and text that names it; other PDFs stay the same."""
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nSign \U00013000.\n")
    workshop.write("course/own.md", "---\ntitle: T\n---\n\n[Sign x]{.own}\n")
    workshop.write(
        "templates/print.css",
        (ROOT / "templates/print.css").read_text(encoding="utf-8")
        + '\n.own { font-family: "Old Kingdom", "Fira Sans" }\n',
    )
    workshop.write("course/other.md", "---\ntitle: T\n---\n\nx é ★ ∈ שלום 🐳 **x é** `x ├ é`\n")
    before = workshop.run("--to", "pdf", "--quiet").err
    other = workshop.folder / "build/student/other.pdf"
    as_it_was = other.read_bytes()
    assert before.count("CB213") == 1

    install(workshop.folder / "packages", "fontpkg_old_kingdom", "Old Kingdom", *"\U00013000xé★ ")
    after = workshop.run("--to", "pdf", "--quiet", PYTHONPATH=f"{ROOT}:{workshop.folder / 'packages'}").err
    assert after == ""
    assert "Old-Kingdom" in dict(drawn(workshop)).values()
    assert dict(drawn(workshop, "own"))["x"] == "Old-Kingdom"
    assert other.read_bytes() == as_it_was


def test_a_damaged_font_is_ignored(workshop: Workshop) -> None:
    """A file that is not a font is ignored."""
    workshop.write("packages/fontpkg_broken/files/Broken.ttf", b"no font")
    workshop.write("packages/fontpkg_broken-1.0.dist-info/METADATA", "")
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nSign \U00013000.\n")
    done = workshop.run("--to", "pdf", "--quiet", PYTHONPATH=f"{ROOT}:{workshop.folder / 'packages'}")
    assert (done.code, done.err.count("CB")) == (0, 1)


@pytest.mark.parametrize(
    ("family", "package", "there"),
    [
        ("Fira Sans", "fontpkg-fira-sans", True),
        ("noto sans hebrew", "manimgx-fonts", True),
        ("Source Serif 4", "fontpkg-source-serif-4", False),
        (" ../../etc ", "fontpkg-etc", False),
        ("", "fontpkg-", False),
    ],
)
def test_the_package_of_a_family(family: str, package: str, there: bool) -> None:  # noqa: FBT001
    """The package's name follows from the family's name."""
    assert (fonts.package(family), fonts.is_installed(family)) == (package, there)
