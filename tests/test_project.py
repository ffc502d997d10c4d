"""The lock, the workflows, those of the guides, the Makefile and the scripts of setup/."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import browsing
import click
import guides
import pytest
import yaml

from coursebuild.cli.main import cli

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RELEASE, SITE, PULL_REQUEST = RECIPES = [
    ROOT / ".github" / "workflows" / f"{name}.yml" for name in ("release", "site", "pull-request")
]
INSTRUCTOR = ROOT / ".github" / "workflows" / "instructor.yml"
NEWEST = ROOT / ".github" / "workflows" / "newest.yml"
BUILD = "coursebuild --edition student --output build"
VERIFY = "coursebuild verify build"


def named(requirement: str) -> str:
    """Return the name at the start of a requirement, normalized (PEP 503)."""
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


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    """An action is named by a full commit, with its version as a comment; one action has one commit."""
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*")
    assert not [action for action in used if not pinned.fullmatch(action)]
    every = {
        line for path in WORKFLOWS for line in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    }
    names = [line.partition("@")[0] for line in every.union(used)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read(path: Path) -> None:
    """The token can only read contents, and no checkout stores it in the work tree."""
    assert workflow(path)["permissions"] == {"contents": "read"}
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step.get("with", {}).get("persist-credentials") is False for step in checkouts)


@pytest.mark.parametrize(
    ("path", "job", "may", "actions"),
    [
        (RELEASE, "attach", {"contents": "write"}, ["actions/download-artifact"]),
        (SITE, "deploy", {"pages": "write", "id-token": "write"}, ["actions/deploy-pages"]),
        (PULL_REQUEST, "comment", {"pull-requests": "write"}, ["actions/download-artifact"]),
    ],
)
def test_one_job_may_write(path: Path, job: str, may: dict[str, str], actions: list[str]) -> None:
    """It runs no package, checks nothing out, and may write one thing; the others may read."""
    jobs = workflow(path)["jobs"]
    writing = {
        name: each["permissions"] for name, each in jobs.items() if "write" in str(each.get("permissions"))
    }
    assert writing == {job: may}
    used = [step["uses"].partition("@")[0] for step in jobs[job]["steps"] if "uses" in step]
    assert used == actions
    runs = "\n".join(step.get("run", "") for step in jobs[job]["steps"])
    assert not re.search(r"\bpip\b|^\s*coursebuild\b", runs, re.MULTILINE)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.name)
def test_the_recipes_build_the_student_edition_alone(path: Path) -> None:
    """No command names an edition with corrections, and what is uploaded was read back before."""
    commands = [step["run"] for step in steps(path) if "run" in step]
    withheld = re.compile(r"instructor|correction|solution|--all\b|\bmake\b", re.IGNORECASE)
    assert not [command for command in commands if withheld.search(command)]
    assert any(re.search(r"\bcoursebuild (verify build|release)\b", command) for command in commands)


def test_the_instructor_edition_is_for_whoever_the_author_named() -> None:
    """One job builds it, in a workflow of its own and in a private repository; another one attaches it."""
    build, attach = workflow(INSTRUCTOR)["jobs"].values()
    assert build["if"] == "vars.INSTRUCTOR_EDITION != ''"
    assert build["steps"][0]["if"] == "${{ !github.event.repository.private }}"
    assert "exit 1" in build["steps"][0]["run"]
    assert "INSTRUCTOR_TOKEN" not in str(build)
    assert attach["permissions"] == {}
    assert [step.get("uses", "").partition("@")[0] for step in attach["steps"]] == [
        "actions/download-artifact",
        "",
    ]
    others = [path for path in WORKFLOWS if path != INSTRUCTOR]
    assert not [path for path in others if "secrets." in path.read_text(encoding="utf-8")]


def test_the_site_is_of_the_student_edition_alone() -> None:
    """Between the build and the upload, a step fails if build/ contains anything else."""
    doing = workflow(SITE)["jobs"]["build"]["steps"]
    does = [step.get("run") or step["uses"].partition("@")[0] for step in doing]
    between = does[does.index(BUILD) : does.index("actions/upload-pages-artifact")]
    assert VERIFY in between
    assert len([run for run in between if "! -path 'build/student/*'" in run and "exit 1" in run]) == 1
    assert doing[-1]["with"]["path"] == "build/student"


@pytest.mark.parametrize("path", [*RECIPES, INSTRUCTOR], ids=lambda path: path.name)
def test_each_command_of_the_recipes_exists(path: Path) -> None:
    """With all of its options."""
    runs = [re.sub(r"\$\{\w+:\+([^}]*)\}", r"\1", step.get("run", "")) for step in steps(path)]
    called = [
        shlex.split(call)[1:]
        for run in runs
        for call in re.findall(r"\bcoursebuild(?: [^ \n;)>|]+)*", run)
        if "pip install" not in run
    ]
    assert called
    for name, *words in called:
        command = cli.get_command(click.Context(cli), name if not name.startswith("-") else "build")
        assert command
        assert command.make_context(name, words if not name.startswith("-") else [name, *words])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_reaches_a_shell(path: Path) -> None:
    """Scripts receive values through the environment, because a tag may be named `$(command)`."""
    assert not [step["run"] for step in steps(path) if "${{" in step.get("run", "")]


@pytest.mark.parametrize("path", [*RECIPES, INSTRUCTOR], ids=lambda path: path.name)
def test_the_recipes_install_this_version_unless_told_otherwise(path: Path) -> None:
    """A course installs the release that its workflows belong to, with the same libraries in each of them."""
    version = PROJECT["project"]["version"]
    installs = [step for step in steps(path) if "pip install" in step.get("run", "")]
    assert [step["env"]["COURSEBUILD"] for step in installs] == [
        f"${{{{ vars.COURSEBUILD || 'coursebuild=={version}' }}}}",
    ]
    assert _native_libraries(path) == _native_libraries(RELEASE)


def _native_libraries(path: Path) -> list[str]:
    return re.findall(r"--no-install-recommends (lib.*)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_comes_to_an_end(path: Path) -> None:
    """Each job has a time limit, and no workflow runs twice at once for the same branch or tag."""
    assert all("timeout-minutes" in job for job in workflow(path)["jobs"].values())
    assert "${{ github.ref }}" in workflow(path)["concurrency"]["group"]


def test_the_newest_releases_are_tried_both_ways() -> None:
    """newest.yml runs with and without COURSEBUILD_PLAIN, and lists the versions first."""
    job = workflow(NEWEST)["jobs"]["check"]
    plain = [step for step in job["steps"] if "COURSEBUILD_PLAIN=1" in step.get("run", "")]
    assert [step["if"] for step in plain] == ["matrix.libraries == 'plain'"]
    assert job["strategy"]["matrix"] == {"libraries": ["as usual", "plain"]}
    others = [step["run"] for step in job["steps"] if "run" in step and step not in plain]
    listing = ".venv/bin/python -m pip list"
    assert others == ["make newest", listing, "make browser", "make build", "make test"]


def test_the_newest_releases_do_not_come_from_the_lock() -> None:
    """`make newest` does not use the lock, and touches .installed so that `make setup` does not either."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^newest:(.*)\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe
    assert recipe[1].split("##")[0].strip() == ""
    assert "requirements.lock" not in recipe[2]
    assert recipe[2].index("touch .venv/.installed") < recipe[2].index("$(MAKE) setup")


