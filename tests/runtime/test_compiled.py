"""Declarations, style sheets and templates are compiled at the first start, and loaded at later ones."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild.runtime import optimizations

TEMPLATES = ["page.html.jinja", "theme.css.jinja", "tools.html.jinja"]
OF_PRINT = ["declarations", "weasyprint.css"]
PRINT = """
import sys
from coursebuild.pdf import weasy
sys.stdout.buffer.write(weasy.write_pdf("<html lang=en><title>Lab</title><h1>Lab</h1><p>Fluffy officials"))
sys.stderr.write(str("pycparser" in sys.modules))
"""

pytestmark = pytest.mark.skipif(
    not all(map(optimizations.enabled, ("compiled", "cffi_tables", "stylesheets"))),
    reason="nothing is compiled or read beforehand",
)

Start = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Run a program in a Python that writes its bytecode to `tmp_path`."""

    def run(program: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        own = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
        own["COURSEBUILD_CACHE"] = str(tmp_path / "cache")
        return subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **own, **environment},
            capture_output=True,
            check=True,
        )

    return run


def _kept(folder: Path) -> dict[str, Path]:
    return {path.name.partition(".cpython")[0]: path for path in folder.rglob("*.code")}


def test_the_second_start_loads_what_the_first_compiled(start: Start, tmp_path: Path) -> None:
    """The second start prints the same PDF."""
    first, second = start(PRINT), start(PRINT)
    assert (first.stderr, second.stderr) == (b"True", b"False")
    assert first.stdout == second.stdout
    assert sorted(_kept(tmp_path)) == OF_PRINT


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda kept: kept[: len(kept) // 2], id="cut off"),
        pytest.param(lambda kept: kept.partition(b"\n")[0] + b"\n", id="without its code"),
        pytest.param(lambda kept: b"0" + kept[1:], id="made of something else"),
        pytest.param(lambda kept: kept[:0], id="empty"),
    ],
)
def test_a_damaged_or_outdated_entry_is_replaced(
    damage: Callable[[bytes], bytes], start: Start, tmp_path: Path
) -> None:
    """It is compiled and saved again."""
    first = start(PRINT)
    path = _kept(tmp_path)["declarations"]
    content = path.read_bytes()
    path.write_bytes(damage(content))
    again = start(PRINT)
    assert again.stderr == b"True"
    assert again.stdout == first.stdout
    assert path.read_bytes() == content


def test_an_object_that_cannot_be_pickled_is_not_saved(start: Start, tmp_path: Path) -> None:
    """Another version of a library may make objects that cannot be pickled."""
    write = "from coursebuild.runtime import compiled; compiled.save('x', (n for n in ()))"
    start(f"{write}; assert compiled.load('x') is None")
    assert _kept(tmp_path) == {}


def test_nothing_is_saved_if_python_writes_no_bytecode(start: Start, tmp_path: Path) -> None:
    """Python writes no bytecode because of its variable, or because the folder cannot be written."""
    start(PRINT, PYTHONDONTWRITEBYTECODE="1")
    start(PRINT, PYTHONPYCACHEPREFIX=os.devnull)
    assert _kept(tmp_path) == {}


def test_only_built_in_templates_are_saved(tmp_path: Path) -> None:
    """An author may have any number of templates."""
    workshop = Workshop(tmp_path / "course")
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    here = {"PYTHONPYCACHEPREFIX": str(tmp_path / "kept"), "PYTHONDONTWRITEBYTECODE": ""}
    assert workshop.run("--to", "html", **here).code == 0
    kept = {name: path.stat().st_mtime_ns for name, path in _kept(tmp_path / "kept").items()}
    assert sorted(kept) == TEMPLATES
    workshop.write(
        "templates/page.html.jinja",
        '{% extends "builtin/page.html.jinja" %}{% block header %}<p>{{ says.contents }}</p>{% endblock %}',
    )
    workshop.write("templates/labels.toml", '[en]\ncontents = "All of it"\n')
    assert workshop.run("--to", "html", **here).code == 0
    assert "<p>All of it</p>" in workshop.html()
    after = {name: path.stat().st_mtime_ns for name, path in _kept(tmp_path / "kept").items()}
    assert after == {**kept, "builtin.page.html.jinja": after["builtin.page.html.jinja"]}
