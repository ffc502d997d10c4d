"""A document whose inputs have not changed is skipped, and any other is built."""

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import PANDOC, ROOT, Workshop

from coursebuild.engine import Session
from coursebuild.model import PAGES, BuildOptions
from coursebuild.output import entries, history, inputs
from coursebuild.runtime import fingerprint, store

LESSON = (
    "---\ntitle: Lab\n---\n\nFor everybody.\n\n![A dot](dot.svg)\n\n::: correction\nFor instructors.\n:::\n"
)
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{}"/></svg>'
FILES = ["build/student/lab.html", "build/student/lab.pdf"]
CHANGING = """import pathlib
def transform(doc):
    pathlib.Path(__file__).write_text("def transform(doc): return doc")
    return doc
"""
SLOW_MODULES = set(
    "concurrent jinja2 logging multiprocessing nh3 panflute PIL pygments pypandoc pypdfium2 rich "
    "socket subprocess tempfile weasyprint".split()
)


WHEN_OTHERS_ARE_WRITTEN = """import pathlib, time
def transform(doc):
    first, last = (pathlib.Path(f"build/student/{{number}}.pdf") for number in (0, 4))
    if first.exists() and not last.exists():
        first.write_text("another")
        time.sleep({step})
    return doc
"""


@pytest.fixture
def built(workshop: Workshop) -> Workshop:
    """A course with templates and a filter, built once."""
    workshop.write("coursebuild.toml", 'title = "Systems"\nfilters = ["upper"]\n')
    workshop.write("filters/upper.py", "def transform(doc):\n    return doc\n")
    workshop.write("templates/screen.css", "body { color: navy }\n")
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/dot.svg", DOT.format(3))
    assert workshop.run().out.split() == FILES
    return workshop


def test_an_unchanged_document_is_skipped(built: Workshop) -> None:
    """Also if the times of its files have changed: contents are compared."""
    before = _written(built)
    again = built.run()
    assert (again.code, again.out) == (0, "")
    assert "1 document, 0 files, 1 unchanged in " in again.err
    assert _written(built) == before
    for path in built.folder.rglob("*"):
        os.utime(path, (1, 1))
    assert built.run().out == ""


def _written(workshop: Workshop) -> dict[str, tuple[int, int]]:
    """The inode and the modification time of each file."""
    status = {name: (workshop.folder / name).stat() for name in FILES}
    return {name: (each.st_ino, each.st_mtime_ns) for name, each in status.items()}


CHANGES: dict[str, Callable[[Workshop], object]] = {
    "text": lambda w: w.write("course/lab.md", LESSON.replace("everybody", "all")),
    "image": lambda w: w.write("course/dot.svg", DOT.format(4)),
    "template": lambda w: w.write("templates/screen.css", "body { color: green }\n"),
    "labels": lambda w: w.write("templates/labels.toml", '[en]\nwarning = "Danger"\n'),
    "filter": lambda w: w.write("filters/upper.py", "def transform(doc):\n    return doc  # new\n"),
    "configuration": lambda w: w.write("coursebuild.toml", 'title = "Networks"\nfilters = ["upper"]\n'),
    "file gone": lambda w: (w.folder / FILES[1]).unlink(),
    "file overwritten": lambda w: w.write(FILES[0], w.html().replace("For everybody", "Something els")),
    "file overwritten, with its old date": lambda w: _overwrite_and_keep_date(w.folder / FILES[0]),
    "file is a link": lambda w: _replace_by_link(w.folder / FILES[0]),
}


def _overwrite_and_keep_date(path: Path) -> None:
    was = path.stat()
    path.write_text(path.read_text().replace("everybody", "everydody"))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def _replace_by_link(path: Path) -> None:
    path.symlink_to(path.rename(path.with_suffix(".old")))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_is_detected(built: Workshop, change: Callable[[Workshop], object]) -> None:
    """Of an input or of a file: the document is built, and skipped the next time."""
    change(built)
    assert built.run().out.split() == FILES
    assert built.run().out == ""
    assert not (built.folder / FILES[0]).is_symlink()


