"""GitLab's pipelines on this machine: the jobs whose rules hold, stage by stage.

Of the language of rules there is what the jobs of this project use.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from ci_service import Service

_WORDS = frozenset({"variables", "stages", "default", "image", "workflow"})


class GitLab(Service):
    """A project on GitLab."""

    def run(self, jobs: Path, commit: str, **predefined: str) -> dict[str, str]:
        """Run the jobs for a pipeline with these predefined variables. Returns what each job printed.

        Raises: FailedError.
        """
        content = yaml.safe_load(jobs.read_text(encoding="utf-8"))
        predefined = {"CI_DEFAULT_BRANCH": "main", **predefined}
        variables = content.get("variables", {})
        printed: dict[str, str] = {}
        for stage in content.get("stages", ["build", "test", "deploy"]):
            for name, job in _jobs(content):
                if job.get("stage", "test") != stage or not _applies(job, predefined):
                    continue
                for number in range(1, job.get("parallel", 1) + 1):
                    own = {**variables, **job.get("variables", {}), **predefined}
                    if "parallel" in job:
                        own |= {"CI_NODE_INDEX": str(number), "CI_NODE_TOTAL": str(job["parallel"])}
                    found = self._job(self.folder / f"{name}{number}", name, job, commit, own)
                    printed[name] = printed.get(name, "") + found
        return printed

    def _job(self, place: Path, name: str, job: Any, commit: str, variables: Mapping[str, Any]) -> str:
        if variables.get("GIT_STRATEGY") == "none":
            place.mkdir()
        else:
            self.checkout(place, commit, depth=int(variables.get("GIT_DEPTH", 20)))
        for needed in job.get("needs", []):
            shutil.copytree(self.folder / "artifacts" / needed, place, dirs_exist_ok=True)
        known = {"CI_PROJECT_DIR": str(place), **{key: str(text) for key, text in variables.items()}}
        known = {key: _filled(text, known) for key, text in known.items()}
        lines = [*_lines(job.get("before_script", [])), *_lines(job["script"])]
        script = "\n".join(("set -eo pipefail", *lines))
        artifacts = job.get("artifacts", {})
        kept = artifacts.get("paths", []) if artifacts.get("when") == "always" else []
        try:
            printed = self.run_script(["bash", "-c", script], place, known)
            kept = artifacts.get("paths", [])
        finally:
            for path in kept:
                self.keep(f"{name}/{path}" if (place / path).is_dir() else name, place / path)
        return printed


def _jobs(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The jobs by their names, each with what it extends."""
    for name, job in content.items():
        if name not in _WORDS and not name.startswith("."):
            base = content.get(job.get("extends"), {})
            variables = {**base.get("variables", {}), **job.get("variables", {})}
            yield name, {**base, **job, "variables": variables}


def _lines(script: Any) -> Iterator[str]:
    """The lines of a script, in which a list may stand in place of a line."""
    for line in script:
        yield from [line] if isinstance(line, str) else _lines(line)


def _applies(job: Any, variables: Mapping[str, str]) -> bool:
    return "rules" not in job or any(_holds(rule["if"], variables) for rule in job["rules"])


def _holds(rule: str, variables: Mapping[str, str]) -> bool:
    """Whether a rule holds: terms joined by `&&`, each a variable, alone or compared."""
    for term in rule.split(" && "):
        left, operator, right = (*term.split(" ", 2), "", "")[:3]
        found = variables.get(left.removeprefix("$"), "")
        if operator == "=~":
            is_so = bool(re.search(right.strip("/"), found)) and bool(found)
        elif operator in ("==", "!="):
            other = variables.get(right[1:], "") if right.startswith("$") else right.strip('"')
            is_so = (found == other) == (operator == "==")
        else:
            is_so = bool(found)
        if not is_so:
            return False
    return True


def _filled(text: str, variables: Mapping[str, str]) -> str:
    return re.sub(r"\$(\w+)", lambda found: variables.get(found[1], ""), text)
