"""`check --fix` fixes problems that have only one sensible fix, and changes nothing else."""

import errno
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from lessons import slipped
from selecting import SESSION, shown_in_each_edition, unhurried
from workshop import Workshop

from coursebuild.cli.commands.lessons import check
from coursebuild.lint.fixes.fix import fix_text
from coursebuild.model import Location, UsageError
from coursebuild.runtime import atomic
from coursebuild.source import read_lines

C = '{.correction .if correction="true"}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"a\n::: {C}\nb\n:::\n", f"a\n\n::: {C}\nb\n:::\n"),
        (f"a\n::: {C}\nb\n:::\nc\n", f"a\n\n::: {C}\nb\n:::\n\nc\n"),
        ("> a\n> ::: tip\n> b\n> :::\n", "> a\n>\n> ::: tip\n> b\n> :::\n"),
        (
            "1. a\n::: correction\nb\n:::\n1. c\n::: correction\nd\n:::\n1. e\n",
            "1. a\n\n::: correction\nb\n:::\n\n2. c\n\n::: correction\nd\n:::\n\n3. e\n",
        ),
        (f":::\u00a0{C}\na\n:::\u00a0\n", f"::: {C}\na\n:::\n"),
        (f"\u200b::: {C}\na\n:::\u200b\n", f"::: {C}\na\n:::\n"),
        (f"\uff1a\uff1a\uff1a {C}\na\n\uff1a\uff1a\uff1a\n", f"::: {C}\na\n:::\n"),
        (f":: {C}\na\n:::\n", f"::: {C}\na\n:::\n"),
        ('::: {.correction .if correction = "true"}\na\n:::\n', f"::: {C}\na\n:::\n"),
        ("::: {.correction .if correction=“true”}\na\n:::\n", f"::: {C}\na\n:::\n"),
        ("::: {.correction .if correction=« true »}\na\n:::\n", f"::: {C}\na\n:::\n"),
        ('::: {.correction .if correction="true"\na\n:::\n', f"::: {C}\na\n:::\n"),
        ('::: .correction .if correction="true"}\na\n:::\n', f"::: {C}\na\n:::\n"),
        ('::: .correction .if correction="true"\na\n:::\n', f"::: {C}\na\n:::\n"),
        ('::: correction {.if correction="true"}\na\n:::\n', f"::: {C}\na\n:::\n"),
        ('::: {.correction.if correction="true"}\na\n:::\n', f"::: {C}\na\n:::\n"),
        ('::: {.Correction .IF correction="true"}\na\n:::\n', f"::: {C}\na\n:::\n"),
        (":::Correction\na\n:::\n", "::: correction\na\n:::\n"),
        (f"  ::: {C}\n  a\n  :::\n", f"::: {C}\na\n:::\n"),
        (f"1. a\n\n    ::: {C}\n    b\n    :::\n", f"1. a\n\n   ::: {C}\n   b\n   :::\n"),
        ("[a] {.correction}\n", "[a]{.correction}\n"),
        ("text\n## Next\n", "text\n\n## Next\n"),
        ('::: {.exo\u200b title="1\u00a0€"}\na\n:::\n', '::: {.exo title="1\u00a0€"}\na\n:::\n'),
        ("1. a\n  - b\n  - c\n2. d\n", "1. a\n   - b\n   - c\n2. d\n"),
        ("1. a\n  - b\n\n    more\n2. d\n", "1. a\n   - b\n\n     more\n2. d\n"),
    ],
)
def test_fixes(before: str, after: str) -> None:
    """The problem is fixed, and a second run changes nothing."""
    assert fix_text(before) == after
    assert fix_text(after) == after


