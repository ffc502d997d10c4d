"""Code and Markdown from files, as parts of the lesson that includes them."""

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path, PurePosixPath

import pytest
from lessons import PUBLIC, single_edits
from selecting import shown_in_each_edition

from coursebuild import source
from coursebuild.model import Diagnostic, Location, Source

STEP = 1 if "THOROUGH" in os.environ else 23  # each edit, or one of so many

APP = """import socket

# region parse
def parse(line):
    # ANCHOR: split
    key, value = line.split("=")
    # ANCHOR_END: split
    return key, value
# endregion
"""
SETUP = """## Setting up {#setup}

Look at ![the disk](disk.png), or at [the next lesson](../next.md#part?).

Underlined
----------

```sh
# no heading, and ![no image](disk.png)
```

::: correction
SECRET of the part.
:::
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The lessons of a course, with files to include."""
    course = tmp_path / "course"
    for name, text in {"src/app.py": APP, "_parts/setup.md": SETUP, "next.md": "# Next\n"}.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text)
    return course


def _at(folder: Path, name: str = "lab.md") -> Location:
    return Location(folder / name, f"course/{name}", PurePosixPath(name).with_suffix(""), (folder.resolve(),))


def _read(folder: Path, text: str) -> Source:
    return source.read_text(text, _at(folder))


def _problems(folder: Path, text: str) -> list[tuple[str, int, int, str]]:
    """The name of the file, line, column and code of each problem."""
    found = _read(folder, text).inclusion.problems
    return [(Path(each.path).name, each.line, each.column, each.code) for each in found]


def _code(attributes: str) -> str:
    return f"```{{{attributes}}}\n```\n"


def _part(attributes: str) -> str:
    return f"::: {{{attributes}}}\n:::\n"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", APP.rstrip("\n").split("\n")),
        ('lines="1"', ["import socket"]),
        ('lines="4-6"', ["def parse(line):", "    # ANCHOR: split", '    key, value = line.split("=")']),
        ('lines="6,8-"', ['    key, value = line.split("=")', "    return key, value", "# endregion"]),
        ("from=8 to=8", ["return key, value"]),
        ("from=8", ["    return key, value", "# endregion"]),
        ("region=parse", ["def parse(line):", '    key, value = line.split("=")', "    return key, value"]),
        ("region=split", ['key, value = line.split("=")']),
    ],
)
def test_code_is_a_file_or_a_part_of_it(folder: Path, asked: str, expected: list[str]) -> None:
    """Without the indentation that all of its lines share, and without the marks of regions."""
    (code,) = _read(folder, _code(f'.python include="src/app.py" {asked}')).reading.codes
    assert code.text.split("\n") == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('include="src/app.py"', {".py", 'title="app.py"'}),
        ('.c include="src/app.py" title="Mine"', {".c", 'title="Mine"'}),
        (
            '.c .numberLines include="src/app.py" from=8',
            {".c", ".numberLines", 'title="app.py"', 'startFrom="8"'},
        ),
    ],
)
def test_a_block_gets_what_its_author_left_out(folder: Path, attributes: str, expected: set[str]) -> None:
    """A language, the file's name as title, and the number of the first line."""
    (code,) = _read(folder, _code(attributes)).reading.codes
    assert set(code.info.strip("{}").split()) == expected | {".file-0"}


def test_code_that_has_a_fence_gets_a_longer_one(folder: Path) -> None:
    """Nothing in a file ends the block that includes it."""
    (folder / "src" / "sheet.txt").write_text("Before\n````\nAfter\n````\n\n::: correction\n")
    read = _read(folder, "> " + _code('include="src/sheet.txt"').replace("\n", "\n> ", 1))
    (code,) = read.reading.codes
    assert code.text.replace("> ", "").replace(">", "") == "Before\n````\nAfter\n````\n\n::: correction"
    assert not read.reading.fences


def test_markdown_is_part_of_the_lesson(folder: Path) -> None:
    """Its corrections are withheld, its headings are deeper, and what it shows is found beside it."""
    text = "---\ntitle: Lab\n---\n\n# One\n\n" + _part('include="_parts/setup.md" shift=1') + "\nEnd.\n"
    shown, reported = shown_in_each_edition(text, _at(folder))
    assert not reported
    assert "SECRET of the part." in shown["instructor"]
    assert "SECRET" not in shown["student"]
    assert "_parts/disk.png" in shown["student"]
    assert "next.md#part?" in shown["student"]
    assert "# no heading, and ![no image](disk.png)" in shown["student"]
    read = _read(folder, text)
    assert [(each.level, each.text) for each in read.reading.headings] == [
        (1, "One"),
        (3, "Setting up {#setup}"),
        (3, "Underlined"),
    ]


