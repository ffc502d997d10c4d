"""What students fill in at the head of a printed sheet, as `student-fields` says."""

from collections.abc import Iterator, Mapping
from typing import Any

import panflute as pf

from coursebuild.editions.metadata import text_of, truth_of
from coursebuild.model import Diagnostic, Edition, Source

KEY = "student-fields"
POINTS = "coursebuild-points"  # set by filters/exercises.py
_USUAL = ("student_name", "student_group")  # the labels of `true`


def student_fields(
    doc: pf.Doc, source: Source, edition: Edition, diagnostics: list[Diagnostic]
) -> tuple[tuple[str, ...], str]:
    """The names of the fields, and the sum of the points; none and "" in an edition with corrections.

    Append a diagnostic for each name that is not a text.
    """
    meta: Mapping[str, Any] = doc.metadata.content
    names = tuple(_names(meta[KEY], meta["labels"], source, diagnostics)) if KEY in meta else ()
    if edition.shows_corrections or not names:
        return (), ""
    return names, text_of(meta[POINTS]) if POINTS in meta else ""


def _names(value: Any, labels: Any, source: Source, diagnostics: list[Diagnostic]) -> Iterator[str]:
    wanted = truth_of(value)
    if wanted == "true":
        yield from (text_of(labels[label]) for label in _USUAL)
    elif isinstance(value, pf.MetaList):
        for each in value.content:
            name = "" if isinstance(each, (pf.MetaBool, pf.MetaList, pf.MetaMap)) else text_of(each)
            if name:
                yield name
            else:
                diagnostics.append(_wrong(source, f"`{KEY}` has a name that is not a text"))
    elif isinstance(value, pf.MetaMap):
        diagnostics.append(_wrong(source, f"`{KEY}` must be a list such as `[Name, Group]`"))
    elif wanted != "false":
        yield from filter(None, map(str.strip, text_of(value).split(",")))


def _wrong(source: Source, message: str) -> Diagnostic:
    return source.place(f"\n{KEY}:", "CB222", message).below(1)
