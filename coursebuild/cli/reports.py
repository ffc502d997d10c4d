"""Reports of diagnostics, in formats for terminals, editors and CI services."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from coursebuild import __version__
from coursebuild.model import Diagnostic, Severity, rules

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_GITLAB = {Severity.ERROR: "critical", Severity.WARNING: "minor"}


def _json(diagnostics: Sequence[Diagnostic]) -> str:
    return json.dumps(
        [
            {
                "path": d.path,
                "line": d.line or None,
                "column": d.column or None,
                "code": d.code,
                "severity": d.severity.value,
                "message": d.message,
                "remedy": d.remedy,
            }
            for d in diagnostics
        ],
        indent=2,
    )


def _github(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands (docs.github.com/actions/reference/workflow-commands-for-github-actions)."""
    return "\n".join(
        f"::{d.severity} "
        + ",".join(
            f"{key}={_escaped(str(value), ',:')}"
            for key, value in {
                "file": _posix(d.path),
                "line": d.line,
                "col": d.column,
                "title": d.code,
            }.items()
            if value
        )
        + f"::{_escaped(_sentences(d))}"
        for d in diagnostics
    )


def _sentences(diagnostic: Diagnostic) -> str:
    """The message and the remedy, as two sentences."""
    end = "" if diagnostic.message.endswith("?") else "."
    return f"{diagnostic.message}{end} {diagnostic.remedy}"


def _escaped(text: str, also: str = "") -> str:
    for character in ("%", "\r", "\n", *also):
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _gitlab(diagnostics: Sequence[Diagnostic]) -> str:
    """A Code Quality report (docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)."""
    seen: dict[str, int] = {}
    found = []
    for d in diagnostics:
        # Without the line number, so that a finding that moved is not new; numbered, because GitLab
        # keeps only one of the findings that share a fingerprint.
        identity = f"{_posix(d.path)}\0{d.code}\0{d.message}"
        seen[identity] = seen.get(identity, 0) + 1
        found.append(
            {
                "description": _sentences(d),
                "check_name": d.code,
                "fingerprint": hashlib.sha256(f"{identity}\0{seen[identity]}".encode()).hexdigest(),
                "severity": _GITLAB[d.severity],
                "location": {"path": _posix(d.path), "lines": {"begin": max(d.line, 1)}},
            }
        )
    return json.dumps(found, indent=2)


def _sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """Static Analysis Results Interchange Format 2.1.0, section 3."""
    codes = list(dict.fromkeys(d.code for d in diagnostics))
    run = {
        "tool": {
            "driver": {
                "name": "coursebuild",
                "version": __version__,
                "rules": [_sarif_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": d.code,
                "ruleIndex": codes.index(d.code),
                "level": d.severity.value,
                "message": {"text": _sentences(d)},
                "locations": [{"physicalLocation": _sarif_location(d)}],
            }
            for d in diagnostics
        ],
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _sarif_rule(code: str) -> Mapping[str, Any]:
    rule = rules()[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "help": {"text": f"{rule.why} {rule.remedy}".strip()},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _sarif_location(diagnostic: Diagnostic) -> Mapping[str, Any]:
    from urllib.parse import quote  # noqa: PLC0415 (no other format needs it)

    location: dict[str, Any] = {"artifactLocation": {"uri": quote(_posix(diagnostic.path))}}
    if diagnostic.line:
        location["region"] = {"startLine": diagnostic.line, "startColumn": max(diagnostic.column, 1)}
    return location


def _posix(path: str) -> str:
    """The path with slashes, as all of these formats require."""
    return PurePath(path).as_posix()


def _text(diagnostics: Iterable[Diagnostic]) -> str:
    return "\n".join(map(str, diagnostics))


FORMATS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
    "sarif": _sarif,
}


def explain(code: str) -> str:
    """The explanation of a rule, in Markdown. Raises: KeyError for an unknown code."""
    rule = rules()[code]
    ignored = "" if rule.can_be_ignored else " It cannot be ignored."
    kind = "An error: the document is not built." if rule.severity is Severity.ERROR else "A warning."
    parts = [
        f"## {code}: {rule.title}",
        kind + ignored,
        rule.why,
        f"**What to do.** {rule.remedy}",
    ]
    if rule.wrong:
        parts += ["Wrong:", _code_block(rule.wrong), "Right:", _code_block(rule.right)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _code_block(text: str) -> str:
    return f"````markdown\n{text.rstrip()}\n````"
