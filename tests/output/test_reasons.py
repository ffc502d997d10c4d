"""`build --dry-run` and `--why`: what would be built, and what has changed since the last build."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from workshop import Workshop

from coursebuild.runtime import store

LESSON = (
    "---\ntitle: Lab\n---\n\nFor everybody.\n\n![A dot](dot.svg)\n\n[Data](data.csv) and [more](other.md)\n"
)
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{}"/></svg>'
FILTER = "def transform(doc):\n    return doc\n"
FILES = ["build/student/lab.html", "build/student/lab.pdf"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A course with templates, a label and a filter, built once."""
    workshop = Workshop(tmp_path_factory.mktemp("course"))
    workshop.write("coursebuild.toml", 'title = "Systems"\nfilters = ["upper"]\n')
    workshop.write("filters/upper.py", FILTER)
    workshop.write("templates/screen.css", "body { color: navy }\n")
    workshop.write("templates/labels.toml", '[en]\ntip = "Hint"\n')
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/other.md", "---\ntitle: Other\n---\n\nText.\n")
    workshop.write("course/dot.svg", DOT.format(3))
    workshop.write("course/data.csv", "1,2\n")
    done = workshop.run()
    assert done.code == 0, done.err
    return workshop


@pytest.fixture
def course(built: Workshop) -> Iterator[Workshop]:
    """The course, whose files are afterwards as they were."""
    before = _contents(built)
    yield built
    for path in _contents(built).keys() - before.keys():
        path.unlink()
    for path, content in before.items():
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def _contents(workshop: Workshop) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in workshop.folder.rglob("*") if path.is_file()}


def _plan(workshop: Workshop, *arguments: str, **environment: str) -> dict[str, Any]:
    """What a build would do; nothing is written."""
    before = _contents(workshop)
    done = workshop.run("--dry-run", "--format", "json", *arguments, **environment)
    assert (done.code, done.err) == (0, "")
    assert _contents(workshop) == before
    plan: dict[str, Any] = json.loads(done.out)
    return plan


def _of_all(*reasons: tuple[str, str]) -> dict[str, list[tuple[str, str]]]:
    return {name: list(reasons) for name in ("lab", "other")}


