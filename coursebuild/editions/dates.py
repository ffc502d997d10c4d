"""The dates in a document, from which students see a part of it."""

import json
import re

from coursebuild.model import SHOW_FROM, Course, Document
from coursebuild.runtime import resources

_DATE = re.compile(rf'\["{SHOW_FROM}","([^"\\]*)"\]')  # in pandoc's JSON
_FIELD = f'"{SHOW_FROM}":'


def dates(document: Document, course: Course) -> frozenset[str]:
    """The dates in a document, and that of all its corrections; without what is no date."""
    found = set(_DATE.findall(document.json))
    found.add(of_lesson(document, course))
    return frozenset(filter(resources.filter_module("dates").is_date, found))


def of_lesson(document: Document, course: Course) -> str:
    """The date of all corrections: in the front matter, or else in coursebuild.toml; "" if there is none."""
    if _FIELD in document.json and (field := json.loads(document.json)["meta"].get(SHOW_FROM)):
        return str(resources.filter_module("conditions").metadata_text(field))
    return course.show_from.get(document.source.location.lesson, "")
