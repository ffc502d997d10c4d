"""Check the dates from which students see a correction, and what is almost one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from coursebuild.config import days
from coursebuild.lint.attributes.names import Names
from coursebuild.lint.dates.find import find_dated
from coursebuild.lint.slip import Slip
from coursebuild.model import SHOW_FROM, Audiences, Place, short, vocabulary
from coursebuild.runtime import resources

_DAY = re.compile("[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
# The year is first, so that nobody takes the day for the month; `2025/26` and `2026.1` are not days.
_ALMOST_DAY = re.compile(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{4}-[0-9]")
_IN_VALUE = re.compile(rf"\b{SHOW_FROM}\s*=")


def name_slips(kind: str, attributes: Any, place: Place | None) -> Iterator[Slip]:
    """Report what is no date, and names that are almost the attribute's.

    Pandoc may have made the identifier of a heading; that one is read where it is typed.
    """
    identifier, classes, pairs = attributes
    values = [value for key, value in pairs if key == SHOW_FROM]
    if len(values) > 1:
        yield Slip("CB252", f"`{SHOW_FROM}` is there {len(values)} times", place, f"{SHOW_FROM}=")
    for value in values[:1]:
        yield from _value_slips(value, f'{SHOW_FROM}="{short(value)}"', place, f"{SHOW_FROM}=")
    for name, typed in ((identifier, f"#{identifier}"), *((each, f".{each}") for each in classes)):
        if vocabulary.names_date(name) and not (kind == "Header" and name == identifier):
            yield Slip("CB253", no_date(typed), place, name)
    for key, value in pairs:
        if _IN_VALUE.search(value):
            message = f"`{short(value)}` is the value of `{key}`, and no date: write attributes in braces"
            yield Slip("CB253", message, place, value)
        elif key != SHOW_FROM and vocabulary.names_date(key, value):
            message = f'`{key}="{short(value)}"` has no effect; did you mean `{SHOW_FROM}`?'
            yield Slip("CB253", message, place, f"{key}=")


def no_date(typed: str) -> str:
    """The message for a class or an identifier that was meant as a date."""
    return f"`{short(typed)}` is no date: write `{SHOW_FROM}=` and the day, in braces"


def field_slips(meta: Mapping[str, Any]) -> Iterator[Slip]:
    """Report fields of the front matter, in pandoc's JSON, that are no dates."""
    metadata_text = resources.filter_module("conditions").metadata_text
    if field := meta.get(SHOW_FROM):
        value = metadata_text(field)
        yield from _value_slips(value, f"{SHOW_FROM}: {short(value)}", None, f"{SHOW_FROM}:")
    if field := meta.get("date"):
        value = metadata_text(field)
        meant = _with_all_digits(value)
        if (_DAY.fullmatch(value) or _ALMOST_DAY.fullmatch(value)) and not days.is_in_calendar(meant):
            yield Slip("CB242", f"`{value}` is not in the calendar", None, value)
        elif _ALMOST_DAY.fullmatch(value) and value != meant:
            yield Slip("CB242", f"`{value}` is not read as a date; did you mean `{meant}`?", None, value)


def _value_slips(value: str, typed: str, place: Place | None, quote: str) -> Iterator[Slip]:
    is_date = resources.filter_module("dates").is_date
    if not is_date(value):
        meant = _with_all_digits(value)
        hint = f"; did you mean `{meant}`?" if is_date(meant) else ""
        yield Slip("CB252", f"`{typed}` must be {vocabulary.A_DAY}{hint}", place, quote)


def _with_all_digits(value: str) -> str:
    return "-".join(part.zfill(2) for part in re.split("[-/.]", value))


def dated_slips(content: Any, later: Audiences, names: Names) -> Iterator[Slip]:
    """Report dates that show nothing to students, and exercises that these do not see before.

    `content` and `later` are as in `find_dated`.
    """
    exercises = resources.filter_module("exercises")
    is_date = resources.filter_module("dates").is_date
    for found in (each for each in find_dated(content, later) if is_date(each.date)):
        _, classes, pairs = found.attributes
        typed = f'{SHOW_FROM}="{short(found.date)}"'
        if not names.is_for_students(found.around):
            message = f"`{typed}` has no effect: what is around it is never shown to students"
            yield Slip("CB254", message, found.place, f"{SHOW_FROM}=", typed)
        elif not names.is_for_students(found.audience):
            asked = ", ".join(f'`{key}="{value}"`' for key, value in later.conditions_of(pairs).items())
            why = f"its condition {asked} holds for no student" if asked else "nobody sees a `.comment`"
            message = f"`{typed}` has no effect: {why}"
            yield Slip("CB254", message, found.place, f"{SHOW_FROM}=", typed)
        elif found.date < found.until:
            message = f"`{typed}` has no effect before {found.until}, the day of the part around it"
            yield Slip("CB254", message, found.place, f"{SHOW_FROM}=", typed)
        elif exercises.is_exercise(found.kind, classes, [key for key, _ in pairs]):
            title = f" `{short(found.text)}`" if found.text and found.kind == "Header" else ""
            message = f"students do not see the exercise{title} before {found.date}"
            yield Slip("CB255", message, found.place, f"{SHOW_FROM}=", typed)
