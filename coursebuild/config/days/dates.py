"""The table `show-from` and the key `timezone` of coursebuild.toml."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coursebuild.config import keys, toml
from coursebuild.config.days.day import FORM, parse_day
from coursebuild.model import Course, vocabulary

_ABBREVIATIONS = ("GMT", "UTC")  # of time zones: the others mean several, or no summer time
_MOST = 3  # names in a message


def show_from(table: Mapping[str, Any]) -> Mapping[str, str]:
    """The date of all corrections of a lesson, by the lesson's path below the sources.

    `table` is all of coursebuild.toml. Raises: ValueError for what is not a date, or for a date in metadata.
    """
    if dated := next((key for key in keys.OF_DATES if key in table.get("metadata", {})), None):
        raise ValueError(f"`metadata.{dated}`: a date is in the lesson, or in the table `show-from`")
    dates: dict[str, str] = {}
    for name, value in table.get("show-from", {}).items():
        is_date = type(value) is dt.date  # a time of day is a `datetime`, which is a `date` too
        text = value.isoformat() if is_date else value
        try:
            dates[name] = parse_day(text if isinstance(text, str) else "")
        except ValueError as error:
            raise toml.RuleError("CB252", f"`show-from.{name}` must be {FORM}, not `{value}`") from error
    return dates


def of_no_lesson(course: Course) -> Iterator[str]:
    """A message for each name in `show-from` that is not a lesson's."""
    if not course.show_from:
        return
    known = set(_lessons(course))
    for name in course.show_from:
        if name not in known:
            same = (each for each in sorted(known) if name.endswith(f"/{each}") or each.endswith(f"/{name}"))
            meant = next(same, "") or vocabulary.nearest(name, known)
            hint = f"; did you mean `{meant}`?" if meant else ""
            yield f"`show-from.{name}`: there is no lesson `{name}`{hint}"


def _lessons(course: Course) -> Iterator[str]:
    """The paths of the files below the sources, as `Location.lesson`."""
    for source in course.sources:
        folder = course.root / source
        if folder.is_file():
            yield folder.name
        for here, _, files in os.walk(folder):
            yield from (Path(here, name).relative_to(folder).as_posix() for name in files)


def timezone(name: str) -> str:
    """The name of a time zone, unless it is wrong. Raises: ValueError if there is none of this name."""
    import zoneinfo  # noqa: PLC0415 (few courses have a time zone)

    if not name or name in _ABBREVIATIONS or ("/" in name and _is_known(name)):
        return name
    known = zoneinfo.available_timezones()  # which reads them all
    near = [each for each in sorted(known) if vocabulary.fold(name) == vocabulary.fold(each.split("/")[-1])]
    hint = vocabulary.suggest(name, known)
    hint = f"; did you mean {' or '.join(f'`{each}`' for each in near[:_MOST])}?" if near else hint
    raise ValueError(
        f'`timezone` must be a place of the IANA list, such as "Europe/Paris", not `{name}`{hint}'
    )


def _is_known(name: str) -> bool:
    import zoneinfo  # noqa: PLC0415 (few courses have a time zone)

    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
