"""A report: what was examined, when and with what, and the criteria with the checks that look at them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coursebuild import __version__
from coursebuild.accessibility import html, pdf
from coursebuild.accessibility.examine import Examined
from coursebuild.accessibility.outcome import Outcome, Result
from coursebuild.accessibility.wording import Checkpoint, Criterion, Words

VERSION = 1  # of the JSON


_VALIDATORS = (pdf.PACKAGE, pdf.PROGRAM)


class Question(NamedTuple):
    """What is examined, with its level in WCAG; how; and what a person has to judge, if anything is left."""

    name: str
    level: str
    how: tuple[str, ...]
    ask: str


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
        """Each criterion of WCAG, with the names of the checks that look at it."""
        checks = [(each.name, each.criteria) for each in html.CHECKS]
        checks += [(each.name, each.criteria) for each in pdf.CHECKS]
        for number, criterion in self.words.criteria.items():
            if not number.startswith(pdf.STANDARD):
                names = (name for name, criteria in checks if number in criteria)
                yield criterion, tuple(dict.fromkeys(names))

    @property
    def validators(self) -> tuple[str, ...]:
        """The programs that validated PDFs."""
        tried = (each for file in self.files for each in file.results if each.name in _VALIDATORS)
        return tuple(dict.fromkeys(each.name for each in tried if each.outcome is not Outcome.UNTESTED))

    @property
    def has_pdfs(self) -> bool:
        return any(file.path.suffix.lower() == ".pdf" for file in self.files)

    def questions(self) -> Iterator[tuple[str, str, list[Question]]]:
        """What a person has to judge: for each standard its name, how it was examined, and the questions."""
        says = self.words.says
        asked = [self._of_criterion(*each) for each in self.criteria()]
        yield says["wcag-criteria"], says["wcag-intro"], asked
        if self.has_pdfs:
            asked = list(map(self._of_checkpoint, self.words.checkpoints))
            yield says["checkpoints"], says["matterhorn-intro"], asked

    def _of_criterion(self, criterion: Criterion, checks: Sequence[str]) -> Question:
        says = self.words.says
        rules = says["rules" if len(checks) > 1 else "rule"].format(n=len(checks)) if checks else ""
        how = tuple(filter(None, (rules, criterion.made))) or (says["by-nothing"],)
        return Question(f"{criterion.number} {criterion.name}", criterion.level, how, criterion.ask)

    def _of_checkpoint(self, checkpoint: Checkpoint) -> Question:
        says = self.words.says
        ran = ", ".join(self.validators) or says["not-tested"]
        how = ran if checkpoint.machine else says["by-nothing"] if checkpoint.ask else says["no-condition"]
        return Question(f"{checkpoint.number} {checkpoint.name}", "", (how,), checkpoint.ask)


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