def test_an_image_that_appears_or_becomes_a_link(workshop: Workshop) -> None:
    """An image that was missing, and a link with the same content that leads out of the course."""
    workshop.write("course/lab.md", LESSON)
    assert "CB202" in workshop.run().err
    assert "CB202" in workshop.run().err
    workshop.write("course/dot.svg", DOT.format(3))
    assert workshop.run().out.split() == FILES
    outside = workshop.write("dot.svg", DOT.format(3))
    (workshop.folder / "course" / "dot.svg").unlink()
    (workshop.folder / "course" / "dot.svg").symlink_to(outside)
    assert "CB304" in workshop.run().err


def test_a_filter_that_changes_during_the_build(built: Workshop) -> None:
    """The build is not recorded, because it may have used either version."""
    change = built.write("filters/upper.py", CHANGING)
    assert built.run().out.split() == FILES
    assert change.read_text() != CHANGING
    built.write("filters/upper.py", CHANGING)
    assert built.run().out.split() == FILES


def test_fetch_always_builds(built: Workshop) -> None:
    """Whether or not the document was built, or its images were fetched, before."""
    assert built.run("--fetch").out.split() == FILES
    assert built.run("--fetch").out.split() == FILES


def test_each_set_of_options_has_its_own_record(built: Workshop) -> None:
    """Going from one set of options to another and back builds nothing twice."""
    assert built.run("--correction").out.split() == [name.replace("student", "instructor") for name in FILES]
    assert [built.run(*arguments).out for arguments in ((), ("--correction",))] == ["", ""]
    assert built.run("-M", "group=A").out.split() == FILES
    assert built.run("-M", "group=A", "--to", "html").out.split() == FILES[:1]
    assert built.run("-o", "public").out.split() == [name.replace("build", "public") for name in FILES]
    assert built.run("course/lab.md").out == ""


def test_another_program_is_a_change(built: Workshop, tmp_path: Path) -> None:
    """With another pandoc, everything is built."""
    other = tmp_path / "pandoc"
    other.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PANDOC))} "$@"\n')
    other.chmod(0o755)
    assert built.run(PYPANDOC_PANDOC=str(other)).out.split() == FILES
    assert built.run(PYPANDOC_PANDOC=str(other)).out == ""


def test_everything_is_rebuilt(built: Workshop) -> None:
    """With `--force` or its former name, or after the cache was cleared."""
    assert built.run("--force").out.split() == FILES
    assert built.run("--anew").out.split() == FILES
    built.run("cache", "clear")
    assert built.run().out.split() == FILES
    assert built.run().out == ""


def test_diagnostics_are_repeated(workshop: Workshop) -> None:
    """With their exit status; a document that failed is tried again."""
    workshop.write("course/lab.md", LESSON.replace("dot.svg", "https://example.org/dot.svg"))
    first, again = workshop.run(), workshop.run()
    assert "lab.md:7:10: warning[CB203]" in first.err
    assert again.err.splitlines()[:-1] == first.err.splitlines()[:-1]
    assert again.err.splitlines()[-1].startswith("1 document, 0 files, 1 unchanged, 1 warning in ")
    assert workshop.run("--strict").code == 1
    workshop.write("course/lab.md", LESSON.replace("::: correction", "::: corection"))
    assert [workshop.run().code for _ in range(2)] == [1, 1]


@pytest.mark.parametrize(
    "damage",
    [
        lambda record: record[:-20],
        lambda record: b"2" + record.removeprefix(entries.VERSION),
        lambda record: re.sub(rb"{.*}", b"[1]", record),
        lambda record: re.sub(rb"{.*}", b"5", record),
        lambda record: record.replace(b'"reads"', b'"read"'),
        lambda record: record.replace(
            b'"diagnostics": []', b'"diagnostics": [["lab.md", 1, 1, "CB000", "?"]]'
        ),
        lambda _: b"",
    ],
    ids=["cut", "old", "list", "number", "key", "rule", "empty"],
)
def test_a_damaged_record(built: Workshop, damage: Callable[[bytes], bytes]) -> None:
    """It is ignored, and the document is built: here one with the right checksum."""
    (record,) = (built.folder / ".cache" / "built").glob("*.json")
    store.write_at(record, damage(store.read_at(record) or b""))
    assert [built.run().out.split() for _ in range(2)] == [FILES, []]


