"""Validators of PDF/UA-1 (ISO 14289-1): page-validation, and veraPDF where it is installed."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Any

from coursebuild.accessibility.outcome import MOST_FAULTS, Fault, Outcome, Result

STANDARD = "PDF/UA-1"
PACKAGE, PROGRAM = "page-validation", "verapdf"
EXTRA = "coursebuild[accessibility]"
_SECONDS = 120  # for one file, which a program that hangs does not end
# The clause of each rule of page-validation, by the beginning of its name.
_CLAUSES: Mapping[str, str] = {
    "ID": "5",
    "METADATA-STRUCTURE": "5",
    "HEADER": "6.1",
    "METADATA-TITLE": "7.1",
    "TAGGED": "7.1",
    "ARTIFACT": "7.1",
    "CONTENT": "7.1",
    "STRUCT": "7.1",
    "SUSPECTS": "7.1",
    "VIEWER": "7.1",
    "LINK": "7.18.5",
    "ANNOTATION": "7.18.1",
    "PAGE-TABS": "7.18.3",
    "WIDGET": "7.18.4",
    "FORM-FIELD": "7.18.1",
    "MEDIA": "7.18.6.2",
    "PRINTER": "7.18.8",
    "TRAPNET": "7.18.2",
    "FIGURE": "7.3",
    "FORMULA": "7.7",
    "HEADING": "7.4",
    "NOTE": "7.9",
    "OPTIONAL": "7.10",
    "FILE-SPEC": "7.11",
    "ENCRYPTION": "7.16",
    "DYNAMIC": "7.15",
    "LANGUAGE": "7.2",
    "OUTLINE": "7.2",
    **dict.fromkeys(("TABLE-HEADERS",), "7.5"),
    **dict.fromkeys(
        ("TABLE", "TR", "TH", "TD", "THEAD", "TBODY", "TFOOT", "L", "LI", "LBODY", "TOC", "TOCI"), "7.2"
    ),
    **dict.fromkeys(("FONT", "CID", "CIDTOGIDMAP", "CMAP", "TRUETYPE", "TYPE0", "NOTDEF"), "7.21"),
}


def versions() -> Iterator[tuple[str, str]]:
    """The validators that are there, with their versions."""
    try:
        yield PACKAGE, metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return


def by_package(content: bytes) -> Result:
    """What page-validation says; nothing was tested where it is not installed."""
    try:
        import page  # noqa: PLC0415 (of the extra `accessibility`)
    except ImportError:
        return Result(PACKAGE, (STANDARD,), Outcome.UNTESTED, note="no-package")
    try:
        report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError as error:
        return Result(PACKAGE, (STANDARD,), Outcome.FAILED, 1, 1, (Fault(str(error)),))
    faults = [Fault(f"{_clause(each.rule_id)} {each.message}") for each in report.failures]
    return _result(PACKAGE, report.rules.total, faults)


def _clause(rule: str) -> str:
    """The clause of a rule such as PDFUA1-FIGURE-ALTERNATIVE-TEXT-001, before its name."""
    name = rule.partition("-")[2]
    if "-LANGUAGE-" in name:
        return f"7.2 ({rule})"
    longest = max((each for each in _CLAUSES if f"{name}-".startswith(f"{each}-")), key=len, default="")
    return f"{_CLAUSES[longest]} ({rule})" if longest else f"({rule})"


def by_program(content: bytes) -> Result | None:
    """What veraPDF says; None where it is not installed."""
    program = shutil.which(PROGRAM)
    if not program:
        return None
    try:
        with tempfile.TemporaryDirectory(prefix="coursebuild-verapdf-", ignore_cleanup_errors=True) as folder:
            file = Path(folder) / "file.pdf"
            file.write_bytes(content)
            done = subprocess.run(
                [program, "--format", "json", "-f", "ua1", os.fspath(file)],
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
        return _result(PROGRAM, *_read(json.loads(done.stdout)))
    except (OSError, subprocess.TimeoutExpired, ValueError, LookupError, TypeError, AttributeError):
        return Result(PROGRAM, (STANDARD,), Outcome.UNTESTED, note="no-answer")


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


def _result(name: str, examined: int, faults: list[Fault]) -> Result:
    outcome = Outcome.FAILED if faults else Outcome.PASSED
    return Result(name, (STANDARD,), outcome, examined, len(faults), tuple(faults[:MOST_FAULTS]))


def validate(content: bytes) -> Iterator[Result]:
    """The result of each validator."""
    return chain((by_package(content),), filter(None, (by_program(content),)))
