"""What an author can ask of the printed page: contents, cover, addresses, draft; read back with pdfium."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from workshop import Workshop, page_texts

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
    """Each entry has the number of the heading's page, and is a link to it."""
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
    """The title is on the left; on the right is the first section that begins on the page."""
    pages = _printed(build, LESSON)
    for page in pages[1:]:
        begun = re.findall(r"^Section \d$", page, re.MULTILINE)
        assert f"Networks {begun[0]}\n" in page
    assert "Networks Section" not in pages[0]


def test_long_titles_and_words_stay_on_the_paper(build: Build) -> None:
    """Words that are longer than a line are broken."""
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
    """It has title, subtitle, description and authors, but no header or page number; the text follows."""
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
    assert "Page 2 of 2" in text


def test_a_header_has_one_line(build: Build) -> None:
    """A title that is too long for its side ends in an ellipsis, and so does a section."""
    title, section = "A title that goes on and on " * 4, "A section with a long name " * 4
    page = _printed(build, f"---\ntitle: {title}\n---\n\n# {section}\n\n{FILLER}\n\n{FILLER}\n")[1]
    assert page.count("\N{HORIZONTAL ELLIPSIS}") == 2
    assert page.count("A title that goes on and on") < 4
    assert page.count("A section with a long name") < 4


def test_short_contents_stand_on_the_cover(build: Build) -> None:
    """The text begins on the next page."""
    cover, first, *_ = _printed(build, LESSON.replace("author: Ada", "cover: true"))
    assert _entries(cover)[0] == ("Section 1", 2)
    assert "Lorem ipsum" not in cover
    assert "Lorem ipsum" in first


def test_long_contents_begin_on_the_page_after_the_cover(build: Build) -> None:
    """They never stand alone on a page: the text follows them there."""
    sections = "".join(f"# Section {n}\n\nLorem ipsum.\n\n" for n in range(1, 20))
    cover, contents, *_ = _printed(build, f"---\ntitle: T\ncover: true\n---\n\n{sections}")
    assert "Contents" not in cover
    assert len(_entries(contents)) == 19
    assert "Lorem ipsum" in contents


def test_no_entry_of_the_contents_stands_alone_on_a_page(build: Build) -> None:
    """At least three go to the next page."""
    for count in (45, 46, 47):
        sections = "".join(f"# Section {n}\n\nText.\n\n" for n in range(count))
        pages = _printed(build, f"---\ntitle: T\ntoc: true\n---\n\n{sections}")
        shown = [len(_entries(page)) for page in pages]
        assert sum(shown) == count
        assert min(number for number in shown if number) >= 3


HEADED = {
    "code": "```\n" + "code\n" * 18 + "```",
    "box": "::: note\n" + "Word.\n\n" * 9 + ":::",
    "long box": "::: note\n" + "Word.\n\n" * 40 + ":::",
    "table": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 9,
    "list": "- One\n\n    ```\n" + "    code\n" * 18 + "    ```",
    "answer": "::: {.answer lines=12}\nWord:\n:::",
    "quotation": "> " + "Word. " * 300,
    "definition": "Term\n\n:   " + "Word. " * 300,
    "heading": "### Below\n\nWord.",
}


@pytest.mark.parametrize("above", [24, 27])
def test_a_heading_is_on_the_page_of_what_follows(build: Build, above: int) -> None:
    """It is never the last line of a page."""
    filler = "Text.\n\n" * above
    sheet = "\n\n\\newpage\n\n".join(f"{filler}## Under\n\n{block}" for block in HEADED.values())
    pages = _printed(build, f"---\ntitle: T\n---\n\n\\newpage\n\n{sheet}\n")
    shown = (line for page in pages for line in (*page.replace(" T Under", "").splitlines(), "END"))
    lines = [line for line in shown if not re.match(r"T Under|T$|\d+ /|Note$|\(continued", line)]
    assert sum(line.startswith("Under") for line in lines) == len(HEADED)
    assert not any(line == "Under" and following == "END" for line, following in pairwise(lines))


def test_details_are_a_box_with_their_summary(build: Build) -> None:
    """It is bold, and stays with the text."""
    filler = "Text.\n\n" * 27
    code = "```\n" + "code\n" * 15 + "```"
    workshop = build(
        f"---\ntitle: T\n---\n\n{filler}<details><summary>More</summary>\n\n{code}\n\n</details>\n",
        "--to",
        "pdf",
    )
    shown = [("More" in text, "code" in text) for text in page_texts(workshop.pdf())]
    assert shown == [(False, False), (True, True)]


