"""The limits of the tasks of a command."""

from coursebuild.model import BuildOptions, Limits
from coursebuild.runtime.limits import Limit


def lesson_limit(limits: Limits) -> Limit:
    """The limit of what precedes the printing of a lesson."""
    return Limit("lesson-seconds", limits.lesson_seconds, "the lesson")


def page_limit(limits: Limits, page: str) -> Limit:
    """The limit of a file, of which `page` is the path."""
    return Limit("page-seconds", limits.page_seconds, f"`{page}`")


def document_limit(limits: Limits, options: BuildOptions) -> Limit:
    """The limit of a document with all of its files."""
    files = len(options.editions) * len(options.formats)
    return Limit("lesson-seconds", limits.lesson_seconds + files * limits.page_seconds, "the lesson")
