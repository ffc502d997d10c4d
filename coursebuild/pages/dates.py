"""Dates in the words of a language, from its labels."""

import re
from collections.abc import Mapping

from markupsafe import Markup as Safe
from markupsafe import escape

from coursebuild.config import days
from coursebuild.config.labels import Labels, code
from coursebuild.model import FALLBACK_LANGUAGE

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_ORDINAL = re.compile(r"(?<=\d)[a-z]+\b")  # the letters of `1er`, which are raised


def in_words(date: str, lang: str, labels: Labels) -> str:
    """Return an ISO 8601 date as a language writes it; as typed if it is another, or there are no months."""
    found = _ISO.fullmatch(date)
    own = labels.in_language(lang)
    if (
        not found
        or not days.is_in_calendar(date)
        or (code(lang) != FALLBACK_LANGUAGE and _is_english(own, labels))
    ):
        return date
    year, month, day = found.groups()
    names = own["months"].split()
    if len(names) < int(month):
        return date
    first = own["first_day"] if int(day) == 1 else str(int(day))
    words = own["date"].format_map({"day": first, "month": names[int(month) - 1], "year": year})
    return Safe(_ORDINAL.sub(r"<sup>\g<0></sup>", str(escape(words.replace(" ", "\u00a0")))))  # noqa: S704 (escaped)


def _is_english(own: Mapping[str, str], labels: Labels) -> bool:
    return own["months"] == labels.in_language(FALLBACK_LANGUAGE)["months"]