def test_costs_look_the_same_in_headings_and_boxes(build: Build) -> None:
    box = "::: {.exercise title='One' minutes=5 points=2}\nText.\n:::"
    lesson = f"## Part {{minutes=5 points=2}}\n\nText.\n\n{box}\n"
    (page,) = _printed(build, f"---\ntitle: T\n---\n\n{lesson}")
    assert page.count("(5\u00a0min · 2\u00a0points)") == 2


LONG = f"::: {{.exercise title='1. Long'}}\n{FILLER}\n\n{FILLER}\n\n{FILLER}\n:::\n"


def test_a_box_over_pages_repeats_its_label(build: Build) -> None:
    """The label is beside the text, on each page on which the box continues, and on no other page."""
    after = f"\nAfter.\n\n{FILLER}\n\n{FILLER}\n"
    pages = _printed(build, f"---\ntitle: T\nlang: fr\n---\n\nBefore.\n\n{LONG}{after}")
    end = next(number for number, page in enumerate(pages) if "After." in page)
    assert end >= 1
    assert [page.count("(suite)") for page in pages] == [int(0 < n <= end) for n in range(len(pages))]


def test_a_box_that_begins_a_page_has_no_repeated_label(build: Build) -> None:
    """Only the box's own label is shown."""
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
    """They are numbered with the other notes; addresses in headings, or shown as text, are not repeated."""
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


def test_an_address_is_shown_once_and_in_a_note_in_brackets(build: Build) -> None:
    """A note cannot have notes of its own."""
    again = "See [one](https://a.example/x), [again](https://a.example/x) and this[^1].\n\n[^1]: [N](https://n.example/).\n"
    (page,) = _printed(build, f"---\ntitle: T\nlinks: footnote\n---\n\n{again}")
    assert page.count("a.example") == 1
    assert "N (https://n.example/)." in page


def test_addresses_beside_notes_that_stay_at_the_end(build: Build) -> None:
    """The addresses are in brackets, because two numberings of notes would be confused."""
    (page,) = _printed(build, ADDRESSES + "\n    - a list in it\n")
    assert "the manual (https://manual.example/a/page)" in page.replace("\n", " ")


def test_addresses_are_not_printed_unless_asked_for(build: Build) -> None:
    """By default, print does not show the addresses of links."""
    (page,) = _printed(build, ADDRESSES.replace("links: footnote\n", ""))
    assert "manual.example" not in page


def test_a_draft_says_so_on_every_page_and_on_screen(build: Build) -> None:
    """In print as a watermark, and on screen in the title block."""
    workshop = build(f"---\ntitle: T\nlang: fr\ndraft: true\n---\n\n{LONG}")
    pages = page_texts(workshop.pdf())
    assert len(pages) > 1
    assert all("BROUILLON" in page for page in pages)
    assert '<span class="draft">Brouillon</span>' in workshop.html()
    plain = build(f"---\ntitle: T\nlang: fr\n---\n\n{LONG}")
    assert not any("BROUILLON" in page for page in page_texts(plain.pdf()))


@pytest.mark.parametrize("value", ["true", "yes", "'on'"])
def test_yes_is_true(build: Build, value: str) -> None:
    """`yes` and `on` mean true, as in conditions."""
    pages = _printed(build, f"---\ntitle: T\ntoc: {value}\n---\n\n# One\n\nText.\n")
    assert "Contents" in pages[0]


@pytest.mark.parametrize("line", ["toc: perhaps", "cover: 3", "draft: [a]", "links: notes"])
def test_a_value_that_is_not_allowed(workshop: Workshop, line: str) -> None:
    """A warning gives its position, and the value is ignored."""
    workshop.write("course/lab.md", f"---\ntitle: T\n{line}\n---\n\nText.\n")
    done = workshop.run("--to", "pdf")
    assert done.code == 0
    assert f"course/lab.md:3:1: warning[CB212]: `{line.partition(':')[0]}` must be `" in done.err


@pytest.mark.parametrize("key", ["toc", "cover", "draft"])
def test_a_course_asks_for_all_its_documents(workshop: Workshop, key: str) -> None:
    """A value in coursebuild.toml applies to all documents whose front matter has none."""
    workshop.write("coursebuild.toml", f"{key} = true\n")
    text = "---\ntitle: T\n{}---\n\n# One\n\nText.\n"
    workshop.write("course/lab.md", text.format(""))
    workshop.write("course/other.md", text.format(f"{key}: false\n"))
    assert workshop.run("--to", "pdf").code == 0
    asked, refused = (len("".join(page_texts(workshop.pdf(name)))) for name in ("lab", "other"))
    assert asked != refused or len(workshop.pdf("lab")) != len(workshop.pdf("other"))
