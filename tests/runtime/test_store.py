"""Printed pages are cached under a hash of all that they depend on, and printed once."""

import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from workshop import Workshop, page_texts

from coursebuild import pdf
from coursebuild.engine.documents import print_job
from coursebuild.model import Artifact, Format, Page
from coursebuild.runtime import store

SHARED = "---\ntitle: Lab\n---\n\nFor everybody.\n"
WITH_CORRECTION = SHARED + "\n::: correction\nFor instructors.\n:::\n"


def kept(workshop: Workshop) -> int:
    """The number of pages in the cache."""
    found = re.search(r": (\d+) pages?, [\d.]+ of 500 MB\n", workshop.run("cache", "info").out)
    assert found
    return int(found[1])


def test_equal_pages_are_printed_once(workshop: Workshop) -> None:
    """A document without corrections is printed once for both editions; so are equal documents."""
    workshop.write("coursebuild.toml", "index = false\n")  # for which pages are counted, and the numbers kept
    workshop.write("course/lab.md", SHARED)
    workshop.run("--all", "-q")
    assert kept(workshop) == 1
    assert workshop.files() == [f"{e}/lab.{f}" for e in ("instructor", "student") for f in ("html", "pdf")]
    workshop.write("course/other.md", WITH_CORRECTION)
    workshop.run("--all", "-q")
    assert kept(workshop) == 2  # students see the same of both
    assert "For instructors" in page_texts(workshop.pdf("other", "instructor"))[0]
    assert "For instructors" not in page_texts(workshop.pdf("other"))[0]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The pages that WeasyPrint has printed."""
    monkeypatch.setenv("COURSEBUILD_CACHE", str(tmp_path))
    pages: list[str] = []
    make = pdf.make

    def counted(page: Page) -> Artifact:
        pages.append(page.html)
        return make(page)

    monkeypatch.setattr(pdf, "make", counted)
    return pages


def page(text: str, source: str = "lab.md") -> Page:
    html = f"<html lang=en><title>T</title><style>p {{ kolor: red }}</style><p>{text}</p>"
    return Page(source, PurePosixPath("student/lab.pdf"), Format.PDF, html)


def test_a_changed_page_is_printed_again(printed: list[str]) -> None:
    """Pages that were printed before come from the cache, with their diagnostics."""
    first, again = print_job.finish(page("a")), print_job.finish(page("a", "moved.md"))
    assert (len(printed), again.content) == (1, first.content)
    assert [d.message for d in again.diagnostics] == [d.message for d in first.diagnostics] != []
    assert {d.path for d in again.diagnostics} == {"moved.md"}
    print_job.finish(page("b"))
    assert len(printed) == 2


def test_a_damaged_page_is_printed_again(printed: list[str]) -> None:
    """The entry is truncated, changed in one byte, or empty."""
    content = print_job.finish(page("a")).content
    (entry,) = store.folder().glob("pages/*/*")
    complete = entry.read_bytes()
    for damaged in (complete[:-9], complete[:99] + bytes([complete[99] ^ 1]) + complete[100:], b""):
        entry.write_bytes(damaged)
        assert print_job.finish(page("a")).content == content
    assert len(printed) == 4


def test_another_engine_prints_again(printed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of WeasyPrint, Pango or a font, or another option."""
    print_job.finish(page("a"))
    engine = pdf.engine_id()
    assert re.search(r"pango \d+ .*fontpkg_fira_sans \d.*weasyprint \d", engine)
    monkeypatch.setattr(pdf, "engine_id", lambda: engine.replace("weasyprint ", "weasyprint 1"))
    print_job.finish(page("a"))
    assert len(printed) == 2


def test_the_cache_is_bounded(printed: list[str]) -> None:
    """The least recently used pages are removed first."""
    for number, text in enumerate("abc"):
        print_job.finish(page(text))
        os.utime(max(store.folder().glob("pages/*/*"), key=lambda p: p.stat().st_mtime_ns), (number, number))
    print_job.finish(page("a"))  # used again
    assert len(printed) == 3
    store.prune(store.size()[1] * 2 // 3 + 99)
    assert store.size()[0] == 2
    print_job.finish(page("a"))
    assert len(printed) == 3
    print_job.finish(page("b"))
    assert len(printed) == 4


def test_a_cache_that_cannot_be_written(workshop: Workshop) -> None:
    """There is a file in its place; the build succeeds without a cache."""
    workshop.write("course/lab.md", SHARED)
    workshop.write(".cache", "a file")
    done = workshop.run("--quiet")
    assert (done.code, done.err, workshop.files()) == (0, "", ["student/lab.html", "student/lab.pdf"])


def test_the_cache_is_cleared(workshop: Workshop) -> None:
    """Pages and records of builds are removed; records of which files are whose stay."""
    workshop.write("course/lab.md", SHARED)
    workshop.run("--quiet")
    assert workshop.run("cache", "clear").out.endswith(": 0 pages, 0.0 of 500 MB\n")
    assert list((workshop.folder / ".cache" / "records").iterdir())
    assert not (workshop.folder / ".cache" / "built").exists()


def test_two_builds_at_once(workshop: Workshop) -> None:
    """Both succeed, and leave the same files and no others."""
    workshop.write("coursebuild.toml", "index = false\n")
    for number in range(4):
        workshop.write(f"course/{number}.md", WITH_CORRECTION.replace("Lab", f"Lab {number}"))
    command = [sys.executable, "-m", "coursebuild", "--all", "--quiet"]
    environment = {**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")}
    both = [subprocess.Popen(command, cwd=workshop.folder, env=environment) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert len(workshop.files()) == 16
    assert kept(workshop) == 8
    assert not list((workshop.folder / ".cache").rglob(".*"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_no_entry(tmp_path: Path) -> None:
    """A pipe would be waited for, and a device read until there is no memory."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    store.write_at(tmp_path / "file", b"content")
    found = [store.read_at(tmp_path / name) for name in ("pipe", "device", "file")]
    assert found == [None, None, b"content"]
