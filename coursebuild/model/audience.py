"""Audiences: the editions and formats in which an element's conditions hold.

Conditions are evaluated by the filter itself, `shown` of filters/conditions.py. Rules compare
audiences, for example to find a part that nobody sees, or a note that is referenced for readers who do
not see its definition.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from coursebuild.model import vocabulary
from coursebuild.model.course import STUDENT, Course, Values
from coursebuild.model.formats import PAGES, Format
from coursebuild.model.reading import MARK
from coursebuild.runtime import resources

Audience = frozenset[tuple[str, Format]]  # names of editions, each with a format

FALLBACK_LANGUAGE = "en"
SHOW_FROM, DAY = vocabulary.SHOW_FROM, "as-of"  # as in filters/dates.py
_OF_DOCUMENTS = frozenset({"lang", "title"})  # attributes that are also metadata of a document
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LANGUAGES = {  # the names of languages that `lang` may have instead of a tag, folded
    **dict.fromkeys(("francais", "french"), "fr"),
    **dict.fromkeys(("anglais", "english"), "en"),
    **dict.fromkeys(("allemand", "german", "deutsch"), "de"),
    **dict.fromkeys(("espagnol", "spanish", "espanol", "castellano"), "es"),
    **dict.fromkeys(("italien", "italian", "italiano"), "it"),
    **dict.fromkeys(("portugais", "portuguese", "portugues"), "pt"),
    **dict.fromkeys(("neerlandais", "dutch", "nederlands"), "nl"),
}


def language_tag(text: str) -> str:
    """Return the language tag of a value of `lang`; "" if it is none.

    A tag has the form of BCP 47, whatever its subtags are; POSIX's `fr_FR` and `français` stand for one.
    """
    tag = _LANGUAGES.get(vocabulary.fold(text)) or text.partition(".")[0].replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def is_reserved(key: str) -> bool:
    """Whether a key is an attribute with a meaning of its own, which a condition cannot test."""
    conditions = resources.filter_module("conditions")
    is_own = key in conditions.OWN or key.startswith(conditions.OWN_PREFIXES)
    return is_own and key not in _OF_DOCUMENTS


class Audiences:
    """The audiences of one document's elements.

    `meta` is its front matter in pandoc's JSON, `given` the metadata of the command line; `day` decides which
    dates have come, and `date` is that of all corrections, unless the front matter has one. Without a day,
    none has come: so a check has the same result every day.
    """

    def __init__(
        self, course: Course, meta: Mapping[str, Any], given: Values, day: str = "", date: str = ""
    ) -> None:
        self._conditions = resources.filter_module("conditions")
        self._day = day
        self.date = self._conditions.metadata_text(meta[SHOW_FROM]) if SHOW_FROM in meta else date
        self.values = {
            (edition, format_): self._values_of(course, meta, given, edition, format_)
            for edition, format_ in product(course.editions, PAGES)
        }
        self.everyone: Audience = frozenset(self.values)
        # the editions that do not show corrections
        self.students: Audience = frozenset(
            (name, format_) for name, format_ in self.values if not course.editions[name].shows_corrections
        )
        self._deciding = self._conditions.DECIDING | self._conditions.WITHHELD | {self._conditions.NOBODY}
        self._cached: dict[tuple[tuple[str, ...], tuple[tuple[str, str], ...], str, bool], Audience] = {}

    def of(self, classes: Iterable[str], attributes: Iterable[Iterable[str]], around: str = "") -> Audience:
        """Return the audience of an element's own conditions; `around` is the date of the part around it.

        The caller intersects it with the audiences of the elements around it.
        """
        return self._viewers(classes, attributes, around)

    def formats_for_students(
        self, classes: Iterable[str], attributes: Iterable[Iterable[str]], around: str = ""
    ) -> frozenset[Format]:
        """The formats in which the students' edition itself shows an element, as `of`."""
        audience = self.of(classes, attributes, around)
        return frozenset(format_ for edition, format_ in audience if edition == STUDENT.name)

    def are_released(
        self, classes: Iterable[str], attributes: Iterable[tuple[str, str]], around: str = ""
    ) -> bool:
        """Whether students see an element because its date has come, as `of`, and would not otherwise."""
        if not self.has_come(dict(attributes).get(SHOW_FROM, around)):
            return False
        now, before = (self._viewers(classes, attributes, around, is_dated=each) for each in (True, False))
        return not self.students.isdisjoint(now - before)

    def has_come(self, date: str) -> bool:
        """Whether a date has come on the day of a build."""
        return bool(self._conditions.dates.has_come(date, {DAY: self._day}))

    def conditions_of(self, attributes: Iterable[Iterable[str]]) -> dict[str, str]:
        """Return the attributes that are conditions."""
        found: dict[str, str] = self._conditions.conditions_of([(k, v) for k, v in attributes if k != MARK])
        return found

    def as_text(self, value: str) -> str:
        """Normalize a value as conditions do before comparing it."""
        return str(self._conditions.as_text(value))

    def _viewers(
        self,
        classes: Iterable[str],
        attributes: Iterable[Iterable[str]],
        around: str,
        *,
        is_dated: bool = True,
    ) -> Audience:
        """Return who sees an element by its own conditions; unless `is_dated`, on a day before all dates."""
        classes = tuple(classes)
        pairs = tuple((key, value) for key, value in attributes if key != MARK)
        if not self._deciding.intersection(classes) and SHOW_FROM not in dict(pairs):
            return self.everyone
        asked = classes, pairs, around, is_dated
        if asked not in self._cached:
            self._cached[asked] = frozenset(
                viewer
                for viewer, values in self.values.items()
                if self._conditions.shown(classes, pairs, values if is_dated else {**values, DAY: ""}, around)
            )
        return self._cached[asked]

    def _values_of(
        self, course: Course, meta: Mapping[str, Any], given: Values, edition: str, format_: Format
    ) -> dict[str, str]:
        """Return the metadata that the filter gets.

        By increasing precedence: the course's, the front matter's, the command line's, the edition's.
        """
        text = self._conditions.metadata_text
        front = {key: text(value) for key, value in meta.items() if key not in course.decided}
        decided = {**course.editions[edition].values, "edition": edition, "format": format_.value}
        merged = {**course.defaults, **front, **given, **decided}
        lang = str(merged.get("lang", ""))
        merged["lang"] = language_tag(lang) or FALLBACK_LANGUAGE
        merged.pop(DAY, "")
        if self._day:
            merged[DAY] = self._day
        return {key: self._conditions.as_text(value) for key, value in merged.items()}
