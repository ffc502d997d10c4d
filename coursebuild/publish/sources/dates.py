"""The dates that hold for the elements of a document."""

import json
from collections.abc import Mapping
from typing import Any

from coursebuild.model import MARK, SHOW_FROM, Audiences, Document, Place, tree


def inside(around: str, attributes: Any) -> str:
    """The date that holds in an element with these attributes: that of the innermost one that has a date."""
    return str(dict(attributes[2]).get(SHOW_FROM, around))


def dates_around(document: Document, audiences: Audiences) -> Mapping[Place, str]:
    """The date around each element that has one there, by the place of the element's attributes."""
    found: dict[Place, str] = {}
    blocks = json.loads(document.json)["blocks"]
    for _, (_, _, pairs), date in tree.attributed(blocks, audiences.date, inside):
        line, _, column = dict(pairs).get(MARK, "").partition(".")
        if date and line:
            found[int(line), int(column)] = date
    return found
