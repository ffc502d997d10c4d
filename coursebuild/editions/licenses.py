"""What the metadata of open courses say of a lesson: its licence, its level, and how long it takes."""

from collections.abc import Mapping
from typing import Any

import panflute as pf

from coursebuild.editions.metadata import text_of
from coursebuild.model import About, Diagnostic, License, Source
from coursebuild.runtime import resources

LICENSE, LEVEL, TIME = "license", "educational-level", "learning-time"


def about(meta: Mapping[str, Any], doc: pf.Doc, source: Source, diagnostics: list[Diagnostic]) -> About:
    """What pages say about a lesson. Append a diagnostic for a time that is none."""
    costs = resources.filter_module("costs")
    typed = text_of(meta[TIME]) if TIME in meta else ""
    minutes = costs.number("minutes", typed) if typed else None
    if typed and minutes is None:
        message = f"`{TIME}` must be a time such as `90` or `1h30`, not `{typed}`"
        diagnostics.append(source.place(f"\n{TIME}:", "CB212", message).below(1))
    return About(
        license_of(text_of(meta[LICENSE])) if LICENSE in meta else License(),
        text_of(meta[LEVEL]) if LEVEL in meta else "",
        minutes or 0,
        costs.Language(doc).cost({"minutes": minutes}) if minutes else "",
    )


def license_of(text: str) -> License:
    """A licence by its SPDX identifier, its usual name, or its address; any other text is its own name."""
    return License(*resources.filter_module("licenses").named(text))
