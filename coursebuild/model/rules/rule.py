"""What a rule is."""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    ERROR = "error"  # the document is not built
    WARNING = "warning"  # the document is built, and the author should look


class Rule(NamedTuple):
    """What is true of every diagnostic with one code."""

    severity: Severity
    title: str  # what is wrong, in general
    remedy: str  # what to do, on one line
    why: str = ""  # what would happen
    wrong: str = ""  # an example in Markdown
    right: str = ""  # the same example, corrected
    guards: bool = False  # whether students would see a correction, or lose a line

    @property
    def can_be_ignored(self) -> bool:
        return self.severity is Severity.WARNING
