"""Days: the dates of corrections in coursebuild.toml, and the day of a build."""

from coursebuild.config.days.dates import of_no_lesson, show_from, timezone
from coursebuild.config.days.day import EPOCH, FORM, LATEST, day_at, day_of, epoch, is_in_calendar, parse_day

__all__ = [
    "EPOCH",
    "FORM",
    "LATEST",
    "day_at",
    "day_of",
    "epoch",
    "is_in_calendar",
    "of_no_lesson",
    "parse_day",
    "show_from",
    "timezone",
]
