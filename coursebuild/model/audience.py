"""Who sees an element: the editions and formats in which its conditions hold.

The one reading of a condition is the filter's own, `shown` of filters/conditions.py. Rules compare
audiences: a text that one audience sees and another does not, a note whose call is seen where its
definition is not, a part that nobody sees.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from coursebuild.model.course import Course, Values
from coursebuild.model.formats import Format
from coursebuild.model.reading import MARK
from coursebuild.runtime import resources

Audience = frozenset[tuple[str, Format]]  # names of editions, each with a format

FALLBACK_LANGUAGE = "en"
_OF_DOCUMENTS = frozenset({"lang", "title"})  # attributes that are metadata of a document as well
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_language(text: str) -> bool:
    """Whether it is a language tag (BCP 47, as far as pages need it)."""
    return bool(_LANGUAGE.fullmatch(text))


def is_reserved(key: str) -> bool:
    """Whether a key is an attribute with a meaning of its own, which no condition can ask for."""
    conditions = resources.filter_module("conditions")
    is_own = key in conditions.OWN or key.startswith(conditions.OWN_PREFIXES)
    return is_own and key not in _OF_DOCUMENTS


class Audiences:
    """The audiences of one document's elements.

    `meta` is its front matter, as pandoc's JSON has it; `given` are the call's metadata.
    """

    def __init__(self, course: Course, meta: Mapping[str, Any], given: Values) -> None:
        self._conditions = resources.filter_module("conditions")
        self.values = {
            (edition, format_): self._values_of(course, meta, given, edition, format_)
            for edition, format_ in product(course.editions, Format)
        }
        self.everyone: Audience = frozenset(self.values)
        # those from whom corrections are withheld
        self.students: Audience = frozenset(
            (name, format_) for name, format_ in self.values if not course.editions[name].shows_corrections
        )
        self._cached: dict[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], Audience] = {}

    def of(self, classes: Iterable[str], attributes: Iterable[Iterable[str]]) -> Audience:
        """Who sees an element by its own conditions; what it is nested in is for the caller to intersect."""
        classes = tuple(classes)
        if self._conditions.DECIDING.isdisjoint(classes) and self._conditions.WITHHELD.isdisjoint(classes):
            return self.everyone
        pairs = tuple((key, value) for key, value in attributes if key != MARK)
        if (classes, pairs) not in self._cached:
            self._cached[classes, pairs] = frozenset(
                viewer
                for viewer, values in self.values.items()
                if self._conditions.shown(classes, pairs, values)
            )
        return self._cached[classes, pairs]

    def conditions_of(self, attributes: Iterable[Iterable[str]]) -> dict[str, str]:
        """The attributes that are conditions."""
        found: dict[str, str] = self._conditions.conditions_of([(k, v) for k, v in attributes if k != MARK])
        return found

    def as_text(self, value: str) -> str:
        """A value as conditions compare it."""
        return str(self._conditions.as_text(value))

    def _values_of(
        self, course: Course, meta: Mapping[str, Any], given: Values, edition: str, format_: Format
    ) -> dict[str, str]:
        """The metadata as the filter meets them.

        The edition's override the call's, which override the front matter's, which override the course's.
        """
        text = self._conditions.metadata_text
        front = {key: text(value) for key, value in meta.items() if key not in course.decided}
        decided = {**course.editions[edition].values, "edition": edition, "format": format_.value}
        merged = {**course.defaults, **front, **given, **decided}
        lang = str(merged.get("lang", ""))
        merged["lang"] = lang if is_language(lang) else FALLBACK_LANGUAGE
        return {key: self._conditions.as_text(value) for key, value in merged.items()}
