"""A report as text for a terminal."""

from collections.abc import Callable, Iterator

from coursebuild.changes.formats import lines
from coursebuild.changes.formats.lines import Line
from coursebuild.changes.formats.wording import Words
from coursebuild.changes.report import ChangesReport
from coursebuild.model import printable

Style = Callable[[Line], str]  # a line as it is printed


def as_text(report: ChangesReport, style: Style = str) -> str:
    """The report; `style` may colour lines, which have signs without it."""
    return "\n".join(_lines(report, style))


def _lines(report: ChangesReport, style: Style) -> Iterator[str]:
    words = Words(report.language, _quote)
    yield words.compared(report)
    if report.has_corrections:
        yield words.say("corrections")
    for lesson in report.lessons:
        yield ""
        yield printable(lesson.name)
        if state := words.state(lesson):
            yield f"  {state}"
        for view in lesson.views:
            yield f"  {words.heading(view)}"
            for change in lines.lines(view, words):
                yield from (f"    {style(line)}" for line in change)
    if found := list(words.conclusions(report)):
        yield from ("", *found)


def _quote(name: str) -> str:
    return f"`{printable(name)}`"
