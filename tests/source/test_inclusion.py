"""Code and Markdown from files, as parts of the lesson that includes them."""

import subprocess
import sys
from pathlib import Path

import pytest
from including import APP, code_from, location_of, part_from, problems_of, read_lesson
from selecting import shown_in_each_edition

from coursebuild.model import Diagnostic


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
    (code,) = read_lesson(folder, code_from(f'.python include="src/app.py" {asked}')).reading.codes
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
    (code,) = read_lesson(folder, code_from(attributes)).reading.codes
    assert set(code.info.strip("{}").split()) == expected | {".file-0"}


def test_code_that_has_a_fence_gets_a_longer_one(folder: Path) -> None:
    """Nothing in a file ends the block that includes it."""
    (folder / "src" / "sheet.txt").write_text("Before\n````\nAfter\n````\n\n::: correction\n")
    read = read_lesson(folder, "> " + code_from('include="src/sheet.txt"').replace("\n", "\n> ", 1))
    (code,) = read.reading.codes
    assert code.text.replace("> ", "").replace(">", "") == "Before\n````\nAfter\n````\n\n::: correction"
    assert not read.reading.fences


def test_markdown_is_part_of_the_lesson(folder: Path) -> None:
    """Its corrections are withheld, its headings are deeper, and what it shows is found beside it."""
    text = "---\ntitle: Lab\n---\n\n# One\n\n" + part_from('include="_parts/setup.md" shift=1') + "\nEnd.\n"
    shown, reported = shown_in_each_edition(text, location_of(folder))
    assert not reported
    assert "SECRET of the part." in shown["instructor"]
    assert "SECRET" not in shown["student"]
    assert "_parts/disk.png" in shown["student"]
    assert "next.md#part?" in shown["student"]
    assert "# no heading, and ![no image](disk.png)" in shown["student"]
    read = read_lesson(folder, text)
    assert [(each.level, each.text) for each in read.reading.headings] == [
        (1, "One"),
        (3, "Setting up {#setup}"),
        (3, "Underlined"),
    ]


def test_a_correction_may_be_a_file(folder: Path) -> None:
    """The other attributes of the block are those of what it includes."""
    (folder / "_parts" / "answer.md").write_text(
        "SECRET.\n\n" + code_from('include="../src/app.py" region=split')
    )
    parts = (
        part_from('.correction include="_parts/answer.md"'),
        code_from('.correction include="src/app.py" lines=1'),
    )
    text = "\n".join(("Text.\n", *parts, "End.\n"))
    shown, reported = shown_in_each_edition(text, location_of(folder))
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
    text = "Text.\n\n" + part_from('include="_parts/outer.md"') + "\n[w]{.solutoin}\n"
    shown, reported = shown_in_each_edition(text, location_of(folder))
    assert not shown
    places = {(Path(each.path).name, each.line, each.column) for each in reported}
    assert places == {("slip.md", 1, slip.index("corection") + 1), ("slip.md", 5, 6), ("lab.md", 6, 6)}


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
    typed = read_lesson(folder, part_from(f'include="_parts/bank.md#{name}"')).text.strip().split("\n")
    assert (typed[0], typed[-1], len(typed)) == (begins, ends, lines)
    assert problems_of(folder, part_from('include="_parts/bank.md#pong"')) == [("lab.md", 1, 6, "CB188")]


def test_an_item_may_be_a_file(folder: Path) -> None:
    """The item, or the quotation, stays one."""
    (folder / "_parts" / "item.md").write_text("\nFirst.\n\nSecond.\n")
    text = '- ::: {include="_parts/item.md"}\n  :::\n- Third.\n\n> ::: {include="_parts/item.md"}\n> :::\n'
    assert read_lesson(folder, text).text == (
        "- First.\n\n  Second.\n\n\n- Third.\n\n>\n>\n> First.\n>\n> Second.\n>\n>\n"
    )


def test_what_is_included_is_no_lesson(folder: Path) -> None:
    """A warning names a file that is one, and front matter that is not read."""
    (folder / "next.md").write_text("---\ntitle: Next\n---\n\n[[x]]{#y}\n")
    warned = [("lab.md", 1, 6, "CB191"), ("next.md", 1, 1, "CB191")]
    read = read_lesson(folder, part_from('include="next.md"'))
    assert [(Path(d.path).name, d.line, d.column, d.code) for d in read.inclusion.problems] == warned
    assert "title" not in read.text
    ignored = '::: {include="next.md"} <!-- coursebuild: ignore CB191 -->\n:::\n'
    assert problems_of(folder, ignored) == []


def test_a_lesson_knows_its_files(folder: Path) -> None:
    """Those that it includes, and those that it would."""
    read = read_lesson(
        folder,
        part_from('include="_parts/setup.md"')
        + code_from('include="src/app.py"')
        + code_from('include="no.py"'),
    )
    assert [(Path(each.path).name, each.is_code) for each in read.inclusion.files] == [
        ("setup.md", False),
        ("app.py", True),
    ]
    assert [Path(each).name for each in read.inclusion.lost] == ["no.py"]
    assert all(each.state for each in read.inclusion.files)
    assert not read_lesson(folder, "A text that includes nothing.\n").inclusion.origins


def test_a_place_is_named_once(folder: Path) -> None:
    """A diagnostic of another file stays where it is."""
    read = read_lesson(folder, part_from('include="_parts/setup.md"'))
    other = Diagnostic("other.md", 2, 1, "CB207", "x")
    assert read.typed(other) == other


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
    found = problems_of(folder, code_from(f'.python include="sum.py" {asked}'))
    assert [problem for *_, problem in found] == [code][: bool(code)]


def test_a_mark_in_a_file_that_is_nearly_right(folder: Path) -> None:
    """It is an error at its line there, also where other lines are included."""
    (folder / "sum.py").write_text(SOLVED.replace("BEGIN SOLUTION", "BEGIN SOLUTON"))
    assert problems_of(folder, code_from('.python include="sum.py" lines=9')) == [
        ("sum.py", 7, 5, "CB193"),
        ("sum.py", 3, 5, "CB192"),
    ]


def test_a_lesson_that_includes_nothing_loads_nothing_of_this(folder: Path) -> None:
    """Most lessons do not, and are read as fast as before."""
    (folder / "plain.md").write_text("Text.\n\n```python\nx = 1\n```\n")
    (folder / "lab.md").write_text(code_from('include="src/app.py"'))
    script = (
        "import sys; from pathlib import Path, PurePosixPath; from coursebuild.model import Location; "
        "from coursebuild.source import read\n"
        "for name in ('plain.md', 'lab.md'):\n"
        "    read(Location(Path(name), name, PurePosixPath('x'), (Path.cwd(),)))\n"
        "    print('coursebuild.source.inclusion' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"True"]
