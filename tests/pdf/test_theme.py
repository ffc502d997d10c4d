"""The theme of a course: paper, margins, font, accent, logo, palette and icons; PDFs are read with pdfium."""

import os
import re
import tomllib
from collections.abc import Callable

import pypdfium2
import pytest
from coloraide import Color
from workshop import ROOT, Workshop, structure_tags

from coursebuild.config import palette

Build = Callable[..., Workshop]
FILLER = "\n\n".join(["Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 5] * 12)


def test_paper_and_margins(workshop: Workshop) -> None:
    """Letter is 8.5 by 11 inches; the text starts at the margin."""
    workshop.write("coursebuild.toml", '[theme]\npaper = "Letter"\nmargins = "30mm 40mm"\n')
    workshop.write("course/lab.md", f"---\ntitle: T\n---\n\n{FILLER}\n")
    assert workshop.run("--to", "pdf").code == 0
    page = workshop.pdf()[0]
    assert page.get_size() == (612, 792)
    lefts = [page.get_textpage().get_charbox(n)[0] for n in range(page.get_textpage().count_chars())]
    assert min(left for left in lefts if left > 1) == pytest.approx(40 / 25.4 * 72, abs=2)


def test_a_font(workshop: Workshop) -> None:
    """It is the font of the text, the header and the page number, but not of code."""
    workshop.write("coursebuild.toml", '[theme]\nfont = "Inter"\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText with `code`.\n")
    assert workshop.run("--to", "pdf").code == 0
    assert _families(workshop) == {"Inter", "IBM"}


def test_fonts_of_a_style_sheet_of_the_course(workshop: Workshop) -> None:
    """Print uses the fonts that the course's `base.css` sets."""
    built_in = (ROOT / "templates" / "base.css").read_text(encoding="utf-8")
    own = 'html { font-family: "Inter"; } code, pre { font-family: "Source Code Pro"; }'
    workshop.write("templates/base.css", f"{built_in}\n{own}\n")
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText with `code`.\n")
    assert workshop.run("--to", "pdf").code == 0
    assert {"Inter", "Source"} <= _families(workshop)
    assert "IBM" not in _families(workshop)


def _families(workshop: Workshop) -> set[str]:
    """The first word of each font family on the only page."""
    (page,) = workshop.structure().pages
    fonts = (str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values())
    return {name.partition("+")[2].partition("-")[0] for name in fonts}


def test_an_accent_is_made_readable_in_both_schemes(workshop: Workshop) -> None:
    """A yellow is darkened on white, where it could not be read, and unchanged on black."""
    workshop.write("coursebuild.toml", '[theme]\naccent = "#fc0"\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\n[Link](https://a.example)\n")
    assert workshop.run("--to", "html").code == 0
    light, dark, *_ = re.findall(r"--accent: (#\w+)", workshop.html())
    assert (light, dark) == ("#896c00", "#ffcc00")


def test_the_accent_colours_exercises_too(workshop: Workshop) -> None:
    """Their rule and label, as far as it can be read, and a trace of it in their background."""
    workshop.write("coursebuild.toml", '[theme]\naccent = "#7a1f3d"\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\n::: exercise\nText.\n:::\n")
    assert workshop.run("--to", "html").code == 0
    light, dark, *_ = re.findall(r"--exercise: (#\w+)", workshop.html())
    tints = re.findall(r"--exercise-tint: (#\w+)", workshop.html())
    assert light == "#7a1f3d"
    assert Color(dark).contrast(tints[1], method="wcag21") >= 4.5
    hue = Color(light).convert("oklch")["hue"]
    assert all(abs(Color(tint).convert("oklch")["hue"] - hue) < 40 for tint in (dark, tints[0]))
    workshop.write("templates/palette.toml", '[light]\nexercise = "#104030"\n')
    assert workshop.run("--to", "html").code == 0
    assert re.findall(r"--exercise: (#\w+)", workshop.html())[:2] == ["#104030", dark]


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">'
    '<rect width="20" height="10" fill="#f00"/></svg>'
)


def _colours(page: pypdfium2.PdfPage) -> dict[object, int]:
    image = page.render(scale=2).to_pil().convert("RGB")
    return {colour: count for count, colour in image.getcolors(image.width * image.height)}


def _red(page: pypdfium2.PdfPage) -> int:
    """The number of pixels in pure red."""
    return _colours(page).get((255, 0, 0), 0)


def test_a_logo(workshop: Workshop) -> None:
    """On the first page and in the HTML. A changed logo causes a rebuild, and its script is removed."""
    workshop.write("coursebuild.toml", '[theme]\nlogo = "figures/logo.svg"\n')
    workshop.write("figures/logo.svg", LOGO)
    workshop.write("course/lab.md", f"---\ntitle: T\n---\n\n{FILLER}\n\n{FILLER}\n")
    assert workshop.run().code == 0
    assert [_red(page) > 50 for page in workshop.pdf()] == [True, False]
    assert 'class="logo"' in workshop.html()
    workshop.write(
        "figures/logo.svg", LOGO.replace("#f00", "#0f0").replace("<rect", "<script>alert(1)</script><rect")
    )
    assert workshop.run().code == 0
    assert not any(_red(page) for page in workshop.pdf())
    assert "alert" not in workshop.html()


@pytest.mark.parametrize(
    ("theme", "says"),
    [
        ('accent = "blue"', "`theme.accent` must be a colour"),
        ('acent = "#000"', "unknown key `theme.acent`"),
        ('paper = "B5"', "`theme.paper` must be one of A4, letter"),
        ('margins = "2mm"', "lengths from 8mm to 60mm"),
        ('margins = "20mm url(x)"', "lengths from 8mm to 60mm"),
        ('margins = ""', "one to four lengths"),
        ('font = "A\\"; } body { x"', "`theme.font` must be the name of a font family"),
        ('font = "Nobodys Grotesque"', "is not installed; type `pip install fontpkg-nobodys-grotesque`"),
        ('size = "72pt"', "`theme.size` must be a size from 8pt to 36pt, such as `18pt`, not `72pt`"),
        ("line-height = 0.5", "`theme.line-height` must be a number from 1 to 3, not `0.5`"),
        ('contrast = "high"', '`theme.contrast` must be one of "AA", "AAA", not `high`'),
        ("logo = 3", "`theme.logo` must be a string"),
        ("[theme.logo]", "`theme.logo` must be a string"),
    ],
)
def test_an_invalid_theme(workshop: Workshop, theme: str, says: str) -> None:
    """The command ends before it builds anything, with an error that says what is allowed."""
    workshop.write("coursebuild.toml", f"[theme]\n{theme}\n")
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    done = workshop.run()
    assert done.code == 2
    assert done.err.startswith("coursebuild.toml:2:")
    assert "error[CB011]" in done.err
    assert says in done.err


@pytest.mark.parametrize(
    ("logo", "says"),
    [("gone.png", "no such file"), ("../secret.png", "outside of the course"), ("notes.txt", "not an image")],
)
def test_a_logo_that_cannot_be_shown(workshop: Workshop, logo: str, says: str) -> None:
    """The error is reported once, for coursebuild.toml."""
    workshop.write("inner/coursebuild.toml", f'[theme]\nlogo = "{logo}"\n')
    workshop.write("inner/notes.txt", "text")
    workshop.write("secret.png", b"\x89PNG\r\n\x1a\n")
    workshop.write("inner/course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    done = Workshop(workshop.folder / "inner").run()
    assert done.code == 1
    assert "coursebuild.toml:2:1: error[CB011]: `theme.logo`" in done.err
    assert says in done.err


def test_a_pipe_as_logo(workshop: Workshop) -> None:
    """A pipe is refused, because reading it might never end."""
    workshop.write("coursebuild.toml", '[theme]\nlogo = "logo.svg"\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    os.mkfifo(workshop.folder / "logo.svg")
    done = workshop.run()
    assert done.code == 1
    assert "error[CB011]: `theme.logo`: `logo.svg`: there is no such file" in done.err


def test_a_palette_and_icons_of_the_authors(workshop: Workshop) -> None:
    """Colours and icons that templates/ does not define stay the same."""
    workshop.write("templates/palette.toml", '[light]\ntip = "#123456"\n')
    workshop.write("templates/icons/tip.svg", LOGO.replace("#f00", "currentColor"))
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\n::: tip\nText.\n:::\n\n::: note\nText.\n:::\n")
    assert workshop.run().code == 0
    html = workshop.html()
    assert "--tip: #123456" in html
    assert "--note: #1f5fa8" in html
    assert html.count('<rect width="20"') == 1
    assert (0x12, 0x34, 0x56) in _colours(workshop.pdf()[0])


@pytest.mark.parametrize(
    "palette", ["[light", "[night]\na = '#000'", "[light]\nink = 3", "[light]\nink = 'red; } a {'"]
)
def test_a_broken_palette(workshop: Workshop, palette: str) -> None:
    """The error is reported for the template."""
    workshop.write("templates/palette.toml", palette)
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    done = workshop.run()
    assert done.code == 1
    assert re.search(r"templates/palette\.toml(:\d+:\d+)?: error\[CB008\]", done.err)


def test_icons_are_hidden_from_screen_readers(build: Build) -> None:
    """On screen, icons are hidden from assistive technology; in print, they are not tagged as figures."""
    workshop = build("---\ntitle: T\n---\n\n::: tip\nText.\n:::\n")
    assert workshop.html().count('<svg class="icon" aria-hidden="true"') == 1
    assert [tag["/S"] for tag in structure_tags(workshop.structure()) if tag.get("/S") == "/Figure"] == []


KINDS = (
    "note info link tip warning caution danger important exercise correction solution definition theorem "
    "proof example hint objective question success details tab".split()
)

VISIONS = (None, "protan", "deutan", "tritan")  # nobody's colour blindness, and each kind of it


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("one", "other"),
    [("tip", "correction"), ("exercise", "info"), ("success", "correction"), ("success", "tip")],
)
def test_boxes_that_stand_together_differ_at_a_glance(scheme: str, one: str, other: str) -> None:
    """To the colour-blind as well: of CIEDE2000's units, an eye that looks for it notices two or three."""
    colours = tomllib.loads((ROOT / "templates" / "palette.toml").read_text(encoding="utf-8"))[scheme]
    for vision in VISIONS:
        for suffix, least in (("", 12), ("-tint", 2)):
            pair = [Color(colours[f"{kind}{suffix}"]) for kind in (one, other)]
            seen = [colour.filter(vision) if vision else colour for colour in pair]
            assert seen[0].delta_e(seen[1], method="2000") > least, (vision, suffix)


def test_each_kind_has_an_icon_of_its_own() -> None:
    """Not the same shape with numbers that differ a little."""
    drawings = {
        kind: re.sub(
            r"[\d.]+", "", (ROOT / "templates" / "icons" / f"{kind}.svg").read_text(encoding="utf-8")
        )
        for kind in KINDS
    }
    assert len(set(drawings.values())) == len(KINDS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_colour_can_be_read_where_it_stands(scheme: str) -> None:
    """The contrast of text is at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    colours = tomllib.loads((ROOT / "templates" / "palette.toml").read_text(encoding="utf-8"))[scheme]
    stands_on = palette.grounds(tuple(colours))
    grounds = {ground for grounds in stands_on.values() for ground in grounds}
    assert set(KINDS) < set(stands_on)
    assert set(colours) - {"line", "picture"} == set(stands_on) | grounds
    assert [str(pair) for pair in palette.pairs(tuple(colours.items())) if pair.ratio < palette.LEAST] == []