@pytest.mark.parametrize("language", guides.LANGUAGES)
def test_the_workflows_of_the_guides_are_valid(tmp_path: Path, language: str) -> None:
    """As `make lint` says it of the workflows; they name the libraries and actions of the recipes."""
    text = guides.text(f"{language}/how-to/several-machines.md")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    github, gitlab = tmp_path / "several.yml", tmp_path / ".gitlab-ci.yml"
    for path, block in zip((github, gitlab), blocks, strict=True):
        path.write_text(block, encoding="utf-8")
    programs = Path(sys.executable).parent
    schema = (programs / "check-jsonschema", "--builtin-schema")
    for command in (
        (programs / "actionlint", github),
        (*schema, "vendor.github-workflows", github),
        (*schema, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", gitlab),
    ):
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    test_a_workflow_may_only_read(github)
    test_no_expression_reaches_a_shell(github)
    test_a_workflow_comes_to_an_end(github)
    known = "".join(path.read_text(encoding="utf-8") for path in RECIPES)
    assert all(action in known for action in re.findall(r"uses: (.*)", github.read_text(encoding="utf-8")))
    assert set(_native_libraries(github)) == set(_native_libraries(RELEASE)) == set(_native_libraries(gitlab))


def test_the_workflow_for_pull_requests_is_careful() -> None:
    """It has no secret and no cache, and installs from the branch that the request is for."""
    text = PULL_REQUEST.read_text(encoding="utf-8")
    assert not re.search(r"secrets|cache|pull_request_target|workflow_run", text)
    assert "\non: pull_request\n" in text
    (job, comment) = workflow(PULL_REQUEST)["jobs"].values()
    does = [step.get("run") or step["uses"] for step in job["steps"]]
    base, request = (n for n, step in enumerate(does) if step.startswith("actions/checkout@"))
    (install,) = (n for n, step in enumerate(does) if "pip install" in step)
    assert base < install < request
    assert job["steps"][base]["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert "GH_TOKEN" not in str(job)
    assert "github.event.pull_request.head.repo.full_name == github.repository" in comment["if"]


def test_no_recipe_waits_for_a_workflow_of_another() -> None:
    """None runs, with a token that can write, on what a stranger's run left."""
    for path in WORKFLOWS:
        assert not re.search(r"pull_request_target|workflow_run\b", path.read_text(encoding="utf-8"))


def test_the_action_is_valid() -> None:
    """By its schema; each of its inputs reaches a shell through the environment alone."""
    checker = Path(sys.executable).with_name("check-jsonschema")
    path = ROOT / "action.yml"
    subprocess.run(
        [checker, "--builtin-schema", "vendor.github-actions", path], check=True, capture_output=True
    )
    action = workflow(path)
    runs = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert not [run for run in runs if "${{" in run]
    assert set(re.findall(r"inputs\.([\w-]+)", path.read_text(encoding="utf-8"))) == set(action["inputs"])


def test_the_action_hands_its_arguments_on_as_they_are(tmp_path: Path) -> None:
    """White space parts them, also line ends; nothing in them is run or expanded."""
    (program := tmp_path / "coursebuild").write_text('#!/bin/sh\nprintf "<%s>" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    done = subprocess.run(
        ["/bin/bash", "-eo", "pipefail", "-c", workflow(ROOT / "action.yml")["runs"]["steps"][-1]["run"]],
        capture_output=True,
        check=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/bin:/usr/bin", "ARGUMENTS": "check *\n--since  $(touch ran);`touch ran`"},
    )
    assert done.stdout == "<check><*><--since><$(touch><ran);`touch><ran`>"
    assert [path.name for path in tmp_path.iterdir()] == ["coursebuild"]


def test_the_image_runs_as_a_user() -> None:
    """It has the libraries that the recipes install, and the context all that the wheel is made of."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    final = text.rpartition("\nFROM ")[2]
    assert re.search(r'\nUSER (?!root)\w+\n(.*\n)*ENTRYPOINT \["coursebuild"\]\n', final)
    (libraries,) = _native_libraries(RELEASE)
    assert f"--no-install-recommends git {libraries} \\\n" in text
    taken = re.findall(r"^!(.*)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    project = PROJECT["project"]
    for needed in (*wheel["packages"], *wheel["force-include"], project["readme"], *project["license-files"]):
        assert any(Path(needed).is_relative_to(name) for name in taken), needed


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
