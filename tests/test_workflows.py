"""The workflows of this project and of its users' courses, with the action and the image that they run."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import guides
import pytest
import yaml

from coursebuild.cli.main import cli

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RELEASE, SITE, PULL_REQUEST = RECIPES = [
    ROOT / ".github" / "workflows" / f"{name}.yml" for name in ("release", "site", "pull-request")
]
INSTRUCTOR = ROOT / ".github" / "workflows" / "instructor.yml"
NEWEST = ROOT / ".github" / "workflows" / "newest.yml"
BUILD = "coursebuild --edition student --output build"
VERIFY = "coursebuild verify build"


def workflow(path: Path) -> dict[str, Any]:
    """Return a workflow; its key `on` is not looked at, for YAML 1.1 reads it as true."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


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
