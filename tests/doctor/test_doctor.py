"""`coursebuild doctor`: what it says of a machine that has all, and of machines that lack something."""

import json
import re
import shutil
import sys
from dataclasses import dataclass

import pytest
from workshop import ROOT, Workshop

from coursebuild.runtime.system import libraries, packages

LESSON = "---\ntitle: Lab\n---\n\nText.\n"
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the loader of Linux is told where to look")


@dataclass(frozen=True)
class Report:
    """The exit status, and the state and the words of each part of the machine."""

    code: int
    states: dict[str, str]
    words: dict[str, str]


def _examined(workshop: Workshop, **environment: str) -> Report:
    done = workshop.run("doctor", "--format", "json", **environment)
    assert done.err == ""
    report = json.loads(done.out)
    assert report["version"] == 1
    assert report["builds"] == (done.code == 0)
    states = {part["name"]: part["state"] for part in report["parts"]}
    return Report(
        done.code, states, {part["name"]: f"{part['message']} {part['remedy']}" for part in report["parts"]}
    )


def test_a_machine_that_has_all(workshop: Workshop) -> None:
    """A line for each part, exit status 0, and no file in the current folder but the cache."""
    done = workshop.run("doctor", HOME=str(workshop.folder), COURSEBUILD_CACHE="")
    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert [line for line in lines if line.startswith("wrong")] == []
    parts = {line[5:].partition(":")[0].strip() for line in lines if not line.startswith(" ")}
    assert {"Python", "pandoc", "Pango", "HarfBuzz", "fonts", "PDF", "cache", "git"} <= parts
    assert re.search(r"PDF: a page is printed and read back, with Pango \d+\.\d+\.\d+", done.out)
    assert str(workshop.folder) not in done.out
    assert {path.name for path in workshop.folder.iterdir()} <= {".cache"}


def test_what_only_slows_builds_down(workshop: Workshop) -> None:
    """A cache that cannot be written, no home, no TMPDIR, no locale: each is noted, and a build works."""
    workshop.write("file", "")
    report = _examined(
        workshop,
        COURSEBUILD_CACHE=str(workshop.folder / "file" / "cache"),
        HOME=str(workshop.folder / "absent"),
        TMPDIR=str(workshop.folder / "file"),
        LC_ALL="xx_XX",
        COURSEBUILD_PLAIN="1",
        PATH=str(workshop.folder),
    )
    assert report.code == 0
    noted = {"cache", "home", "temporary files", "characters", "optimizations", "git"}
    assert noted <= {name for name, state in report.states.items() if state == "note"}
    assert "Not a directory" in report.words["cache"]
    assert "`xx_XX`" in report.words["characters"]
    assert "COURSEBUILD_PLAIN is set: " in report.words["optimizations"]


def test_no_pandoc(workshop: Workshop) -> None:
    """Exit status 1, and what else is examined is."""
    report = _examined(workshop, PYPANDOC_PANDOC=str(workshop.folder / "absent"))
    assert (report.code, report.states["pandoc"], report.states["PDF"]) == (1, "wrong", "fine")
    assert "pandoc cannot be started: No such file or directory do not set" in report.words["pandoc"]
    assert "lesson" not in report.states


@ON_LINUX
def test_a_library_that_cannot_be_loaded(workshop: Workshop) -> None:
    """The report and a build say the same, in one line, and what to type on this system."""
    workshop.write("libraries/libpango-1.0.so.0", "")
    workshop.write("course/lab.md", LESSON)
    broken = {"LD_LIBRARY_PATH": str(workshop.folder / "libraries")}
    report = _examined(workshop, **broken)
    assert (report.code, report.states["Pango"]) == (1, "wrong")
    assert "PDF" not in report.states
    done = workshop.run("--to", "pdf", **broken)
    assert (done.code, done.out) == (1, "")
    found = re.search(r"error\[CB013\]: WeasyPrint cannot load (pango-1\.0.*): (.*)\n", done.err)
    assert found
    assert report.words["Pango"] == f"WeasyPrint cannot load {found[1]} {found[2]}"
    assert workshop.run("--to", "html", **broken).code == 0


def test_a_package_that_is_damaged(workshop: Workshop) -> None:
    """The report names it, and so does a build, without a traceback."""
    workshop.write("packages/nh3/__init__.py", "raise ImportError('nh3 is for another machine')\n")
    workshop.write("course/lab.md", LESSON)
    broken = {"PYTHONPATH": str(workshop.folder / "packages")}
    report = _examined(workshop, **broken)
    assert (report.code, report.states["lesson"], report.states["PDF"]) == (1, "wrong", "fine")
    done = workshop.run("--to", "html", **broken)
    assert done.code == 1
    for words in (report.words["lesson"], done.err):
        assert "nh3 is for another machine" in words
    assert "error[CB036]" in done.err


def test_the_same_table_in_the_script_that_installs() -> None:
    """setup/native-libraries.sh runs before there is any Python package: it has the names once more."""
    script = (ROOT / "setup" / "native-libraries.sh").read_text(encoding="utf-8")
    assert f"absent {' '.join(libraries.NEEDED)})" in script
    assert f"absent {libraries.SUBSET})" in script
    assert "error: WeasyPrint cannot load ${needed}" in script
    assert "${faster} cannot be loaded: PDFs take about three times as long" in script
    debian = packages.SYSTEMS["Debian, Ubuntu"].packages
    assert f'apt="{debian[packages.PANGO]} $apt"' in script
    assert f"apt='{debian[packages.SUBSET]}'" in script


def test_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the system that runs, and on each where it is not known which one that is."""
    if shutil.which("apt-get"):
        assert "apt-get install libharfbuzz-subset0`" in packages.to_type(packages.SUBSET)
    monkeypatch.setattr(sys, "platform", "unknown")
    words = packages.to_type(packages.PANGO, packages.SUBSET)
    for command in ("apt-get install", "dnf install pango", "pacman -S pango", "brew install pango", "wsl"):
        assert command in words
