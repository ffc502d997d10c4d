"""What the project promises about its own files: the lock, and the workflows that run unattended."""

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import browsing
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PUBLISH = ROOT / ".github" / "workflows" / "publish.yml"
NEWEST = ROOT / ".github" / "workflows" / "newest.yml"
BUILD = "coursebuild --edition student --output build"
VERIFY = "coursebuild verify build"


def named(requirement: str) -> str:
    """Return the name a requirement begins with, in the one spelling that all its spellings share."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, f"not a requirement: {requirement!r}"
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def locked() -> list[str]:
    """Return the lock's entries, each with its continuation lines joined, without the comments."""
    lines = "\n".join(line for line in LOCK.splitlines() if not line.lstrip().startswith("#"))
    return [entry.strip() for entry in lines.replace("\\\n", " ").splitlines() if entry.strip()]


def workflow(path: Path) -> dict[str, Any]:
    """Return a workflow; its key `on` is not looked at, for YAML 1.1 reads it as true."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


def test_the_lock_names_no_place() -> None:
    """Whoever installs from the lock chooses the registry: no address, option or path stands in it."""
    assert not re.findall(r"\S*(?:://|\.(?:org|com|io)\b|\s@ )\S*", LOCK)
    assert not [line for line in LOCK.splitlines() if line.startswith(("-", ".", "/"))]


def test_the_npm_lock_names_no_place() -> None:
    """Nor in the lock of what npm installs for the tests; each package has a hash."""
    text = (ROOT / "tests" / "browser" / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


def test_every_locked_package_is_pinned_with_a_hash() -> None:
    """An entry is `name==version`, perhaps a marker, and at least one SHA-256: nothing is left to the day."""
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
    """To run, to develop and to build: after a change to pyproject.toml, `make lock` was run."""
    assert named(requirement) in {named(entry) for entry in locked()}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    """An action is named by a full commit, or at least by a version: never by a branch that moves."""
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    pinned = re.compile(r"[\w./-]+@([0-9a-f]{40}|v\d+(\.\d+)*)")
    assert not [action for action in used if not pinned.fullmatch(action)]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read(path: Path) -> None:
    """The token reads contents, and no checkout leaves it lying in the work tree."""
    assert workflow(path)["permissions"] == {"contents": "read"}
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step.get("with", {}).get("persist-credentials") is False for step in checkouts)


def test_only_attaching_to_a_release_may_write() -> None:
    """The job that writes runs nothing it was given but `gh`, and no job has more than `contents`."""
    jobs = workflow(PUBLISH)["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items() if "permissions" in job} == {
        "attach": {"contents": "write"},
    }
    actions = [step["uses"].partition("@")[0] for step in jobs["attach"]["steps"] if "uses" in step]
    assert actions == ["actions/download-artifact"]
    assert "pip" not in str(jobs["attach"])


def test_publishing_builds_the_student_edition_alone() -> None:
    """Of all that publish.yml runs, one line builds, and no line asks for what students must not see."""
    commands = [step["run"] for step in steps(PUBLISH) if "run" in step]
    builds = re.compile(r"^\s*coursebuild\b", re.MULTILINE)
    assert [command for command in commands if builds.search(command)] == [BUILD, VERIFY]
    withheld = re.compile(r"instructor|correction|solution|--all\b|\bmake\b", re.IGNORECASE)
    assert not [command for command in commands if withheld.search(command)]


def test_publishing_refuses_what_is_not_the_student_edition() -> None:
    """Between the build and the upload, a step fails where build/ holds anything else."""
    doing = workflow(PUBLISH)["jobs"]["build"]["steps"]
    does = [step.get("run") or step["uses"].partition("@")[0] for step in doing]
    between = does[does.index(BUILD) : does.index("actions/upload-artifact")]
    assert len([run for run in between if "! -path 'build/student/*'" in run and "exit 1" in run]) == 1


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_reaches_a_shell(path: Path) -> None:
    """A tag or a branch may be named `$(command)`: such values reach a script by its environment only."""
    assert not [step["run"] for step in steps(path) if "${{" in step.get("run", "")]


def test_publishing_installs_this_version_unless_told_otherwise() -> None:
    """A course that copies publish.yml gets the release that the file came with."""
    version = PROJECT["project"]["version"]
    installs = [step for step in steps(PUBLISH) if "pip install" in step.get("run", "")]
    assert [step["env"]["COURSEBUILD"] for step in installs] == [
        f"${{{{ vars.COURSEBUILD || 'coursebuild=={version}' }}}}",
    ]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_comes_to_an_end(path: Path) -> None:
    """Each job has a time limit, and a workflow does not run twice at once for the same branch or tag."""
    assert all("timeout-minutes" in job for job in workflow(path)["jobs"].values())
    assert "${{ github.ref }}" in workflow(path)["concurrency"]["group"]


def test_the_newest_releases_are_tried_both_ways() -> None:
    """With COURSEBUILD_PLAIN and without; the versions are listed before anything uses them."""
    job = workflow(NEWEST)["jobs"]["check"]
    plain = [step for step in job["steps"] if "COURSEBUILD_PLAIN=1" in step.get("run", "")]
    assert [step["if"] for step in plain] == ["matrix.libraries == 'plain'"]
    assert job["strategy"]["matrix"] == {"libraries": ["as usual", "plain"]}
    others = [step["run"] for step in job["steps"] if "run" in step and step not in plain]
    listing = ".venv/bin/python -m pip list"
    assert others == ["make newest", listing, "make browser", "make build", "make test"]


def test_the_newest_releases_do_not_come_from_the_lock() -> None:
    """Nor does make then install what is locked over them: .installed is touched before `make setup`."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^newest:(.*)\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe
    assert recipe[1].split("##")[0].strip() == ""
    assert "requirements.lock" not in recipe[2]
    assert recipe[2].index("touch .venv/.installed") < recipe[2].index("$(MAKE) setup")


