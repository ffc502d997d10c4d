"""Check the conditions of an element: their keys and values, and whether anybody sees it."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from coursebuild.lint.attributes.names import Names
from coursebuild.lint.slip import Slip
from coursebuild.model import Audience, Place, vocabulary


def condition_slips(
    classes: list[str], attributes: Any, names: Names, outer: Audience, place: Place | None
) -> Iterator[Slip]:
    """Check the keys and values of a condition; `classes` are the `if` and `unless` of its element."""
    name = classes[0]
    conditions = names.audiences.conditions_of(attributes[2])
    if not conditions:
        yield Slip("CB102", f"`.{name}` has no condition", place, f".{name}", f'"{name}"')
    keys = [key for key, _ in attributes[2]]
    has_faults = False
    for key, value in conditions.items():
        if keys.count(key) > 1:
            has_faults = True
            yield Slip("CB135", f"`.{name}` asks for `{key}` {keys.count(key)} times", place, f"{key}=")
        elif key not in names.keys:
            has_faults = True
            meant = (
                vocabulary.nearest(key, names.keys)
                or vocabulary.nearest_guard(key)
                or vocabulary.nearest(key, names.own)
            )
            hint = f"; did you mean `{meant}`?" if meant else ""
            message = f"`.{name}` asks for `{key}`, which is not set anywhere{hint}"
            yield Slip("CB115", message, place, f"{key}=")
        elif (allowed := names.keys[key]) is not None and names.audiences.as_text(value) not in allowed:
            has_faults = True
            listed = " or ".join(f"`{v}`" for v in sorted(allowed))
            message = f'`{key}="{value}"` holds in no edition: `{key}` is {listed}'
            yield Slip("CB116", message, place, f"{key}=")
        elif key in names.own_values and (unmet := _unmet(classes, key, value, names)):
            yield Slip("CB139", unmet, place, f"{key}=")
    if conditions and conditions.keys() <= names.decided and not has_faults:
        yield from contradictions(attributes, names, outer, place)


def _values_of_editions(attributes: Any, names: Names) -> str:
    """Return what each edition has for the keys of an element with several conditions, for a message."""
    conditions = set(names.audiences.conditions_of(attributes[2]))
    conditions |= {"correction"} if {"correction", "solution"} & {*attributes[1]} else set()
    keys = sorted(conditions - {"edition", "format"}) if len(conditions) > 1 else []
    editions = {
        edition: ", ".join(f"`{key}` is `{values.get(key, '')}`" for key in keys)
        for (edition, _), values in names.audiences.values.items()
    }
    return f": {'; '.join(f'in {name}, {has}' for name, has in editions.items())}" if keys else ""


def _unmet(classes: list[str], key: str, value: str, names: Names) -> str:
    """Return what is wrong with a value that the key has nowhere; otherwise "".

    `.unless` may well name a value that another lesson has: only one that resembles the key's is wrong.
    """
    text, values = names.audiences.as_text(value), names.own_values[key]
    reason = next(filter(None, (_near_miss(text, each) for each in values)), "")
    if text in values or not (reason or "if" in classes):
        return ""
    listed = " or ".join(f"`{each}`" if each else "empty" for each in sorted(values))
    return f'`{key}="{value}"` holds for nobody: `{key}` is {listed} here{reason}'


def _near_miss(text: str, value: str) -> str:
    """Return why a text is not the value that it resembles; "" if it resembles it not at all."""
    if value.startswith("[") and text in value[1:-1].split(", "):
        return ", and a list is compared as a whole"
    if text.casefold() == value.casefold():
        return ", and capital letters count"
    with suppress(ValueError):
        if float(text) == float(value):
            return ", and numbers are compared as text"
    return f"; did you mean `{value}`?" if vocabulary.nearest(text, [value]) else ""


def contradictions(attributes: Any, names: Names, outer: Audience, place: Place | None) -> Iterator[Slip]:
    """Report a part that no edition shows, or an `.unless` that hides its part from no edition."""
    classes = [c for c in attributes[1] if c in vocabulary.CONDITION_CLASSES]
    audience = names.audience(attributes)
    quote = f".{classes[0]}" if classes else ""
    if not audience:
        message = f"no edition shows this part{_values_of_editions(attributes, names)}"
        yield Slip("CB116", message, place, quote)
    elif outer and not audience & outer:
        message = "no edition shows both this part and the part around it"
        yield Slip("CB116", message, place, quote)
    elif classes == ["unless"] and audience == names.everyone:
        yield Slip("CB116", "this `.unless` does not hide the part in any edition", place, ".unless")
