"""The wheel is complete, and works without the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from workshop import ROOT


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel and its dependencies, but without the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "env"
    venv.create(environment, with_pip=False)
    (site,) = environment.glob("lib/python*/site-packages")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    # Python ignores .pth files in a folder that a .pth file names, so the editable checkout is not found.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment / "bin" / "python"


def test_the_wheel_builds_a_course(installed: Path, tmp_path: Path) -> None:
    """Filters, templates and labels are found in the package."""
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "lab.md").write_text(
        "---\ntitle: Lab\nlang: fr\n---\n\n:::tip Un titre\n`x`\n:::\n", encoding="utf-8"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(installed), "-m", "coursebuild", "--all"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "Astuce" in (tmp_path / "build/student/lab.html").read_text(encoding="utf-8")
    assert (tmp_path / "build/instructor/lab.pdf").read_bytes().startswith(b"%PDF-")


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    """Python imports the installed package, not the checkout."""
    where = [str(installed), "-c", "import coursebuild; print(coursebuild.__file__)"]
    path = subprocess.run(where, cwd=tmp_path, capture_output=True, check=True, text=True).stdout
    assert str(installed.parent.parent) in path
