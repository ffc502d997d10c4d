"""The type of a rule."""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    ERROR = "error"  # the document is not built
    WARNING = "warning"  # the document is built, and the author should check it


class Rule(NamedTuple):
    """The properties that all diagnostics with the same code share."""

    severity: Severity
    title: str  # what is wrong, in general
    remedy: str  # what to do, on one line
    why: str = ""  # what would happen
    wrong: str = ""  # an example in Markdown
    right: str = ""  # the same example, corrected
    guards: bool = False  # whether students would otherwise see a correction, or miss text
    published_as: str = ""  # the code of the error that `verify` reports instead

    @property
    def can_be_ignored(self) -> bool:
        return self.severity is Severity.WARNING
