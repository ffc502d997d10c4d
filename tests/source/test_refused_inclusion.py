"""What cannot be included, or would show more than its author meant, is refused and shows nothing."""

import os
from itertools import islice
from pathlib import Path

import pytest
from including import code_from, location_of, part_from, problems_of
from lessons import PUBLIC, single_edits
from selecting import shown_in_each_edition

STEP = 1 if "THOROUGH" in os.environ else 23  # each edit, or one of so many


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (code_from('include="src/ap.py"'), "CB187"),
        (code_from('include="../outside.txt"'), "CB187"),
        (code_from('include="link.txt"'), "CB187"),
        (code_from('include="/etc/passwd"'), "CB187"),
        (code_from('include="src"'), "CB187"),
        (code_from('include="pipe"'), "CB187"),
        (code_from('include="latin.txt"'), "CB187"),
        (code_from('include=".git/config"'), "CB187"),
        (code_from('include="src/app.py" lines="3-40"'), "CB188"),
        (code_from('include="src/app.py" lines="5-3"'), "CB188"),
        (code_from('include="src/app.py" lines="all"'), "CB188"),
        (code_from('include="src/app.py" region="prase"'), "CB188"),
        (code_from('include="src/app.py" region="parse" lines="2"'), "CB188"),
        (code_from('include="open.py" region="parse"'), "CB188"),
        (code_from('include="src/app.py" regon="parse"'), "CB189"),
        (code_from('.if edition="student" regoin="parse" include="src/app.py"'), "CB189"),
        (part_from('include="_parts/setup.md" from=3'), "CB189"),
        (part_from('include="_parts/setup.md" shift=6'), "CB188"),
        (part_from('include="_parts/setup.md" shift=one'), "CB188"),
        (code_from('include="_parts/setup.md"'), "CB190"),
    ],
)
def test_what_cannot_be_included(folder: Path, text: str, code: str) -> None:
    """It is an error at the attribute."""
    (folder.parent / "outside.txt").write_text("SECRET")
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "latin.txt").write_bytes("d\u00e9j\u00e0".encode("latin-1"))
    (folder / "open.py").write_text("# region parse\nx\n")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("password")
    os.mkfifo(folder / "pipe")
    column = text.index("include") + 1
    assert problems_of(folder, f"Text.\n\n{text}") == [("lab.md", 3, column, code)]


def test_files_that_include_one_another(folder: Path) -> None:
    """They would never end; the error is where the first one is included again."""
    (folder / "_parts" / "a.md").write_text(part_from('include="b.md"'))
    (folder / "_parts" / "b.md").write_text("B.\n\n" + part_from('include="a.md"'))
    assert problems_of(folder, part_from('include="_parts/a.md"')) == [("b.md", 3, 6, "CB187")]
    assert problems_of(folder, part_from('include="lab.md"')) == [("lab.md", 1, 6, "CB187")]


@pytest.mark.parametrize("wrong", ["::: correction\nSECRET\n", ":::\n", "```\nSECRET\n", "<!-- SECRET\n"])
def test_an_included_file_is_complete_in_itself(folder: Path, wrong: str) -> None:
    """What it opens does not reach into the lesson."""
    (folder / "_parts" / "open.md").write_text(f"Text.\n\n{wrong}")
    text = part_from('include="_parts/open.md"') + "\nMore.\n"
    assert problems_of(folder, text) == [("open.md", 3, 1, "CB190")]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('::: {inclde="_parts/setup.md"}\n:::\n', 1, 1),
        ('```{.python inlude="src/app.py"}\n```\n', 1, 13),
        ('```{.python include="src/app.py"}\nx = 1\n```\n', 1, 13),
        ('::: {include="_parts/setup.md"}\nText.\n:::\n', 1, 1),
        ('[x]{include="src/app.py"}\n', 1, 5),
    ],
)
def test_what_would_include_and_does_not(folder: Path, text: str, line: int, column: int) -> None:
    """It is an error, for the page would lack it."""
    shown, reported = shown_in_each_edition(text, location_of(folder))
    assert not shown
    assert [(each.line, each.column, each.code) for each in reported] == [(line, column, "CB189")]


EDITED: tuple[tuple[str, str, set[str]], ...] = (  # what opens a block, and what students see of the file
    ('::: {.correction include="_parts/answer.md"}', ":::", set()),
    ('::: {include="_parts/both.md" shift=1}', ":::", {"public1x"}),
    ('```{.python .correction include="src/both.py" lines="3"}', "```", set()),
    ('```{.python include="src/both.py" region=open}', "```", {"public1x"}),
)


@pytest.mark.parametrize(("opening", "closing", "public"), EDITED)
def test_single_edits_show_no_correction(folder: Path, opening: str, closing: str, public: set[str]) -> None:
    """What students get is right, or the edit is an error at a line."""
    (folder / "_parts" / "answer.md").write_text("secret1x\n")
    (folder / "_parts" / "both.md").write_text("public1x\n\n::: correction\nsecret1x\n:::\n")
    (folder / "src" / "both.py").write_text("# region open\npublic1x\nsecret1x\n# endregion\n")
    if "region" in opening:
        (folder / "src" / "both.py").write_text("# region open\npublic1x\n# endregion\nsecret1x\n")
    for edited in [opening, *islice(single_edits(opening), 0, None, STEP)]:
        text = f"public0x begins.\n\n{edited}\n{closing}\n\npublic2x ends.\n"
        shown, reported = shown_in_each_edition(text, location_of(folder))
        assert shown or any(each.line for each in reported), edited
        assert "secret" not in shown.get("student", ""), edited
        if shown and not reported:
            expected = public | {"public0x", "public2x"}
            assert all(expected <= set(PUBLIC.findall(content)) for content in shown.values()), edited
            assert "region" in opening or "secret1x" in shown["instructor"], edited
