"""Editions with a look of their own, such as large print."""

import re

import pytest
from PIL import ImageChops
from workshop import Workshop, page_texts

from coursebuild.config import palette

SEEN = 64  # of 255: a difference of grey that is more than one of smoothing
CONFIGURATION = """
[editions.large]
[themes.large]
size = "18pt"
line-height = 1.6
contrast = "AAA"
"""
LESSON = """---
title: T
---

# Part

Plain words.

```sh
ls --all
```

| A_name_that_is_long | Another_name_that_is_long | A_third_name_that_is_long | A_fourth_one |
|:-----|:-----|:-----|:-----|
| something_somewhere | anything_anywhere | nothing_nowhere | everything |
"""


@pytest.fixture
def workshop(workshop: Workshop) -> Workshop:
    workshop.write("coursebuild.toml", CONFIGURATION)
    workshop.write("course/lab.md", LESSON)
    assert workshop.run("--all", "--quiet").code == 0
    return workshop


def _sizes(workshop: Workshop, edition: str) -> dict[str, float]:
    """The size of the first letter of some words of a PDF."""
    sizes = {}
    for page in workshop.structure("lab", edition).pages:

        def visit(text: str, _: object, matrix: list[float], __: object, size: float) -> None:
            for word in ("Plain", "ls", "something"):
                if text.startswith(word):
                    sizes[word] = round(abs(size * matrix[3]), 1)

        page.extract_text(visitor_text=visit)
    return sizes


def test_an_edition_in_large_print(workshop: Workshop) -> None:
    """On paper and on screen: the text, the code and tables; and its colours have a contrast of 7 to 1."""
    large = workshop.html("lab", "large")
    assert "main { font-size: 1.412rem; }" in large
    assert "line-height: 1.6" in large
    assert [str(pair) for pair in palette.pairs(_colours(large)) if pair.ratio < palette.ENHANCED] == []
    assert any(pair.ratio < palette.ENHANCED for pair in palette.pairs(_colours(workshop.html())))
    usual, larger = (_sizes(workshop, edition) for edition in ("student", "large"))
    assert larger["Plain"] / usual["Plain"] == pytest.approx(18 / 10.3, rel=0.01)
    assert larger["ls"] / larger["Plain"] == pytest.approx(0.9, rel=0.01)
    assert larger["something"] > usual["something"]


def _colours(html: str) -> tuple[tuple[str, str], ...]:
    found = re.search(r":root { (--[^}]*)--font", html)
    assert found
    return tuple(re.findall(r"--([\w-]+): ([^;]+)", found[1]))


def test_other_editions_stay_as_they_are(workshop: Workshop) -> None:
    """Where the look of one edition changes, the others' files are the same, to the byte."""
    folder = workshop.folder / "build"
    before = {path: path.read_bytes() for path in folder.rglob("lab.*")}
    workshop.write("coursebuild.toml", CONFIGURATION.replace("18pt", "20pt"))
    assert workshop.run("--all", "--quiet").code == 0
    changed = {path for path, content in before.items() if path.read_bytes() != content}
    assert {path.parent.name for path in changed} == {"large"}
    assert {path.suffix for path in changed} == {".html", ".pdf"}


def test_a_build_of_other_editions_has_nothing_to_do(workshop: Workshop) -> None:
    assert workshop.run("--to", "html").code == 0
    workshop.write("coursebuild.toml", CONFIGURATION.replace("18pt", "20pt"))
    assert "1 unchanged" in workshop.run("--to", "html").err
    workshop.write("coursebuild.toml", CONFIGURATION + '[themes.student]\nsize = "14pt"\n')
    assert "1 unchanged" not in workshop.run("--to", "html").err


def test_a_build_of_all_editions_builds_those_alone_whose_look_is_another(workshop: Workshop) -> None:
    """The others are on record as they are, so that the next build has nothing to do."""
    assert workshop.run("--all", "--to", "html", "--quiet").code == 0
    files = {name: workshop.folder / "build" / name / "lab.html" for name in ("student", "large")}
    before = {name: path.stat().st_mtime_ns for name, path in files.items()}
    page = files["large"].read_bytes()
    workshop.write("coursebuild.toml", CONFIGURATION.replace("18pt", "20pt"))
    done = workshop.run("--all", "--to", "html", "--why")
    assert "[themes.large] of coursebuild.toml has changed" in done.err
    assert [name for name, path in files.items() if path.stat().st_mtime_ns != before[name]] == ["large"]
    assert files["large"].read_bytes() != page
    assert "1 unchanged" in workshop.run("--all", "--to", "html").err
    files["student"].write_text("mine")
    assert workshop.run("--all", "--to", "html").code == 0
    assert "Plain words." in files["student"].read_text(encoding="utf-8")


def test_a_look_of_an_edition_that_there_is_not(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", CONFIGURATION.replace("[themes.large]", "[themes.larg]"))
    done = workshop.run()
    assert done.code == 2
    assert "`themes.larg`: there is no edition `larg`; did you mean `large`?" in done.err


def test_words_whose_letters_are_set_apart(workshop: Workshop) -> None:
    """Readers find them as words, kerning and code included, and they look as WeasyPrint draws them."""
    workshop.write("coursebuild.toml", '[theme]\nspacing = "wide"\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nClients, *AVATARS* and `servers` were there.\n")
    read, pictures = [], []
    for without in ("letter_spacing", ""):
        assert workshop.run("--to", "pdf", "--force", "--quiet", COURSEBUILD_WITHOUT=without).code == 0
        (page,) = workshop.pdf()
        read.append(page.get_textpage().get_text_range())
        pictures.append(page.render(scale=2, grayscale=True).to_pil())
    assert "Clients, AVATARS and servers were there." not in read[0]
    assert "Clients, AVATARS and servers were there." in read[1]
    assert max(ImageChops.difference(*pictures).tobytes()) < SEEN


def test_what_breaks_over_pages(workshop: Workshop) -> None:
    """A box or code that is kept whole in usual type would leave a gap in large print."""
    words, code = "First words. " * 80, "code\n" * 16
    box = "item\n\n" * 16
    workshop.write(
        "course/lab.md", f"---\ntitle: T\n---\n\n{words}\n\n```\n{code}```\n\n::: note\n{box}:::\n"
    )
    pages = {}
    for edition in ("student", "large"):
        assert workshop.run("--edition", edition, "--to", "pdf", "--quiet").code == 0
        texts = page_texts(workshop.pdf("lab", edition))
        pages[edition] = [(text.count("code"), text.count("item")) for text in texts]
    assert pages["student"] == [(16, 0), (0, 16)]
    assert all(0 < number < 16 for number in pages["large"][0] + pages["large"][-1] if number)
    assert [bool(code) for code, _ in pages["large"]] == [True, True, False]
    assert [bool(item) for _, item in pages["large"]] == [False, True, True]
