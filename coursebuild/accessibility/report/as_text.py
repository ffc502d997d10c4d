"""A report as plain text."""

from collections.abc import Iterator

from coursebuild.accessibility.examine import Examined
from coursebuild.accessibility.outcome import Outcome
from coursebuild.accessibility.report.report import Report, counted, criteria_of, places
from coursebuild.model import printable

_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f"), " ")  # at which lines of the other formats do not end


def write(report: Report) -> str:
    return "\n".join(printable(line.translate(_SPACES)) for line in _lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    words, says = report.words, report.words.says
    yield from _titled(says["title"], "=")
    if report.course:
        yield f"{says['course']}{says['colon']}{report.course}"
    yield f"{says['date']}{says['colon']}{report.date}"
    with_versions = ", ".join(" ".join(each) for each in report.programs)
    yield f"{says['programs']}{says['colon']}{with_versions}"
    yield f"{says['standards']}{says['colon']}{says['wcag']}"
    yield ""
    yield says["limits"]
    if report.has_corrections:
        yield ""
        yield says["corrections"]
    yield ""
    yield from _titled(says["summary"], "-")
    for outcome, count in counted(report.files).items():
        if count:
            yield f"{words.outcomes[outcome]}{says['colon']}{count}"
    for file in report.files:
        yield ""
        yield from _file(file, report)
    yield ""
    yield from _titled(says["person"], "-")
    yield says["person-intro"]
    for standard, intro, questions in report.questions():
        yield ""
        yield from _titled(standard, "~")
        yield intro
        for question in questions:
            yield ""
            yield question.name + (f" ({question.level})" if question.level else "")
            yield f"    {says['how']}{says['colon']}{'; '.join(question.how)}"
            if question.ask:
                yield f"    {question.ask}"
                yield f"    {says['answers']}   {says['remarks']}{says['colon']}"
    yield ""
    yield f"{says['judged-by']}{says['colon']}"
    yield f"{says['judged-on']}{says['colon']}"


def _titled(text: str, line: str) -> Iterator[str]:
    yield text
    yield line * len(text)
    yield ""


def _file(file: Examined, report: Report) -> Iterator[str]:
    words, says = report.words, report.words.says
    yield from _titled(f"{file.name}{says['colon']}{words.outcomes[file.outcome]}", "-")
    if file.digest:
        yield f"{says['sha']}{says['colon']}{file.digest}"
    for result in sorted(file.results, key=lambda each: list(Outcome).index(each.outcome) != 1):
        count = f" ({result.examined})" if result.examined else ""
        yield f"[{words.outcomes[result.outcome]}{count}] {words.checks[result.name]}"
        if result.criteria:
            yield f"    {criteria_of(result, words)}"
        yield from (f"    - {place}" for place in places(result, words))
