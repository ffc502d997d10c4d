"""The Python and the browser that are chosen and installed for developers."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import browsing
import pytest

ROOT = Path(__file__).resolve().parent.parent


def _chosen_python(**environment: str) -> str:
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "setup" / "which-python.sh")],
        capture_output=True,
        check=True,
        text=True,
        env=environment or None,
    )
    return done.stdout.removesuffix("\n")


def test_the_chosen_python_works() -> None:
    """It is new enough, and can create .venv."""
    check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
    assert subprocess.run([_chosen_python(), "-c", check], check=False).returncode == 0


OPTIMIZED, PLAIN, TOO_OLD = 0, 3, 1  # exit statuses of the check in which-python.sh


@pytest.mark.parametrize(
    ("pythons", "chosen"),
    [
        ({}, ""),
        ({"python3": TOO_OLD, "python": OPTIMIZED}, ""),
        ({"python3": OPTIMIZED, "python3.13": OPTIMIZED}, "python3"),
        ({"python3": TOO_OLD, "python3.13": PLAIN, "python3.11": OPTIMIZED}, "python3.11"),
        ({"python3": TOO_OLD, "python3.13": PLAIN, "python3.12": PLAIN}, "python3.13"),
        ({"python3": PLAIN, "of-the-system": OPTIMIZED}, "{folder}/of-the-system"),
    ],
)
def test_which_python_is_chosen(tmp_path: Path, pythons: dict[str, int], chosen: str) -> None:
    """The first optimized one, or else the first that is new enough, or else none."""
    for name, status in pythons.items():
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (tmp_path / name).chmod(0o755)
    found = _chosen_python(PATH=str(tmp_path), SYSTEM_PYTHON=str(tmp_path / "of-the-system"))
    assert found == chosen.format(folder=tmp_path)


BareMachine = Callable[..., subprocess.CompletedProcess[str]]
INSTALL = "install --yes --no-install-recommends chromium npm"


@pytest.fixture
def bare_machine(tmp_path: Path) -> BareMachine:
    """Run a script of setup/ on a machine without a browser, as the user with an ID."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "sed"):
        (programs / name).symlink_to(str(shutil.which(name)))
    apt = programs / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path / "calls"}\nexit 100\n')

    def run(script: str, user: int, **environment: str) -> subprocess.CompletedProcess[str]:
        (programs / "id").write_text(f"#!/bin/sh\necho {user}\n")
        for path in (apt, programs / "id"):
            path.chmod(0o755)
        return subprocess.run(
            ["/bin/sh", str(ROOT / "setup" / script)],
            capture_output=True,
            check=False,
            text=True,
            env={"PATH": str(programs), **environment},
        )

    return run


def test_the_browser_that_is_chosen(bare_machine: BareMachine) -> None:
    """The one that CHROMIUM names, if it starts; the script prints nothing if there is none."""
    echo = str(shutil.which("echo"))
    assert bare_machine("which-browser.sh", 1000, CHROMIUM=echo).stdout == f"{echo}\n"
    assert bare_machine("which-browser.sh", 1000, CHROMIUM=f"{echo}-not").stdout == ""
    assert bare_machine("which-browser.sh", 1000).stdout == ""


def test_a_browser_that_needs_a_password(bare_machine: BareMachine, tmp_path: Path) -> None:
    """Nothing is installed, and the command is printed."""
    done = bare_machine("browser.sh", 1000)
    assert done.returncode == 1
    assert f"Type: sudo apt-get update && sudo apt-get {INSTALL}\n" in done.stderr
    assert not (tmp_path / "calls").exists()


def test_a_browser_that_root_installs(bare_machine: BareMachine, tmp_path: Path) -> None:
    """If installing fails, the list of packages is updated first; if it still fails, that is reported."""
    done = bare_machine("browser.sh", 0)
    assert done.returncode == 1
    assert f"Type: apt-get update && apt-get {INSTALL}\n" in done.stderr
    assert (tmp_path / "calls").read_text().splitlines() == [INSTALL, "update", INSTALL]


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_a_missing_browser(monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]) -> None:
    """A developer's tests are skipped, and CI fails; both messages say what to do."""
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="make browser"):
        browsing.lacking("no Chromium was found")
