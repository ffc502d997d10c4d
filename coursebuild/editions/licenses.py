"""What the metadata of open courses say of a lesson: its licence, its level, and how long it takes."""

import re
from collections.abc import Mapping
from typing import Any

import panflute as pf

from coursebuild.editions.metadata import text_of
from coursebuild.model import About, Diagnostic, License, Source
from coursebuild.runtime import resources

LICENSE, LEVEL, TIME = "license", "educational-level", "learning-time"

_CREATIVE_COMMONS = "https://creativecommons.org/"
_SPDX = "https://spdx.org/licenses/"
_VERSIONS = ("4.0", "3.0", "2.5", "2.0")
_OTHERS = {  # by their SPDX identifiers, folded, with the names that readers know
    "cc0-1.0": License("CC0 1.0", f"{_CREATIVE_COMMONS}publicdomain/zero/1.0/"),
    "etalab-2.0": License("Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    "gfdl-1.3-or-later": License("GFDL 1.3", "https://www.gnu.org/licenses/fdl-1.3.html"),
    "gpl-3.0-or-later": License("GPL 3.0", "https://www.gnu.org/licenses/gpl-3.0.html"),
}
_BY_SPDX = frozenset("0bsd apache-2.0 bsd-2-clause bsd-3-clause eupl-1.2 isc mit mpl-2.0".split())
_CC = re.compile(r"cc-(?P<terms>by(?:-nc)?(?:-nd|-sa)?)-(?P<version>[\d.]+)")
_CC_ADDRESS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<terms>[a-z-]+)|publicdomain/zero)/(?P<version>[\d.]+)"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


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
    if found := _CC_ADDRESS.match(text):
        terms = found["terms"]
        return _creative_commons(terms, found["version"]) if terms else _OTHERS["cc0-1.0"]
    if _ADDRESS.fullmatch(text):
        return License(re.sub(r"^https?://(?:www\.)?|/$", "", text), text)
    name = re.sub(r"[\s_-]+", "-", text.strip().casefold())
    if (found := _CC.fullmatch(name)) and found["version"] in _VERSIONS:
        return _creative_commons(found["terms"], found["version"])
    if name in _BY_SPDX:
        return License(text, f"{_SPDX}{_spelled(name)}.html")
    return _OTHERS.get(name) or _OTHERS.get(f"{name}-or-later") or License(text)


def _creative_commons(terms: str, version: str) -> License:
    return License(f"CC {terms.upper()} {version}", f"{_CREATIVE_COMMONS}licenses/{terms}/{version}/")


def _spelled(name: str) -> str:
    """An SPDX identifier as SPDX spells it."""
    words = {"apache": "Apache", "clause": "Clause"}
    return "-".join(words.get(word, word.upper()) for word in name.split("-"))
