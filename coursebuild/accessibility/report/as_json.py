"""A report as JSON, whose names are the same in every language."""

import json
from typing import Any

from coursebuild.accessibility.outcome import Result
from coursebuild.accessibility.report.report import VERSION, Report


def write(report: Report) -> str:
    """The report as JSON; the sentences in it are in the report's language."""
    words = report.words
    answer = {
        "version": VERSION,
        "language": words.language,
        "course": report.course,
        "date": report.date,
        "programs": dict(report.programs),
        "standards": ["WCAG 2.2 A", "WCAG 2.2 AA", "PDF/UA-1"],
        "has_corrections": report.has_corrections,
        "files": [
            {
                "file": str(each.name),
                "sha256": each.digest,
                "has_corrections": each.has_corrections,
                "outcome": each.outcome.value,
                "results": [_result(result, report) for result in each.results],
            }
            for each in report.files
        ],
        "criteria": [
            {
                "number": criterion.number,
                "level": criterion.level,
                "name": criterion.name,
                "checks": list(checks),
                "made": criterion.made,
                "person": criterion.ask,
            }
            for criterion, checks in report.criteria()
        ],
        "checkpoints": [
            {
                "number": each.number,
                "name": each.name,
                "validators": list(report.validators) if each.machine else [],
                "person": each.ask,
            }
            for each in report.words.checkpoints
            if report.has_pdfs
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _result(result: Result, report: Report) -> dict[str, Any]:
    return {
        "check": result.name,
        "criteria": list(result.criteria),
        "asks": report.words.checks[result.name],
        "outcome": result.outcome.value,
        "examined": result.examined,
        "failed": result.failed,
        "places": [
            {key: value for key, value in fault._asdict().items() if value} for fault in result.faults
        ],
        **({"note": report.words.notes[result.note]} if result.note else {}),
    }
