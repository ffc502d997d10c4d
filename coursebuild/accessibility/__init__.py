"""Examine finished pages and PDFs by WCAG 2.2 and PDF/UA-1, and report what was found."""

from coursebuild.accessibility.diagnose import diagnose, missing_validator, not_validated, silent_program
from coursebuild.accessibility.examine import Examined, examine
from coursebuild.accessibility.outcome import Outcome, Result
from coursebuild.accessibility.report import WRITERS, Report, programs
from coursebuild.accessibility.wording import LANGUAGES, words

__all__ = [
    "LANGUAGES",
    "WRITERS",
    "Examined",
    "Outcome",
    "Report",
    "Result",
    "diagnose",
    "examine",
    "missing_validator",
    "not_validated",
    "programs",
    "silent_program",
    "words",
]
