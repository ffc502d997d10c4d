"""A report as text for a terminal."""

from collections.abc import Callable, Iterator

from coursebuild.changes.formats import lines, wording
from coursebuild.changes.formats.lines import Line
from coursebuild.changes.report import Report
from coursebuild.model import printable

Style = Callable[[Line], str]  # a line as it is printed


def as_text(report: Report, style: Style = str) -> str:
    """The report; `style` may colour lines, which have signs without it."""
    return "\n".join(_lines(report, style))


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield wording.compared(report, printable)
    if report.has_corrections:
        yield wording.CORRECTIONS
    for lesson in report.lessons:
        yield ""
        yield printable(lesson.name)
        if state := wording.state(lesson, printable):
            yield f"  {state}"
        for view in lesson.views:
            yield f"  {wording.heading(view)}"
            for change in lines.lines(view):
                yield from (f"    {style(line)}" for line in change)
    if found := list(wording.conclusions(report)):
        yield from ("", *found)
