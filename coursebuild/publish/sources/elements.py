"""The elements of a document that have attributes, with the dates that hold for them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from coursebuild.model import ATTRIBUTES, MARK, SHOW_FROM, Audiences, Document, Place


def elements(node: Any, date: str) -> Iterator[tuple[Any, str]]:
    """Yield the attributes of each element in a node, and the date of the innermost part around it.

    `date` is that of what is around the node. A part is an element with a date, or a heading's section.
    """
    if isinstance(node, list):
        sections = [(0, date)]  # the level of each heading above, and the date in its section
        for each in node:
            is_heading = isinstance(each, dict) and each.get("t") == "Header"
            while is_heading and each["c"][0] <= sections[-1][0]:
                sections.pop()
            outside = sections[-1][1]
            yield from elements(each, outside)
            if is_heading:
                level, (_, _, pairs), _ = each["c"]
                sections.append((level, dict(pairs).get(SHOW_FROM, outside)))
    elif isinstance(node, dict) and "c" in node:
        at = ATTRIBUTES.get(node["t"])
        if at is not None:
            yield node["c"][at], date
            date = dict(node["c"][at][2]).get(SHOW_FROM, date)
        yield from elements(node["c"], date)


def dates_around(document: Document, audiences: Audiences) -> Mapping[Place, str]:
    """The date around each element that has one there, by the place of the element's attributes."""
    found: dict[Place, str] = {}
    for (_, _, pairs), date in elements(json.loads(document.json)["blocks"], audiences.date):
        line, _, column = dict(pairs).get(MARK, "").partition(".")
        if date and line:
            found[int(line), int(column)] = date
    return found