def test_the_record_is_limited(built: Workshop) -> None:
    """To a few sets of options for each document, and to documents that exist."""
    built.write("course/gone.md", LESSON)
    for group in range(history.MAX_ENTRIES + 2):
        assert built.run("--to", "html", "-M", f"group={group}").code == 0
    (built.folder / "course" / "gone.md").unlink()
    assert built.run("--to", "html", "-M", "group=last").code == 0
    (record,) = (built.folder / ".cache" / "built").glob("*.json")
    lines = (store.read_at(record) or b"").splitlines()
    assert len([line for line in lines if b'"name": ' in line]) == history.MAX_ENTRIES
    assert len(lines) == 1 + 2 * history.MAX_ENTRIES  # each with the inputs that its documents share


READING = """import sys
sys.addaudithook(lambda event, values: event == "open" and print(f"reads {values[0]}", file=sys.stderr))
from coursebuild.__main__ import main
main()
"""


def _files_read(workshop: Workshop) -> set[str]:
    """The files of the course that an up-to-date build reads."""
    done = subprocess.run(
        [sys.executable, "-c", READING],
        cwd=workshop.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == ""
    files = re.findall(r"^reads (.*)$", done.stderr, re.MULTILINE)
    inside = (os.path.relpath(file, workshop.folder) for file in files if file.startswith("/"))
    return {name for name in inside if name.startswith(("build/", "course/"))}


def test_untouched_files_are_not_read(built: Workshop) -> None:
    """Once they are old enough for their times to show a change; one that was overwritten is read."""
    inputs_and_files = {*FILES, "course/lab.md", "course/dot.svg"}
    for name in inputs_and_files:
        os.utime(built.folder / name)
    assert _files_read(built) == inputs_and_files
    time.sleep(fingerprint.STEP / 1e9)
    assert [_files_read(built) for _ in range(2)] == [inputs_and_files, set()]
    _overwrite_and_keep_date(built.folder / FILES[0])
    assert built.run().out.split() == FILES


def test_files_are_compared_again_at_the_end_of_a_long_build(built: Workshop) -> None:
    """They are not read the next time; those that another program overwrote meanwhile are built again."""
    (built.folder / "course" / "lab.md").unlink()
    built.write("coursebuild.toml", 'filters = ["upper"]\nindex = false\n')
    names = [str(number) for number in range(5)]
    for name in names:
        built.write(f"course/{name}.md", "---\ntitle: Lab\n---\n")
    built.write("filters/upper.py", WHEN_OTHERS_ARE_WRITTEN.format(step=fingerprint.STEP / 1e9 + 0.1))
    files = [f"build/student/{name}.{suffix}" for name in names for suffix in ("html", "pdf")]
    assert built.run("--jobs", "1").out.split() == files
    assert built.run().out.split() == files[:2]
    assert "1" not in {Path(read).stem for read in _files_read(built)}


def test_settled(tmp_path: Path) -> None:
    """Empty for a file that may change within the same step of time, for a link and for no file."""
    path, link, now = tmp_path / "lab.html", tmp_path / "link", time.time_ns() + fingerprint.STEP
    path.write_text("everybody")
    link.symlink_to(path)
    settled = fingerprint.settled(str(path), now)
    assert settled == fingerprint.settled(str(path), now) != ""
    assert fingerprint.settled(str(path), path.stat().st_ctime_ns) == ""
    assert [fingerprint.settled(str(tmp_path / name), now) for name in ("link", "absent", ".", "a\0")] == [
        ""
    ] * 4
    _overwrite_and_keep_date(path)
    assert fingerprint.settled(str(path), now) != settled


@pytest.fixture
def pandoc_calls(workshop: Workshop) -> Callable[..., tuple[int, dict[str, int]]]:
    """Run a build; return how often it starts pandoc, and the number of requests for each format."""
    starts, requests = workshop.folder / "starts", workshop.folder / "requests"
    counting = workshop.write(
        "pandoc",
        f"#!/bin/sh\necho >> {shlex.quote(str(starts))}\n"
        f'tee -a {shlex.quote(str(requests))} | {shlex.quote(str(PANDOC))} "$@"\n',
    )
    counting.chmod(0o755)

    def counted(*call: str) -> tuple[int, dict[str, int]]:
        starts.write_text("")
        requests.write_text("")
        done = workshop.run(*call, PYPANDOC_PANDOC=str(counting))
        assert done.code == 0, done.err
        formats = [json.loads(line)["to"] for line in requests.read_text().splitlines()]
        return len(starts.read_text()), dict(Counter(formats))

    return counted


def test_requests_to_pandoc(
    workshop: Workshop, pandoc_calls: Callable[..., tuple[int, dict[str, int]]]
) -> None:
    """One to read a source, and one for each edition; formats and equal editions share it."""
    workshop.write("course/plain.md", "---\ntitle: Plain\n---\n\nFor everybody.\n")
    assert pandoc_calls("--all") == (1, {"json": 1, "html5": 1})
    workshop.write("course/lab.md", LESSON.replace("![A dot](dot.svg)", ""))
    assert pandoc_calls("--all") == (1, {"json": 1, "html5": 2})
    assert pandoc_calls("--all") == (0, {})
    workshop.write("course/plain.md", "---\ntitle: Plain\n---\n\nFor everyone.\n")
    assert pandoc_calls("--all", "--to", "pdf") == (2, {"json": 2, "html5": 3})
    assert pandoc_calls("--all") == (1, {"json": 1, "html5": 1})


def test_each_process_starts_one_pandoc(
    workshop: Workshop, pandoc_calls: Callable[..., tuple[int, dict[str, int]]]
) -> None:
    """The command reads the first document, and workers read the others."""
    for number in range(6):
        workshop.write(f"course/{number}.md", f"---\ntitle: {number}\n---\n\nFor everybody.\n")
    assert pandoc_calls("--jobs", "1") == (2, {"json": 6, "html5": 6})


def test_an_up_to_date_build_imports_little(built: Workshop) -> None:
    """None of the slow modules, nor the record of what was withheld; a build of a page imports them."""
    assert _imported(built, "-q") & {*SLOW_MODULES, "coursebuild.output.record"} == set()
    assert _imported(built, "-q", "--force", "--jobs", "1") >= {"panflute", "jinja2", "weasyprint", "nh3"}


def test_rules_are_imported_for_diagnostics(built: Workshop) -> None:
    """Not for a document without diagnostics."""
    catalogue = "coursebuild.model.rules.catalogue"
    assert catalogue not in _imported(built, "-q")
    assert catalogue not in _imported(built, "-q", "--force", "--jobs", "1")
    built.write("course/lab.md", LESSON.replace("dot.svg", "absent.svg"))
    assert catalogue in _imported(built, "-q")


def _imported(workshop: Workshop, *call: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "coursebuild", *call],
        cwd=workshop.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")},
        capture_output=True,
        check=True,
        text=True,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


def test_our_own_code_is_among_what_makes_a_document() -> None:
    """Of every package, at every depth, with the script that pandoc runs, the filters and the templates."""
    listed = "\n".join(inputs.code())
    modules = [*(ROOT / "coursebuild").rglob("*.py"), *(ROOT / "filters").glob("*.py")]
    for path in (*modules, ROOT / "coursebuild/pandoc/process.lua", ROOT / "templates/print.css"):
        assert f"{path} (" in listed


def test_our_own_code_counts_whatever_its_version_is(built: Workshop) -> None:
    with Session.open(built.folder) as session:
        course = session.course
    options = BuildOptions(tuple(course.editions.values()), PAGES, {}, fetch=False, jobs=1)
    programs = inputs.shared(course, options).programs
    assert programs[inputs.COURSEBUILD] == store.key(*inputs.code())
