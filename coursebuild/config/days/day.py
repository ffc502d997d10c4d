"""The day of a build, which decides what students see of corrections with dates."""

import datetime as dt
import os
import re
from collections.abc import Mapping

from coursebuild.model import Course, Diagnostic, UsageError, printable, short, vocabulary
from coursebuild.runtime import resources

EPOCH = "SOURCE_DATE_EPOCH"  # as in https://reproducible-builds.org/specs/source-date-epoch/
LATEST = 4_354_819_198  # 2107-12-31 in seconds since 1970: the last day that a file in a ZIP archive can have
FORM = vocabulary.A_DAY


def parse_day(text: str) -> str:
    """A day in ISO 8601, as `2026-12-01`. Raises: ValueError for anything else."""
    if not resources.filter_module("dates").is_date(text):
        raise ValueError(text)
    return text


def is_in_calendar(text: str) -> bool:
    """Whether there is such a year, month or day, as `2026`, `2026-12` or `2026-12-01`.

    The forms are those of https://www.w3.org/TR/NOTE-datetime without a time.
    """
    missing = {4: "-01-01", 7: "-01"}.get(len(text), "")
    return resources.filter_module("dates").is_date(text + missing) is True


def day_of(course: Course, environment: Mapping[str, str] = os.environ) -> str:
    """The day of SOURCE_DATE_EPOCH in UTC if it is set, or else today in the time zone of the course.

    Raises: UsageError if SOURCE_DATE_EPOCH is not a number of seconds.
    """
    if (seconds := epoch(environment)) is not None:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat()
    return dt.datetime.now(_zone(course.timezone)).date().isoformat()


def epoch(environment: Mapping[str, str] = os.environ) -> int | None:
    """The time of SOURCE_DATE_EPOCH, in seconds since 1970; None if it is not set. Raises: UsageError."""
    typed = environment.get(EPOCH, "")
    if not typed:
        return None
    if not re.fullmatch("[0-9]{1,10}", typed) or int(typed) > LATEST:
        message = (
            f"`{printable(short(typed))}` is not a number of seconds since 1970, or is after the year 2107"
        )
        raise UsageError(Diagnostic(EPOCH, 0, 0, "CB258", message))
    return int(typed)


def day_at(seconds: int, course: Course) -> str:
    """The day of a time in seconds since 1970, in the time zone of the course."""
    return dt.datetime.fromtimestamp(seconds, _zone(course.timezone)).date().isoformat()


def _zone(name: str) -> dt.tzinfo:
    if not name:
        return dt.UTC
    import zoneinfo  # noqa: PLC0415 (few courses have a time zone)

    return zoneinfo.ZoneInfo(name)
