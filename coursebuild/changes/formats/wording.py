"""The sentences that all formats of a report have in common."""

from collections.abc import Callable, Iterator

from coursebuild.changes.blocks import Block, Kind
from coursebuild.changes.compare import Change, How
from coursebuild.changes.report import LessonChanges, Report, View
from coursebuild.model import STUDENT

CORRECTIONS = "This report contains corrections: it is not for students, and never to be published."
REVEALED = "only editions with corrections showed this"
ANOTHER_PICTURE = "another picture"

_COMMIT = 12  # digits of a commit that are printed

Quote = Callable[[str], str]  # how a name is written


def title(report: Report) -> str:
    return f"Beyond the {report.beyond} edition" if report.beyond else "What readers will see"


def compared(report: Report, quote: Quote) -> str:
    """What was compared, and of which days."""
    lessons = pluralize(report.compared, "lesson")
    if report.beyond:
        others = " and ".join(report.editions)
        return f"{lessons}: what the {others} edition shows, and the {report.beyond} edition does not."
    return (
        f"{lessons} as seen on {report.day}, compared with {quote(report.base)} (commit "
        f"{report.commit[:_COMMIT]}) as seen on {report.since}."
    )


def conclusions(report: Report) -> Iterator[str]:
    """What is said at the end: also that there is nothing to say."""
    if report.beyond:
        if not report.total:
            yield f"No edition shows more than the {report.beyond} edition."
        return
    unread = any(lesson.is_unread for lesson in report.lessons)
    for edition in report.editions:
        views = (view for lesson in report.lessons for view in lesson.views if view.edition == edition)
        noun = "Nothing" if edition == report.editions[0] else "Nothing else"
        if not unread and not any(views) and not any(lesson.is_gone for lesson in report.lessons):
            who = "students" if edition == STUDENT.name else f"readers of the {edition} edition"
            yield f"{noun} changes for {who}."


def state(lesson: LessonChanges, quote: Quote) -> str:
    """What is to be said of a lesson besides its changes; empty if there is nothing."""
    if lesson.is_unread:
        return "It has errors and was not compared; `coursebuild check` lists them."
    if lesson.is_gone:
        return "It is gone."
    if lesson.is_new:
        return "It is new."
    return f"It was renamed from {quote(lesson.former)}." if lesson.former else ""


def heading(view: View) -> str:
    """Which readers see the changes of a view."""
    format_ = f", {view.format.upper()}" if view.format else ""
    besides = f" besides those of the {view.besides} edition" if view.besides else ""
    return f"{view.edition} edition{format_}: {pluralize(len(view.changes), 'change')}{besides}"


def label(block: Block) -> str:
    """The kind of a block in brackets; nothing for a plain text."""
    return "" if block.kind is Kind.TEXT else f"[{block.kind}] "


def is_other_picture(change: Change) -> bool:
    """Whether a picture changed, and nothing that is written of it."""
    return bool(
        change.how is How.CHANGED
        and change.block.kind is Kind.PICTURE
        and change.before
        and change.before.content != change.block.content
    )


def pluralize(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
