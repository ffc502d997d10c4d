"""GitHub Actions on this machine: the jobs of a workflow, one after the other, and the steps of each.

Of the language of expressions there is what the workflows of this project use.
"""

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import yaml
from ci_service import FailedError, Service

_SHELLS = {"bash": "bash --noprofile --norc -eo pipefail", None: "bash -e"}  # docs: workflow syntax, `shell`


class GitHub(Service):
    """A repository on GitHub."""

    def run(self, workflow: Path, **known: Any) -> dict[str, str]:
        """Run a workflow, with values for its expressions. Returns what each job that ran printed.

        Raises: FailedError, when the jobs that run also after a failure have run.
        """
        content = yaml.safe_load(workflow.read_text(encoding="utf-8"))
        known = {"github.token": "token", "runner.os": "Linux", **_with_dots(known)}
        printed: dict[str, str] = {}
        failures: list[FailedError] = []
        for name, job in content["jobs"].items():
            if not _runs(job, known, failures):
                continue
            matrix = job.get("strategy", {}).get("matrix", {"shard": [""]})
            for shard in matrix["shard"]:
                shards = {"matrix.shard": shard, "strategy.job-total": len(matrix["shard"])}
                run = _Run(self, self.folder / f"{name}{shard}", content, {**known, **shards})
                for step in job["steps"]:
                    run.step(step)
                printed[name] = printed.get(name, "") + run.printed
                failures += run.failures
            known |= {f"needs.{name}.outputs.{key}": run.filled(text) for key, text in _outputs(job)}
        if failures:
            raise failures[0]
        return printed


class _Run:
    """One run of a job, in a folder of its own."""

    def __init__(self, service: GitHub, folder: Path, content: Any, known: dict[str, Any]) -> None:
        self.service, self.folder, self.printed = service, folder, ""
        self.failures: list[FailedError] = []
        self.known = {**known, "runner.temp": str(folder / "temp")}
        self.shell = content.get("defaults", {}).get("run", {}).get("shell")
        self.environment = content.get("env", {})
        self.place = folder / "work"
        for path in (self.place, folder / "temp"):
            path.mkdir(parents=True)

    def step(self, step: Any) -> None:
        if not _runs(step, self.known, self.failures):
            return
        outcome = f"steps.{step.get('id')}.outcome"
        try:
            if "uses" in step:
                given = {key: self.filled(text) for key, text in step.get("with", {}).items()}
                _ACTIONS[step["uses"].partition("@")[0]](self, given)
            else:
                self._script(step)
            self.known[outcome] = "success"
        except FailedError as error:
            self.known[outcome] = "failure"
            self.failures.append(error)

    def filled(self, text: Any) -> str:
        """A text with the values of the expressions in it."""
        found = re.sub(r"\$\{\{(.*?)\}\}", lambda each: _written(value(each[1], self.known)), str(text))
        return found if text is not False else "false"

    def _script(self, step: Any) -> None:
        files = {name: self.folder / name for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.touch()
        script = self.folder / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        variables = {key: self.filled(text) for key, text in (self.environment | step.get("env", {})).items()}
        places = {"RUNNER_TEMP": self.known["runner.temp"], **{key: str(path) for key, path in files.items()}}
        command = [*_SHELLS[step.get("shell", self.shell)].split(), str(script)]
        self.printed += self.service.run_script(command, self.place, {**variables, **places})
        for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines():
            key, _, text = line.partition("=")
            self.known[f"steps.{step.get('id')}.outputs.{key}"] = text
        files["GITHUB_OUTPUT"].unlink()

    def checkout(self, given: Mapping[str, str]) -> None:
        revision = given.get("ref", self.known["github.sha"])
        self.service.checkout(self.place, revision, depth=int(given.get("fetch-depth", "1")))

    def upload(self, given: Mapping[str, str]) -> None:
        path = self.place / given["path"]
        assert path.exists() or given.get("if-no-files-found") != "error", path
        self.service.keep(given.get("name", "github-pages"), path)

    def download(self, given: Mapping[str, str]) -> None:
        """Copy an artifact, or with a pattern all of those together, to a folder."""
        found = list((self.service.folder / "artifacts").glob(given.get("name") or given["pattern"]))
        assert found, given
        for each in found:
            for path in (path for path in each.rglob("*") if path.is_file()):
                to = self.place / given.get("path", ".") / path.relative_to(each)
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(path.read_bytes())


_ACTIONS: Mapping[str, Callable[[_Run, Mapping[str, str]], None]] = {
    "actions/checkout": _Run.checkout,
    "actions/upload-artifact": _Run.upload,
    "actions/upload-pages-artifact": _Run.upload,
    "actions/download-artifact": _Run.download,
    "actions/setup-python": lambda *_: None,
    "actions/cache": lambda *_: None,
    "actions/deploy-pages": lambda *_: None,
}


def value(expression: Any, known: Mapping[str, Any]) -> Any:
    """The value of an expression: names, texts, `contains()`, `!`, `==`, `!=`, `&&` and `||`."""
    text = re.sub(r"^\$\{\{|\}\}$", "", str(expression).strip()).strip()
    for operator in ("||", "&&"):
        left, found, right = text.partition(operator)
        if found:
            first = value(left, known)
            return (first or value(right, known)) if operator == "||" else (first and value(right, known))
    if compared := re.fullmatch(r"(.+?)\s*([!=]=)\s*(.+)", text):
        return (value(compared[1], known) == value(compared[3], known)) == (compared[2] == "==")
    if contained := re.fullmatch(r"contains\((.+), (.+)\)", text):
        return value(contained[2], known) in value(contained[1], known)
    if text.startswith("!"):
        return not value(text[1:], known)
    constants = {"true": True, "false": False, "cancelled()": False}
    return text.strip("'") if text.startswith("'") else constants.get(text, known.get(text, ""))


def _runs(item: Any, known: Mapping[str, Any], failures: Collection[FailedError]) -> bool:
    """Whether a job or a step runs: after a failure, only if its condition asks for `cancelled()`."""
    condition = str(item.get("if", "true"))
    return bool(value(condition, known)) and not (failures and "cancelled()" not in condition)


def _written(found: Any) -> str:
    return str(found).lower() if isinstance(found, bool) else str(found)


def _outputs(job: Any) -> Any:
    return job.get("outputs", {}).items()


def _with_dots(known: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested values by their names with dots."""
    found: dict[str, Any] = {}
    for key, each in known.items():
        found |= _with_dots(each, f"{prefix}{key}.") if isinstance(each, dict) else {f"{prefix}{key}": each}
    return found