@pytest.mark.parametrize(
    "text",
    [
        f"::: {C}\na\n::: {C}\n",  # does it end here, or begin another?
        f"::: {C}\na\n\n## Next\n\nb\n",  # where does it end?
        "::: corection\na\n:::\n",  # an unknown name
        f"```\ntext\n::: {C}\n```\n",
        "~~~\n1. a\n  - b\n~~~\n",
        "```text\n:::\u00a0tip\n  ::: {.correction.if x = “y”}\n```\n",
        "1. a\n  - b\n    ```\n    c\n    ```\n2. d\n",  # code in the list: its lines would change
        "---\ntitle: x\nabstract: |\n  a\n  ::: tip\n---\n\nb\n",
        "<!--\na\n::: correction\n-->\n",
        ":::warning A title\u00a0?\na\n:::\n",
        "[a](b) (c) {d}\n",
        "| ## x   | title |\n|--------|-------|\n| ## y   | z |\n",
        "a\n\n    ls -l\n    ## a comment\n    cd /\n\n    [x] {.correction}\n",
        "in all\nthis is ## x\n",
        "<pre>\na\n## b\n</pre>\n",
        "$$\na\n## b\n$$\n",
        "<!-- [x] {.correction} -->\n",
        "## Type `ls` {.correction}\n\nAnswer\n",  # of the section, or of the words before it?
        "## The port [80] {.correction}\n",
        ": Prices [2026] {.correction}\n",
        '::: {.exo title="10\u00a0000\u00a0€"}\na\n:::\n',
    ],
)
def test_no_change(text: str) -> None:
    """Ambiguous text and code are not changed."""
    assert fix_text(text) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_endings_and_marks_are_kept(workshop: Workshop, end: str, bom: bytes) -> None:
    """Line endings and byte-order marks are kept."""
    text = "---\ntitle: L\n---\n\na  \n::: correction\nb\n:::\n\n```\n::: x\n```\nlast"
    path = workshop.write("course/lab.md", bom + text.replace("\n", end).encode())
    done = workshop.run("check", "--fix", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "fixed course/lab.md\n")
    expected = text.replace("a  \n:::", "a  \n\n:::").replace("\n", end)
    assert path.read_bytes() == bom + expected.encode()
    assert workshop.run("check", "--fix", "--quiet").err == ""


def test_a_difference_is_shown(workshop: Workshop) -> None:
    """`--diff` changes nothing, and fails if --fix would change something."""
    path = workshop.write("course/lab.md", "---\ntitle: L\n---\n\na\x0cb\n::: correction\nb\n:::\n")
    before = path.read_bytes()
    done = workshop.run("check", "--diff")
    assert done.code == 1
    assert done.out.split("\n") == [
        *("--- course/lab.md", "+++ course/lab.md", "@@ -3,6 +3,7 @@", " ---", " ", " a\x0cb", "+"),
        *(" ::: correction", " b", " :::", ""),
    ]
    assert path.read_bytes() == before
    workshop.run("check", "--fix")
    assert workshop.run("check", "--diff").code == 0


@unhurried
@given(slipped())
def test_a_fix_leaks_nothing(text: str) -> None:
    """A fix shows no correction, keeps valid documents valid, keeps code, and needs one run."""
    fixed = fix_text(text)
    assert fix_text(fixed) == fixed
    assert [c.text for c in read_lines(fixed).codes] == [c.text for c in read_lines(text).codes]
    shown, _ = shown_in_each_edition(text)
    again, _ = shown_in_each_edition(fixed)
    assert "secret" not in again.get("student", "")
    assert not shown or again


def test_a_source_that_cannot_be_written(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is reported, and the source is unchanged."""
    path = workshop.write("course/lab.md", "---\ntitle: L\n---\n\na\n::: correction\nb\n:::\n")
    before = path.read_bytes()

    def refuse(path: Path, _: bytes) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(atomic, "write", refuse)
    location = Location(path, "course/lab.md", PurePosixPath("lab"), (path.parent,))
    with pytest.raises(UsageError) as refused:
        check.fix_sources([location], SESSION.course, write=True, diff=False)
    said = "course/lab.md: error[CB007]: it cannot be written: Read-only file system"
    assert str(refused.value).startswith(said)
    assert path.read_bytes() == before


def test_what_lessons_include_is_fixed_with_them(workshop: Workshop) -> None:
    """Each Markdown file of the course once, also one that an included file includes; no code."""
    slip, fixed = b"Text\r\n::: Correction\r\nx\r\n:::\r\n", b"Text\r\n\r\n::: correction\r\nx\r\n:::\r\n"
    include = '::: {include="_parts/outer.md"}\n:::\n\n```{.markdown include="_parts/shown.md"}\n```\n'
    for name in ("first", "second"):
        workshop.write(f"course/{name}.md", f"# {name.title()}\n\n{include}")
    workshop.write(
        "course/_parts/outer.md", 'Text\n\n::: {include="inner.md"}\n:::\n\n::: {include="notes.txt"}\n:::\n'
    )
    for name in ("inner.md", "shown.md", "notes.txt", "alone.md"):
        (workshop.folder / "course/_parts" / name).write_bytes(slip)
    (workshop.folder / "course/_parts" / "shown.md").write_bytes(b"Text\n# Heading\n")
    assert "+::: correction" in workshop.run("check", "--diff").out
    assert workshop.run("check", "--fix", "--untrusted").err.count("fixed ") == 0
    done = workshop.run("check", "--fix")
    assert [line for line in done.err.split("\n") if line.startswith("fixed")] == [
        "fixed course/_parts/inner.md"
    ]
    assert (workshop.folder / "course/_parts" / "inner.md").read_bytes() == fixed
    for name in ("notes.txt", "alone.md"):
        assert (workshop.folder / "course/_parts" / name).read_bytes() == slip
