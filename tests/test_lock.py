"""The lock names what the project needs, at pinned versions."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def named(requirement: str) -> str:
    """Return the name at the start of a requirement, normalized (PEP 503)."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, f"not a requirement: {requirement!r}"
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def locked() -> list[str]:
    """Return the lock's entries, each with its continuation lines joined, without the comments."""
    lines = "\n".join(line for line in LOCK.splitlines() if not line.lstrip().startswith("#"))
    return [entry.strip() for entry in lines.replace("\\\n", " ").splitlines() if entry.strip()]


def test_the_lock_names_no_place() -> None:
    """The lock contains no address, option or path, so that whoever installs from it chooses the registry."""
    assert not re.findall(r"\S*(?:://|\.(?:org|com|io)\b|\s@ )\S*", LOCK)
    assert not [line for line in LOCK.splitlines() if line.startswith(("-", ".", "/"))]


def test_the_npm_lock_names_no_place() -> None:
    """The lock of npm contains no address, and a hash for each package."""
    text = (ROOT / "tests" / "browser" / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


def test_every_locked_package_is_pinned_with_a_hash() -> None:
    """An entry is `name==version`, an optional marker, and at least one SHA-256 hash."""
    entry = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert locked()
    assert not [line for line in locked() if not entry.fullmatch(line)]


@pytest.mark.parametrize(
    "requirement",
    [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ],
)
def test_what_the_project_needs_is_locked(requirement: str) -> None:
    """The lock has the packages to run, develop and build the project; if not, run `make lock`."""
    assert named(requirement) in {named(entry) for entry in locked()}


@pytest.mark.parametrize(("target", "upgrades"), [("lock", False), ("upgrade", True)])
def test_pinned_versions_stay_unless_asked(target: str, *, upgrades: bool) -> None:
    """`make lock` only adds what is new and removes what is not needed."""
    commands = subprocess.run(
        [shutil.which("make") or "make", "--dry-run", target],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "uv --no-config pip compile" in commands
    assert ("--upgrade" in commands) == upgrades
