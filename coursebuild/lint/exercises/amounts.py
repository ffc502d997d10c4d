"""Check the attributes for exercises and answers: where they have an effect, and their values."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from coursebuild.lint.slip import Slip
from coursebuild.model import MARK, Place, answer_words, vocabulary

Parsers = Mapping[str, Callable[[str], object]]  # for each amount, a function that returns None if invalid

_COST = frozenset({"minutes", "points"})
_ROOM = frozenset({"lines", "space", "grid"})
AMOUNTS = _COST | _ROOM
_COUNTED = _COST | {"lines"}
_EXERCISE_CLASSES = frozenset({"exercise", "exo"})
_ANSWER_CLASSES = frozenset({"answer", *vocabulary.GUARDS})


def check_amounts(
    kind: str, attributes: Any, parsers: Parsers, place: Place | None, *, conditional: bool
) -> Iterator[Slip]:
    """Yield a slip for each misplaced, invalid or misspelt amount of an element.

    If the element is `conditional`, its unknown keys are conditions, which other rules check.
    """
    _, classes, pairs = attributes
    applicable = _applicable_amounts(kind, classes)
    box_classes = _EXERCISE_CLASSES | _ANSWER_CLASSES
    # the amount may be right and the class misspelt, which CB124 reports
    misspelt = box_classes.isdisjoint(classes) and any(
        vocabulary.nearest(name, box_classes) for name in classes
    )
    for key, value in pairs:
        attribute, code, message = f'{key}="{value}"', "", ""
        if kind == "Div" and not classes and _is_of_answer(key, value):
            # perhaps a correction whose class was forgotten: students would see it
            code, message = "CB136", f"`{attribute}` needs a class: `.answer`, `.correction` or `.solution`"
        elif key in AMOUNTS and key not in applicable and not misspelt:
            code, message = "CB217", f"`{attribute}` has no effect here"
        elif key in applicable and parsers[key](value) is None:
            what = f"number of {key}" if key in _COUNTED else "height"
            code, message = "CB216", f"`{attribute}` is not a valid {what}"
        elif (
            not conditional
            and key not in AMOUNTS
            and key != MARK
            and (meant := vocabulary.nearest(key, applicable))
        ):
            code, message = "CB217", f"unknown attribute `{key}`; did you mean `{meant}`?"
        if code:
            yield Slip(code, message, place, f"{key}={value}", attribute)


def _is_of_answer(key: str, value: str) -> bool:
    """Whether an attribute without a class is that of a correction whose class was forgotten."""
    if key == "title":
        return bool(answer_words.announcement(value))
    return key in _ROOM or bool(vocabulary.nearest(key, _ROOM))


def _applicable_amounts(kind: str, classes: list[str]) -> frozenset[str]:
    """Return the amounts that have an effect on an element of this kind and these classes."""
    if kind in ("Header", "Span") or (kind == "Div" and not _EXERCISE_CLASSES.isdisjoint(classes)):
        return _COST
    return _ROOM if kind == "Div" and not _ANSWER_CLASSES.isdisjoint(classes) else frozenset()