# What is changed, and of which documents it is a reason: its kind, and its name.
CHANGES: dict[str, tuple[Callable[[Workshop], object], dict[str, list[tuple[str, str]]]]] = {
    "the text": (
        lambda w: w.write("course/lab.md", LESSON.replace("everybody", "all")),
        {"lab": [("source", "course/lab.md")]},
    ),
    "an image": (
        lambda w: w.write("course/dot.svg", DOT.format(4)),
        {"lab": [("image", "course/dot.svg")]},
    ),
    "a linked file": (
        lambda w: w.write("course/data.csv", "3,4\n"),
        {"lab": [("file", "course/data.csv")]},
    ),
    "a template": (
        lambda w: w.write("templates/screen.css", "body { color: green }\n"),
        _of_all(("template", "templates/screen.css")),
    ),
    "a label": (
        lambda w: w.write("templates/labels.toml", '[en]\ntip = "Clue"\n'),
        _of_all(("label", "templates/labels.toml")),
    ),
    "a new template": (
        lambda w: w.write("templates/print.css", "body { color: green }\n"),
        _of_all(("template", "templates/print.css")),
    ),
    "a filter": (
        lambda w: w.write("filters/upper.py", FILTER + "# new\n"),
        _of_all(("filter", "filters/upper.py")),
    ),
    "the configuration": (
        lambda w: w.write("coursebuild.toml", 'title = "Networks"\nfilters = ["upper"]\n'),
        _of_all(("configuration", "coursebuild.toml")),
    ),
    "a file that is gone": (
        lambda w: (w.folder / FILES[1]).unlink(),
        {"lab": [("output", FILES[1])]},
    ),
    "a file that is another one": (
        lambda w: w.write(FILES[0], "mine"),
        {"lab": [("overwritten", FILES[0])]},
    ),
    "a new lesson": (
        lambda w: w.write("course/new.md", "---\ntitle: New\n---\n"),
        {"new": [("first", "")]},
    ),
    "two things": (
        lambda w: (w.write("course/lab.md", LESSON + "\nMore.\n"), w.write(FILES[0], "mine")),
        {"lab": [("source", "course/lab.md"), ("overwritten", FILES[0])]},
    ),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_has_changed(
    course: Workshop, change: Callable[[Workshop], object], expected: dict[str, list[tuple[str, str]]]
) -> None:
    """Each lesson that would be built has its reasons, by name; the others are unchanged."""
    change(course)
    plan = _plan(course)
    found = {
        Path(each["source"]).stem: [(reason["kind"], reason["name"]) for reason in each["reasons"]]
        for each in plan["build"]
    }
    assert found == expected
    assert {Path(name).stem for name in plan["unchanged"]} == {"lab", "other", *found} - found.keys()


def test_options(course: Workshop) -> None:
    """Which of them are others, or that one has everything built."""
    for arguments, kind, name in (
        (["--all"], "option", "editions"),
        (["--to", "html"], "option", "formats"),
        (["-M", "group=A"], "option", "metadata"),
        (["--force"], "forced", "--force"),
        (["-o", "public"], "first", ""),
    ):
        (lab, _) = _plan(course, *arguments)["build"]
        assert [(reason["kind"], reason["name"]) for reason in lab["reasons"]] == [(kind, name)]
    assert len(_plan(course, "--all")["build"][0]["files"]) == 4
    assert _plan(course, "course/other.md")["unchanged"] == ["course/other.md"]


def test_another_program(course: Workshop, tmp_path: Path) -> None:
    """Another pandoc, and another version of a package."""
    pandoc = course.write("pandoc", "")
    (lab, _) = _plan(course, PYPANDOC_PANDOC=str(pandoc))["build"]
    assert [reason["message"] for reason in lab["reasons"]] == ["pandoc has changed"]
    (tmp_path / "added-1.2.dist-info").mkdir()
    (lab, _) = _plan(course, PYTHONPATH=str(tmp_path))["build"]
    assert [reason["message"] for reason in lab["reasons"]] == ["added (none before, 1.2 now) has changed"]


def test_a_lesson_that_is_gone(course: Workshop) -> None:
    """Its files would be removed; one that the author has changed would stay."""
    (course.folder / "course/other.md").unlink()
    course.write("build/student/other.html", "mine")
    plan = _plan(course)
    assert [Path(each["file"]).name for each in plan["remove"]] == ["other.pdf"]
    done = course.run("--dry-run")
    assert "would remove build/student/other.pdf: its source no longer exists" in done.out


def test_what_is_printed(course: Workshop) -> None:
    """A build with `--why` says the same as one that would be, and says nothing the next time."""
    course.write("course/lab.md", LESSON + "\nMore.\n")
    why = "course/lab.md: course/lab.md has changed"
    planned = course.run("--dry-run", "--why")
    assert planned.out.splitlines() == [why, *(f"would write {file}" for file in FILES)]
    assert planned.err == "1 document would be built, 1 unchanged\n"
    done = course.run("--why", "-v")
    assert why in done.err.splitlines()
    assert any(line.startswith("slowest: course/lab.md ") for line in done.err.splitlines())
    assert course.run("--why", "--dry-run").out == ""


def test_a_format_without_a_dry_run(course: Workshop) -> None:
    """Nothing else has a format."""
    done = course.run("--format", "json")
    assert (done.code, "--format needs --dry-run" in done.err) == (2, True)


def test_a_damaged_record(workshop: Workshop) -> None:
    """What it says of a former build is not known."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n")
    assert workshop.run("--to", "html").code == 0
    (record,) = (workshop.folder / ".cache" / "built").glob("*.json")
    store.write_at(record, (store.read_at(record) or b"").replace(b'{"editions"', b'{"edition'))
    workshop.write("course/lab.md", "---\ntitle: Lab 2\n---\n")
    assert [each["source"] for each in _plan(workshop, "--to", "html")["build"]] == ["course/lab.md"]
