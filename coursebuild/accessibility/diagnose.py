"""What an examination found, as diagnostics for the author."""

from collections.abc import Iterable, Iterator, Mapping

from coursebuild.accessibility.examine import Examined
from coursebuild.accessibility.outcome import Outcome, Result
from coursebuild.accessibility.pdf import EXTRA, PACKAGE, PROGRAM
from coursebuild.accessibility.wording import words
from coursebuild.model import Diagnostic, shown

_CODES: Mapping[Outcome, str] = {Outcome.FAILED: "CB273", Outcome.CANNOT_TELL: "CB274"}


def diagnose(examined: Examined) -> Iterator[Diagnostic]:
    """One diagnostic for each check that a file fails or that a person has to judge, at its first place."""
    for result in examined.results:
        if code := _CODES.get(result.outcome):
            first = result.faults[0]
            yield Diagnostic(shown(examined.path), first.line, 1 if first.line else 0, code, _message(result))


def not_validated(examined: Examined) -> bool:
    """Whether page-validation was missing for a PDF."""
    return any(each.name == PACKAGE and each.outcome is Outcome.UNTESTED for each in examined.results)


def missing_validator() -> Diagnostic:
    """The warning that PDFs were not validated."""
    message = f"page-validation is not installed; type `pip install '{EXTRA}'`"
    return Diagnostic("PDF/UA-1", 0, 0, "CB275", message)


def silent_program(files: Iterable[Examined]) -> Iterator[Diagnostic]:
    """The warning that veraPDF is installed and did not answer, at the first PDF of which it did not."""
    for examined in files:
        for result in examined.results:
            if result.name == PROGRAM and result.outcome is Outcome.UNTESTED:
                said = f" It says `{result.faults[0].quote}`." if result.faults else ""
                message = f"{words('en').notes[result.note]}{said}"
                yield Diagnostic(shown(examined.path), 0, 0, "CB280", message.rstrip("."))
                return


def _message(result: Result) -> str:
    english, first = words("en"), result.faults[0]
    if result.note:
        return f"{english.wrong[result.name]}: {english.notes[result.note]}".rstrip(".")
    numbers = f" ({', '.join(result.criteria)})"
    page = f", page {first.page}" if first.page else ""
    more = f", and {result.failed - 1} more" if result.failed > 1 else ""
    return f"{english.wrong[result.name]}{numbers}: `{first.quote}`{page}{more}"