def test_the_python_that_is_chosen() -> None:
    """It is new enough and can make .venv; where there is none, the script says nothing."""
    script = str(ROOT / "setup" / "which-python.sh")
    chosen = subprocess.run(["/bin/sh", script], capture_output=True, check=True, text=True).stdout.strip()
    tried = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
    assert subprocess.run([chosen, "-c", tried], check=False).returncode == 0
    bare = {"PATH": str(ROOT / "tests")}
    none = subprocess.run(["/bin/sh", script], capture_output=True, check=True, text=True, env=bare).stdout
    assert none.strip() in ("", "/usr/bin/python3")


BareMachine = Callable[..., subprocess.CompletedProcess[str]]
INSTALL = "install --yes --no-install-recommends chromium npm"


@pytest.fixture
def bare_machine(tmp_path: Path) -> BareMachine:
    """Run a script of setup/ where there is no browser, as a user of that number."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "sed"):
        (programs / name).symlink_to(str(shutil.which(name)))
    apt = programs / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path / "asked"}\nexit 100\n')

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
    """It is the one that CHROMIUM names, if that starts; where there is none, the script says nothing."""
    echo = str(shutil.which("echo"))
    assert bare_machine("which-browser.sh", 1000, CHROMIUM=echo).stdout == f"{echo}\n"
    assert bare_machine("which-browser.sh", 1000, CHROMIUM=f"{echo}-not").stdout == ""
    assert bare_machine("which-browser.sh", 1000).stdout == ""


def test_a_browser_that_needs_a_password(bare_machine: BareMachine, tmp_path: Path) -> None:
    """Nothing is installed; the one command is said."""
    done = bare_machine("browser.sh", 1000)
    assert done.returncode == 1
    assert f"Type: sudo apt-get update && sudo apt-get {INSTALL}\n" in done.stderr
    assert not (tmp_path / "asked").exists()


def test_a_browser_that_root_installs(bare_machine: BareMachine, tmp_path: Path) -> None:
    """The list of packages is renewed where it is too old to install from; what fails is said."""
    done = bare_machine("browser.sh", 0)
    assert done.returncode == 1
    assert f"Type: apt-get update && apt-get {INSTALL}\n" in done.stderr
    assert (tmp_path / "asked").read_text().splitlines() == [INSTALL, "update", INSTALL]


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_a_missing_browser(monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]) -> None:
    """A reason to skip for a developer, a failure in CI; both say what to do."""
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="make browser"):
        browsing.lacking("no Chromium was found")
