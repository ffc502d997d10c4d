"""Say from which day students see a correction: `show-from="2026-12-01"`, for filters/conditions.py."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date as Date  # noqa: N812 (a type)
from typing import Any

SHOW_FROM, DAY = "show-from", "as-of"  # the attribute with a date, and the metadata with the day

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_date(text: str) -> bool:
    """Return whether a text is a date of the calendar, as `2026-12-01`."""
    try:
        return bool(_DATE.fullmatch(text) and Date.fromisoformat(text))
    except ValueError:
        return False


def has_come(date: str, values: Mapping[str, str]) -> bool:
    """Return whether the day in the metadata is a date, or after it; what is no date never comes."""
    day = values.get(DAY, "")
    return bool(day) and is_date(date) and is_date(day) and date <= day


def around(parent: Any, date: str, is_conditional: Callable[[Any], bool]) -> Iterator[tuple[int, str]]:
    """Yield the identity of each conditional element, and the date of the innermost part around it.

    `date` is that of what is around the `parent`. A part is an element with a date, or a heading's section.
    """
    for child in parent._children:  # noqa: SLF001 (panflute has no other name for the fields with content)
        sections = [(0, date)]  # the level of each heading above, and the date in its section
        content = getattr(parent, child)
        for element in (content,) if hasattr(content, "tag") else content or ():
            if not hasattr(element, "tag"):
                continue  # a name in the metadata
            if element.tag == "Header":
                while element.level <= sections[-1][0]:
                    sections.pop()
            outside = sections[-1][1]
            if is_conditional(element):
                yield id(element), outside
            inside = getattr(element, "attributes", {}).get(SHOW_FROM, outside)
            if element.tag == "Header":
                sections.append((element.level, inside))
            yield from around(element, inside, is_conditional)
