"""What an author asks of the printed page, and what a course's theme changes; read back with pdfium."""

import os
import re
import tomllib
from collections.abc import Callable

import pypdfium2
import pytest
from coloraide import Color
from workshop import ROOT, Workshop, page_texts, structure_tags

Build = Callable[..., Workshop]
FILLER = "\n\n".join(["Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 5] * 12)
SECTIONS = "\n".join(f"# Section {n}\n\n{FILLER}\n" for n in range(1, 9))
LESSON = f"---\ntitle: Networks\nauthor: Ada\n---\n\n{SECTIONS}"


def _printed(build: Build, text: str, *arguments: str, says: int = 0) -> list[str]:
    return page_texts(build(text, "--to", "pdf", *arguments, says=says).pdf())


def _entries(text: str) -> list[tuple[str, int]]:
    """The lines of a table of contents: a heading, dots, a page."""
    return [(found[1], int(found[2])) for found in re.finditer(r"^(.+?)[ .]{6,}(\d+)$", text, re.MULTILINE)]


def test_contents_lead_to_the_pages_where_sections_begin(build: Build) -> None:
    """Each entry's number is the page on which the heading stands in the text, and it is a link."""
    pages = _printed(build, LESSON, "-M", "toc=true")
    entries = _entries(pages[0])
    assert [title for title, _ in entries] == [f"Section {n}" for n in range(1, 9)]
    bookmarks = {
        b.get_title(): b.get_dest().get_index() + 1
        for b in build(LESSON, "--to", "pdf", "-M", "toc=true").pdf().get_toc()
    }
    assert dict(entries) == bookmarks


@pytest.mark.parametrize(
    ("front", "in_print", "on_screen"),
    [("", False, True), ("toc: true", True, True), ("cover: true", True, True), ("toc: false", False, False)],
)
def test_contents_are_there_where_they_are_asked_for(
    build: Build, front: str, *, in_print: bool, on_screen: bool
) -> None:
    """On screen unless `toc` is false; in print with `toc`, and after a cover."""
    workshop = build(f"---\ntitle: T\n{front}\n---\n\n# One\n\nText.\n")
    assert any("Contents" in page for page in page_texts(workshop.pdf())) == in_print
    assert ('<nav class="contents"' in workshop.html()) == on_screen


def test_the_running_header_names_the_section(build: Build) -> None:
    """On the left the title, on the right the section that the page begins, or goes on with."""
    pages = _printed(build, LESSON)
    for page in pages[1:]:
        begun = re.findall(r"^Section \d$", page, re.MULTILINE)
        assert f"Networks {begun[0]}\n" in page
    assert "Networks Section" not in pages[0]


def test_long_titles_and_words_stay_on_the_paper(build: Build) -> None:
    """A header has two lines at most; a word that is longer than a line is broken."""
    title, word = "A title that goes on " * 20, "Supercalifragilistic" * 8
    document = build(
        f"---\ntitle: {title}\n---\n\n# {word}\n\n{word}\n\n{FILLER}\n\n{FILLER}\n", "--to", "pdf"
    ).pdf()
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        assert all(left >= 0 and right <= width - 20 and top <= height - 20 for left, _, right, top in boxes)


def test_a_cover_is_a_page_of_its_own(build: Build) -> None:
    """Title, subtitle, description, authors; neither header nor number; the text begins on a later page."""
    front = "title: Networks\nsubtitle: Part one\nauthor: Ada\ndescription: What routers do.\ncover: true"
    cover, text, *others = _printed(build, f"---\n{front}\n---\n\nThe text.\n")
    assert others == []
    assert [line for line in cover.splitlines() if line] == [
        "Networks",
        "Part one",
        "What routers do.",
        "Ada",
    ]
    assert "The text." in text
    assert "2 / 2" in text


def test_contents_stand_between_the_cover_and_the_text(build: Build) -> None:
    """Each on pages of its own."""
    cover, contents, first, *_ = _printed(build, LESSON.replace("author: Ada", "cover: true"))
    assert "Contents" not in cover
    assert _entries(contents)[0] == ("Section 1", 3)
    assert "Lorem ipsum" not in contents
    assert "Lorem ipsum" in first


LONG = f"::: {{.exercise title='1. Long'}}\n{FILLER}\n\n{FILLER}\n\n{FILLER}\n:::\n"


def test_a_box_over_pages_repeats_its_label(build: Build) -> None:
    """Beside the text, on each page that it goes on to, and on no other."""
    after = f"\nAfter.\n\n{FILLER}\n\n{FILLER}\n"
    pages = _printed(build, f"---\ntitle: T\nlang: fr\n---\n\nBefore.\n\n{LONG}{after}")
    end = next(number for number, page in enumerate(pages) if "After." in page)
    assert end >= 1
    assert [page.count("(suite)") for page in pages] == [int(0 < n <= end) for n in range(len(pages))]


def test_a_box_that_begins_a_page_is_not_said_to_go_on(build: Build) -> None:
    """Its own label stands there."""
    tip = "::: tip\nShort.\n:::\n"
    pages = _printed(build, f"---\ntitle: T\n---\n\n{tip}\n\\newpage\n\n{tip}\n\\newpage\n\nEnd.\n")
    assert len(pages) == 3
    assert not any("(continued)" in page for page in pages)


ADDRESSES = """---
title: T
links: footnote
---

# In [a heading](https://heading.example/)

See [the manual](https://manual.example/a/page), <https://bare.example/>, [mail](mailto:a@mail.example),
[above](#in-a-heading) and a note[^1].

- [an item](https://item.example/)

| A |
|---|
| [a cell](https://cell.example/) |

[^1]: Its text.
"""


def test_addresses_of_links_as_footnotes(build: Build) -> None:
    """Numbered with the other notes; a heading's, and one that is its own text, are not repeated."""
    (page,) = _printed(build, ADDRESSES)
    notes = re.findall(r"^(\d) ([^/\s].*)$", page, re.MULTILINE)
    assert notes == [
        ("1", "https://manual.example/a/page"),
        ("2", "Its text."),
        ("3", "https://item.example/"),
        ("4", "https://cell.example/"),
    ]
    assert "heading.example" not in page
    assert page.count("bare.example") == 1


def test_an_address_is_told_once_and_one_in_a_note_in_brackets(build: Build) -> None:
    """A note cannot have notes of its own."""
    again = "See [one](https://a.example/x), [again](https://a.example/x) and this[^1].\n\n[^1]: [N](https://n.example/).\n"
    (page,) = _printed(build, f"---\ntitle: T\nlinks: footnote\n---\n\n{again}")
    assert page.count("a.example") == 1
    assert "N (https://n.example/)." in page


def test_addresses_beside_notes_that_stay_at_the_end(build: Build) -> None:
    """Two numberings of notes would be taken for one: the address stands in brackets."""
    (page,) = _printed(build, ADDRESSES + "\n    - a list in it\n")
    assert "the manual (https://manual.example/a/page)" in page.replace("\n", " ")


def test_addresses_are_not_printed_unless_asked_for(build: Build) -> None:
    """A link is a link."""
    (page,) = _printed(build, ADDRESSES.replace("links: footnote\n", ""))
    assert "manual.example" not in page


def test_a_draft_says_so_on_every_page_and_on_screen(build: Build) -> None:
    """Over all that is printed; a reader of the screen sees it in the title block."""
    workshop = build(f"---\ntitle: T\nlang: fr\ndraft: true\n---\n\n{LONG}")
    pages = page_texts(workshop.pdf())
    assert len(pages) > 1
    assert all("BROUILLON" in page for page in pages)
    assert '<span class="draft">Brouillon</span>' in workshop.html()
    plain = build(f"---\ntitle: T\nlang: fr\n---\n\n{LONG}")
    assert not any("BROUILLON" in page for page in page_texts(plain.pdf()))


@pytest.mark.parametrize("value", ["true", "yes", "'on'"])
def test_yes_is_true(build: Build, value: str) -> None:
    """As it is for conditions."""
    pages = _printed(build, f"---\ntitle: T\ntoc: {value}\n---\n\n# One\n\nText.\n")
    assert "Contents" in pages[0]


@pytest.mark.parametrize("line", ["toc: perhaps", "cover: 3", "draft: [a]", "links: notes"])
def test_a_value_that_means_nothing(workshop: Workshop, line: str) -> None:
    """It is told with its place, and the page is as without it."""
    workshop.write("course/lab.md", f"---\ntitle: T\n{line}\n---\n\nText.\n")
    done = workshop.run("--to", "pdf")
    assert done.code == 0
    assert f"course/lab.md:3:1: warning[CB212]: `{line.partition(':')[0]}`" in done.err


@pytest.mark.parametrize("key", ["toc", "cover", "draft"])
def test_a_course_asks_for_all_its_documents(workshop: Workshop, key: str) -> None:
    """In coursebuild.toml; a document's front matter goes before it."""
    workshop.write("coursebuild.toml", f"{key} = true\n")
    text = "---\ntitle: T\n{}---\n\n# One\n\nText.\n"
    workshop.write("course/lab.md", text.format(""))
    workshop.write("course/other.md", text.format(f"{key}: false\n"))
    assert workshop.run("--to", "pdf").code == 0
    asked, refused = (len("".join(page_texts(workshop.pdf(name)))) for name in ("lab", "other"))
    assert asked != refused or len(workshop.pdf("lab")) != len(workshop.pdf("other"))


# ---- the theme


def test_paper_and_margins(workshop: Workshop) -> None:
    """Letter is 8.5 by 11 inches; text begins where the margin ends."""
    workshop.write("coursebuild.toml", '[theme]\npaper = "Letter"\nmargins = "30mm 40mm"\n')
    workshop.write("course/lab.md", f"---\ntitle: T\n---\n\n{FILLER}\n")
    assert workshop.run("--to", "pdf").code == 0
    page = workshop.pdf()[0]
    assert page.get_size() == (612, 792)
    lefts = [page.get_textpage().get_charbox(n)[0] for n in range(page.get_textpage().count_chars())]
    assert min(left for left in lefts if left > 1) == pytest.approx(40 / 25.4 * 72, abs=2)


def test_a_font(workshop: Workshop) -> None:
    """The text, the header and the page number are set in it; code is not."""
    workshop.write("coursebuild.toml", '[theme]\nfont = "Inter"\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText with `code`.\n")
    assert workshop.run("--to", "pdf").code == 0
    assert _families(workshop) == {"Inter", "IBM"}


def test_fonts_of_a_style_sheet_of_the_course(workshop: Workshop) -> None:
    """What its `base.css` sets the text and the code in, print keeps."""
    built_in = (ROOT / "templates" / "base.css").read_text(encoding="utf-8")
    own = 'html { font-family: "Inter"; } code, pre { font-family: "Source Code Pro"; }'
    workshop.write("templates/base.css", f"{built_in}\n{own}\n")
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText with `code`.\n")
    assert workshop.run("--to", "pdf").code == 0
    assert {"Inter", "Source"} <= _families(workshop)
    assert "IBM" not in _families(workshop)


def _families(workshop: Workshop) -> set[str]:
    """The first word of each family of the only page."""
    (page,) = workshop.structure().pages
    fonts = (str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values())
    return {name.partition("+")[2].partition("-")[0] for name in fonts}


def test_an_accent_is_made_readable_in_both_schemes(workshop: Workshop) -> None:
    """A yellow that nobody could read on white is darkened for it, and stays what it is on black."""
    workshop.write("coursebuild.toml", '[theme]\naccent = "#fc0"\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\n[Link](https://a.example)\n")
    assert workshop.run("--to", "html").code == 0
    light, dark, *_ = re.findall(r"--accent: (#\w+)", workshop.html())
    assert (light, dark) == ("#896c00", "#ffcc00")


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">'
    '<rect width="20" height="10" fill="#f00"/></svg>'
)


def _colours(page: pypdfium2.PdfPage) -> dict[object, int]:
    image = page.render(scale=2).to_pil().convert("RGB")
    return {colour: count for count, colour in image.getcolors(image.width * image.height)}


def _red(page: pypdfium2.PdfPage) -> int:
    """How many pixels are of a pure red."""
    return _colours(page).get((255, 0, 0), 0)


def test_a_logo(workshop: Workshop) -> None:
    """On the first page and in the HTML; a change of it builds anew, what it hides does not run."""
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
        ('font = "Nobodys Grotesque"', "is not installed; install fontpkg-nobodys-grotesque"),
        ("logo = 3", "`theme.logo` must be a string"),
        ("[theme.logo]", "`theme.logo` must be a string"),
    ],
)
def test_a_theme_that_cannot_be(workshop: Workshop, theme: str, says: str) -> None:
    """The call ends before anything is built, and says what would be right."""
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
    """It is told once, with the file that names it."""
    workshop.write("inner/coursebuild.toml", f'[theme]\nlogo = "{logo}"\n')
    workshop.write("inner/notes.txt", "text")
    workshop.write("secret.png", b"\x89PNG\r\n\x1a\n")
    workshop.write("inner/course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    done = Workshop(workshop.folder / "inner").run()
    assert done.code == 1
    assert "coursebuild.toml:2:1: error[CB011]: `theme.logo`" in done.err
    assert says in done.err


def test_a_pipe_as_logo(workshop: Workshop) -> None:
    """It would never end."""
    workshop.write("coursebuild.toml", '[theme]\nlogo = "logo.svg"\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    os.mkfifo(workshop.folder / "logo.svg")
    done = workshop.run()
    assert done.code == 1
    assert "error[CB011]: `theme.logo`: `logo.svg`: there is no such file" in done.err


def test_a_palette_and_icons_of_the_authors(workshop: Workshop) -> None:
    """In templates/: what they leave out is as it was."""
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
    """It is told as a template's fault."""
    workshop.write("templates/palette.toml", palette)
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    done = workshop.run()
    assert done.code == 1
    assert re.search(r"templates/palette\.toml(:\d+:\d+)?: error\[CB008\]", done.err)


def test_icons_say_nothing_to_who_listens(build: Build) -> None:
    """On screen they are hidden from assistive technology, in print they are no figures."""
    workshop = build("---\ntitle: T\n---\n\n::: tip\nText.\n:::\n")
    assert workshop.html().count('<svg class="icon" aria-hidden="true"') == 1
    assert [tag["/S"] for tag in structure_tags(workshop.structure()) if tag.get("/S") == "/Figure"] == []


KINDS = "note info link tip warning caution danger important exercise correction solution".split()
CODE = "comment keyword string number function builtin variable".split()
STANDS_ON = {  # each colour of text, and the grounds that it has in base.css, screen.css and print.css
    **dict.fromkeys(("ink", "muted", "accent"), ("paper", "sunken", *(f"{kind}-tint" for kind in KINDS))),
    **{kind: ("paper", f"{kind}-tint") for kind in KINDS},
    **{f"code-{name}": ("sunken", "paper") for name in CODE},
    "on-hit": ("hit", "hit-current"),
    "paper": ("ink",),  # the name of a button
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_colour_can_be_read_where_it_stands(scheme: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1. What is no text is a ground, or a line."""
    colours = tomllib.loads((ROOT / "templates" / "palette.toml").read_text(encoding="utf-8"))[scheme]
    grounds = {ground for grounds in STANDS_ON.values() for ground in grounds}
    assert set(colours) - {"line", "highlight", "picture"} == set(STANDS_ON) | grounds
    pale = [
        f"{name} on {ground}: {contrast:.2f}"
        for name, on in STANDS_ON.items()
        for ground in on
        if (contrast := Color(colours[name]).contrast(colours[ground], method="wcag21")) < 4.5
    ]
    assert pale == []
    assert Color(colours["ink"]).contrast(colours["highlight"], method="wcag21") >= 4.5
