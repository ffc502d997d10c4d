"""A report: what was examined, when and with what, and the criteria with the checks that look at them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coursebuild import __version__
from coursebuild.accessibility import html, pdf
from coursebuild.accessibility.examine import Examined
from coursebuild.accessibility.outcome import Outcome, Result
from coursebuild.accessibility.wording import Criterion, Words

VERSION = 1  # of the JSON


class Report(NamedTuple):
    """What is filed: `date` is a day, `programs` are names with versions."""

    course: str
    date: str
    programs: Sequence[tuple[str, str]]
    files: Sequence[Examined]
    words: Words
    palette: Mapping[str, Mapping[str, str]]
    style: str  # the style sheet of pages

    @property
    def has_corrections(self) -> bool:
        return any(each.has_corrections for each in self.files)

    def criteria(self) -> Iterator[tuple[Criterion, tuple[str, ...]]]:
        """Each criterion, with the names of the checks that look at it."""
        checks = [(each.name, each.criteria) for each in html.CHECKS]
        checks += [(each.name, each.criteria) for each in pdf.CHECKS]
        checks += [(pdf.PACKAGE, (pdf.STANDARD,)), (pdf.PROGRAM, (pdf.STANDARD,))]
        for number, criterion in self.words.criteria.items():
            yield criterion, tuple(dict.fromkeys(name for name, criteria in checks if number in criteria))


def programs() -> tuple[tuple[str, str], ...]:
    """What examines, with the versions."""
    return (("coursebuild", __version__), *pdf.versions())


def criteria_of(result: Result, words: Words) -> str:
    """The criteria of a result with their names, such as `1.1.1 Non-text Content, …`."""
    return ", ".join(f"{each} {words.criteria[each].name}" for each in result.criteria)


def counted(files: Sequence[Examined]) -> Mapping[Outcome, int]:
    """How many files have each outcome."""
    return {outcome: sum(each.outcome is outcome for each in files) for outcome in Outcome}


def places(result: Result, words: Words) -> Iterator[str]:
    """Where a file fails, each with its line or page."""
    says = words.says
    for fault in result.faults:
        at = says["line"].format(n=fault.line) if fault.line else ""
        at = says["page"].format(n=fault.page) if fault.page else at
        if text := says["colon"].join(filter(None, (at, fault.quote))):
            yield text
    if (left := result.failed - len(result.faults)) > 0:
        yield says["more"].format(n=left)
    if result.note:
        yield words.notes[result.note]
