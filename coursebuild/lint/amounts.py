"""`lines`, `minutes` and `points`: where they say something, and what they may say."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from coursebuild.lint.slip import Slip
from coursebuild.model import MARK, Place, vocabulary

Readers = Mapping[str, Callable[[str], object]]  # what makes a number of each amount's value, or None

_COST = frozenset({"minutes", "points"})
AMOUNTS = _COST | {"lines"}
_EXERCISES = frozenset({"exercise", "exo"})
_RULED = frozenset({"answer", *vocabulary.GUARDS})


def doubts(
    kind: str, attributes: Any, readers: Readers, place: Place | None, *, asks: bool
) -> Iterator[Slip]:
    """Each doubtful attribute of an element.

    `asks` where the element has conditions: its unknown keys are looked at as such.
    """
    _, classes, pairs = attributes
    fitting = _fitting(kind, classes)
    known = _EXERCISES | _RULED
    misspelt = known.isdisjoint(classes) and any(vocabulary.known(name, known) for name in classes)
    for key, value in pairs:
        written, code, message = f'{key}="{value}"', "", ""
        if key in AMOUNTS and key not in fitting and not misspelt:
            code, message = "CB217", f"`{written}` says nothing here"
        elif key in fitting and readers[key](value) is None:
            code, message = "CB216", f"`{written}` is not used"
        elif not asks and key not in AMOUNTS and key != MARK and (meant := vocabulary.known(key, fitting)):
            code, message = "CB217", f"nothing knows `{key}`; did you mean `{meant}`?"
        if code:
            yield Slip(code, message, place, f"{key}={value}", written)


def _fitting(kind: str, classes: list[str]) -> frozenset[str]:
    """The amounts that say something of such an element."""
    if kind == "Header" or (kind == "Div" and not _EXERCISES.isdisjoint(classes)):
        return _COST
    return frozenset({"lines"}) if kind == "Div" and not _RULED.isdisjoint(classes) else frozenset()
