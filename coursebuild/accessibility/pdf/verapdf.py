"""Run veraPDF, a program in Java, where it is installed, and read its answer in JSON (of 1.24 and later)."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coursebuild.accessibility.outcome import Fault, Outcome, Result
from coursebuild.accessibility.pdf.validated import STANDARD, validated
from coursebuild.model import short

PROGRAM = "verapdf"
_SECONDS = 120  # for one file, which a program that hangs does not end
_VERSION = re.compile(r"veraPDF\D{0,20}(\d+(?:\.\d+)*)")
_NO_JAVA = re.compile(
    r"\bjava\b.*(?:not found|no such file)|(?:unable to locate|no) .*\bjava\b", re.IGNORECASE
)
_LONGEST = 120  # characters of what it says in place of an answer


def version() -> str:
    """The version of veraPDF; empty if it is not installed, or does not say."""
    program = shutil.which(PROGRAM)
    if not program:
        return ""
    try:
        done = _run([program, "--version"])
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(done.stdout)
    return found[1] if found else ""


def examine(content: bytes) -> Result | None:
    """What veraPDF says of a file; None where it is not installed."""
    program = shutil.which(PROGRAM)
    if not program:
        return None
    try:
        with tempfile.TemporaryDirectory(prefix="coursebuild-verapdf-", ignore_cleanup_errors=True) as folder:
            file = Path(folder) / "file.pdf"
            file.write_bytes(content)
            done = _run([program, "--format", "json", "-f", "ua1", os.fspath(file)])
    except subprocess.TimeoutExpired:
        return _untested("too-slow")
    except OSError as error:
        return _untested("no-answer", error.strerror or "")
    try:
        return validated(PROGRAM, *_read(json.loads(done.stdout)))
    except (ValueError, LookupError, TypeError, AttributeError):
        said = next(filter(str.strip, (done.stderr + "\n" + done.stdout).splitlines()), "")
        return _untested("no-java" if _NO_JAVA.search(done.stderr) else "no-answer", said)


def _run(call: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        call, capture_output=True, check=False, timeout=_SECONDS, encoding="utf-8", errors="replace"
    )


def _read(answer: Any) -> tuple[int, list[Fault]]:
    """How many rules veraPDF tested, and what failed. Raises LookupError or TypeError if it says neither."""
    (job,) = answer["report"]["jobs"]
    found = job["validationResult"]
    result = found[0] if isinstance(found, list) else found
    details = result["details"]
    failed = [each for each in details["ruleSummaries"] if each["ruleStatus"] == "FAILED"]
    faults = [Fault(f"{each['clause']} ({each['testNumber']}) {each['description']}") for each in failed]
    if not result["compliant"] and not faults:
        faults = [Fault(str(result.get("statement", "")))]
    return int(details["passedRules"]) + int(details["failedRules"]), faults


def _untested(note: str, said: str = "") -> Result:
    faults = (Fault(short(said, _LONGEST)),) if said else ()
    return Result(PROGRAM, (STANDARD,), Outcome.UNTESTED, faults=faults, note=note)