def test_a_correction_may_be_a_file(folder: Path) -> None:
    """The other attributes of the block are those of what it includes."""
    (folder / "_parts" / "answer.md").write_text(
        "SECRET.\n\n" + _code('include="../src/app.py" region=split')
    )
    parts = _part('.correction include="_parts/answer.md"'), _code('.correction include="src/app.py" lines=1')
    text = "\n".join(("Text.\n", *parts, "End.\n"))
    shown, reported = shown_in_each_edition(text, _at(folder))
    assert not reported
    for secret in ("SECRET.", "line.split", "import socket"):
        assert secret in shown["instructor"]
        assert secret not in shown["student"]
    assert "include" not in shown["instructor"]


def test_a_mistake_in_a_file_is_at_its_line_there(folder: Path) -> None:
    """Whatever the include adds to the line, or takes from it."""
    slip = "See [x](disk.md) and [y]{.corection}.\n\n- a\n\n  [z]{.correction\n"
    (folder / "_parts" / "slip.md").write_text(slip)
    (folder / "_parts" / "outer.md").write_text('Outer.\n\n> ::: {include="slip.md"}\n> :::\n')
    text = "Text.\n\n" + _part('include="_parts/outer.md"') + "\n[w]{.solutoin}\n"
    shown, reported = shown_in_each_edition(text, _at(folder))
    assert not shown
    places = {(Path(each.path).name, each.line, each.column) for each in reported}
    assert places == {("slip.md", 1, slip.index("corection") + 1), ("slip.md", 5, 6), ("lab.md", 6, 6)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (_code('include="src/ap.py"'), "CB187"),
        (_code('include="../outside.txt"'), "CB187"),
        (_code('include="link.txt"'), "CB187"),
        (_code('include="/etc/passwd"'), "CB187"),
        (_code('include="src"'), "CB187"),
        (_code('include="pipe"'), "CB187"),
        (_code('include="latin.txt"'), "CB187"),
        (_code('include=".git/config"'), "CB187"),
        (_code('include="src/app.py" lines="3-40"'), "CB188"),
        (_code('include="src/app.py" lines="5-3"'), "CB188"),
        (_code('include="src/app.py" lines="all"'), "CB188"),
        (_code('include="src/app.py" region="prase"'), "CB188"),
        (_code('include="src/app.py" region="parse" lines="2"'), "CB188"),
        (_code('include="open.py" region="parse"'), "CB188"),
        (_code('include="src/app.py" regon="parse"'), "CB189"),
        (_code('.if edition="student" regoin="parse" include="src/app.py"'), "CB189"),
        (_part('include="_parts/setup.md" from=3'), "CB189"),
        (_part('include="_parts/setup.md" shift=6'), "CB188"),
        (_part('include="_parts/setup.md" shift=one'), "CB188"),
        (_code('include="_parts/setup.md"'), "CB190"),
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
    assert _problems(folder, f"Text.\n\n{text}") == [("lab.md", 3, column, code)]


def test_files_that_include_one_another(folder: Path) -> None:
    """They would never end; the error is where the first one is included again."""
    (folder / "_parts" / "a.md").write_text(_part('include="b.md"'))
    (folder / "_parts" / "b.md").write_text("B.\n\n" + _part('include="a.md"'))
    assert _problems(folder, _part('include="_parts/a.md"')) == [("b.md", 3, 6, "CB187")]
    assert _problems(folder, _part('include="lab.md"')) == [("lab.md", 1, 6, "CB187")]


@pytest.mark.parametrize("wrong", ["::: correction\nSECRET\n", ":::\n", "```\nSECRET\n", "<!-- SECRET\n"])
def test_an_included_file_is_complete_in_itself(folder: Path, wrong: str) -> None:
    """What it opens does not reach into the lesson."""
    (folder / "_parts" / "open.md").write_text(f"Text.\n\n{wrong}")
    text = _part('include="_parts/open.md"') + "\nMore.\n"
    assert _problems(folder, text) == [("open.md", 3, 1, "CB190")]


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
    shown, reported = shown_in_each_edition(text, _at(folder))
    assert not shown
    assert [(each.line, each.column, each.code) for each in reported] == [(line, column, "CB189")]


BANK = """# Bank

::: {include="more.md#dns"}
:::

## Ping {#ping}

Ping the gateway.

### Hint

Look.

## Route {#ex:route .exercise}

::: {.exercise #dns}
Resolve a name.

::: correction
SECRET
:::
:::
"""


@pytest.mark.parametrize(
    ("name", "begins", "ends", "lines"),
    [
        ("ping", "## Ping {#ping}", "Look.", 7),
        ("ex:route", "## Route {#ex:route .exercise}", ":::", 9),
        ("dns", "::: {.exercise #dns}", ":::", 7),
    ],
)
def test_a_part_of_a_file_has_a_name(folder: Path, name: str, begins: str, ends: str, lines: int) -> None:
    """A section, or a fenced div, such as an exercise of a bank; what names a part of another is none."""
    (folder / "_parts" / "bank.md").write_text(BANK)
    typed = _read(folder, _part(f'include="_parts/bank.md#{name}"')).text.strip().split("\n")
    assert (typed[0], typed[-1], len(typed)) == (begins, ends, lines)
    assert _problems(folder, _part('include="_parts/bank.md#pong"')) == [("lab.md", 1, 6, "CB188")]


def test_an_item_may_be_a_file(folder: Path) -> None:
    """The item, or the quotation, stays one."""
    (folder / "_parts" / "item.md").write_text("\nFirst.\n\nSecond.\n")
    text = '- ::: {include="_parts/item.md"}\n  :::\n- Third.\n\n> ::: {include="_parts/item.md"}\n> :::\n'
    assert _read(folder, text).text == (
        "- First.\n\n  Second.\n\n\n- Third.\n\n>\n>\n> First.\n>\n> Second.\n>\n>\n"
    )


def test_what_is_included_is_no_lesson(folder: Path) -> None:
    """A warning names a file that is one, and front matter that is not read."""
    (folder / "next.md").write_text("---\ntitle: Next\n---\n\n[[x]]{#y}\n")
    warned = [("lab.md", 1, 6, "CB191"), ("next.md", 1, 1, "CB191")]
    read = _read(folder, _part('include="next.md"'))
    assert [(Path(d.path).name, d.line, d.column, d.code) for d in read.inclusion.problems] == warned
    assert "title" not in read.text
    ignored = '::: {include="next.md"} <!-- coursebuild: ignore CB191 -->\n:::\n'
    assert _problems(folder, ignored) == []


def test_a_lesson_knows_its_files(folder: Path) -> None:
    """Those that it includes, and those that it would."""
    read = _read(
        folder, _part('include="_parts/setup.md"') + _code('include="src/app.py"') + _code('include="no.py"')
    )
    assert [(Path(each.path).name, each.is_code) for each in read.inclusion.files] == [
        ("setup.md", False),
        ("app.py", True),
    ]
    assert [Path(each).name for each in read.inclusion.lost] == ["no.py"]
    assert all(each.state for each in read.inclusion.files)
    assert not _read(folder, "A text that includes nothing.\n").inclusion.origins


def test_a_place_is_named_once(folder: Path) -> None:
    """A diagnostic of another file stays where it is."""
    read = _read(folder, _part('include="_parts/setup.md"'))
    other = Diagnostic("other.md", 2, 1, "CB207", "x")
    assert read.typed(other) == other


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
        shown, reported = shown_in_each_edition(text, _at(folder))
        assert shown or any(each.line for each in reported), edited
        assert "secret" not in shown.get("student", ""), edited
        if shown and not reported:
            expected = public | {"public0x", "public2x"}
            assert all(expected <= set(PUBLIC.findall(content)) for content in shown.values()), edited
            assert "region" in opening or "secret1x" in shown["instructor"], edited


SOLVED = """def total(values):
    # region sum
    # BEGIN SOLUTION: todo()
    # region loop
    result = SECRET
    # endregion
    # END SOLUTION
    # endregion
    return result
"""


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", ""),
        ("region=sum", ""),
        ("region=loop", "CB190"),
        ("lines=5", "CB190"),
        ("lines=1-5", "CB190"),
        ("lines=7-", "CB190"),
        ("lines=5 .public", ""),
        ("lines=5 .correction", ""),
        ("lines=1", ""),
    ],
)
def test_lines_of_a_gap_stay_between_its_marks(folder: Path, asked: str, code: str) -> None:
    """Without them, students would see the solution; unless the author says that they may."""
    (folder / "sum.py").write_text(SOLVED)
    found = _problems(folder, _code(f'.python include="sum.py" {asked}'))
    assert [problem for *_, problem in found] == [code][: bool(code)]


def test_a_mark_in_a_file_that_is_nearly_right(folder: Path) -> None:
    """It is an error at its line there, also where other lines are included."""
    (folder / "sum.py").write_text(SOLVED.replace("BEGIN SOLUTION", "BEGIN SOLUTON"))
    assert _problems(folder, _code('.python include="sum.py" lines=9')) == [
        ("sum.py", 7, 5, "CB193"),
        ("sum.py", 3, 5, "CB192"),
    ]


def test_a_lesson_that_includes_nothing_loads_nothing_of_this(folder: Path) -> None:
    """Most lessons do not, and are read as fast as before."""
    (folder / "plain.md").write_text("Text.\n\n```python\nx = 1\n```\n")
    (folder / "lab.md").write_text(_code('include="src/app.py"'))
    script = (
        "import sys; from pathlib import Path, PurePosixPath; from coursebuild.model import Location; "
        "from coursebuild.source import read\n"
        "for name in ('plain.md', 'lab.md'):\n"
        "    read(Location(Path(name), name, PurePosixPath('x'), (Path.cwd(),)))\n"
        "    print('coursebuild.source.inclusion' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"True"]
