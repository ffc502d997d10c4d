"""The words of reports, in the languages that they have: what checks ask, criteria, and headings."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LANGUAGES = ("en", "fr")
_FOLDER = Path(__file__).parent / "words"


class Criterion(NamedTuple):
    """A criterion of WCAG or a clause of PDF/UA-1; `ask` is what a person has to judge, or empty.

    `made` says why all pages meet what it asks for, as far as that depends on how they are made.
    """

    number: str
    level: str
    name: str
    ask: str
    made: str


class Checkpoint(NamedTuple):
    """A checkpoint of the Matterhorn Protocol; `machine` if validators decide some of its conditions."""

    number: str
    name: str
    machine: bool
    ask: str


class Words(NamedTuple):
    """The words in one language."""

    language: str
    checks: Mapping[str, str]  # what each asks
    wrong: Mapping[str, str]  # what is wrong where a check fails, in English
    criteria: Mapping[str, Criterion]
    checkpoints: tuple[Checkpoint, ...]
    says: Mapping[str, str]
    outcomes: Mapping[str, str]
    notes: Mapping[str, str]


@cache
def _tables() -> tuple[Mapping[str, Any], ...]:
    names = ("checks", "criteria", "made", "checkpoints", "report")
    return tuple(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in names)


@cache
def words(language: str) -> Words:
    """The words for a language such as `fr-CA`: French or English."""
    short = language.partition("-")[0].lower()
    chosen = short if short in LANGUAGES else LANGUAGES[0]
    checks, criteria, made, checkpoints, report = _tables()

    def one(texts: Mapping[str, str]) -> str:
        text = texts.get(chosen, "")
        return _spaced(text) if chosen == "fr" else text

    def said(table: Mapping[str, Any]) -> dict[str, str]:
        return {name: one(each) for name, each in table.items() if chosen in each}

    return Words(
        chosen,
        said(checks),
        {name: each["wrong"] for name, each in checks.items()},
        {
            number: Criterion(
                number,
                each.get("level", ""),
                one(each),
                one(each.get("ask", {})),
                one(made.get(number, {})),
            )
            for number, each in criteria.items()
        },
        tuple(
            Checkpoint(number, one(each), each["machine"], one(each.get("ask", {})))
            for number, each in checkpoints.items()
        ),
        said(report),
        said(report["outcomes"]),
        said(report["notes"]),
    )


def _spaced(text: str) -> str:
    """A French text, with the spaces at which no line may end."""
    return re.sub(" (?=[?!;])", "\u202f", re.sub("(?<=«) | (?=[»:])", "\u00a0", text))
