"""The words of reports, in the languages that they have: what checks ask, criteria, and headings."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LANGUAGES = ("en", "fr")
_FOLDER = Path(__file__).parent / "words"


class Criterion(NamedTuple):
    """A criterion of WCAG or a clause of PDF/UA-1; `ask` is what a person has to judge, or empty."""

    number: str
    level: str
    name: str
    ask: str


class Words(NamedTuple):
    """The words in one language."""

    language: str
    checks: Mapping[str, str]  # what each asks
    wrong: Mapping[str, str]  # what is wrong where a check fails, in English
    criteria: Mapping[str, Criterion]
    says: Mapping[str, str]
    outcomes: Mapping[str, str]
    notes: Mapping[str, str]


@cache
def _tables() -> tuple[Mapping[str, Any], ...]:
    names = ("checks", "criteria", "report")
    return tuple(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in names)


@cache
def words(language: str) -> Words:
    """The words for a language such as `fr-CA`: French or English."""
    short = language.partition("-")[0].lower()
    chosen = short if short in LANGUAGES else LANGUAGES[0]
    checks, criteria, report = _tables()

    def said(table: Mapping[str, Any]) -> dict[str, str]:
        return {name: each[chosen] for name, each in table.items() if chosen in each}

    return Words(
        chosen,
        said(checks),
        {name: each["wrong"] for name, each in checks.items()},
        {
            number: Criterion(
                number, each.get("level", ""), each[chosen], each.get("ask", {}).get(chosen, "")
            )
            for number, each in criteria.items()
        },
        said(report),
        said(report["outcomes"]),
        said(report["notes"]),
    )
